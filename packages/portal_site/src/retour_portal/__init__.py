"""The brands' portals and the back office."""

from __future__ import annotations

# Web processes publish too: without this they would use Celery's default broker.
from retour_portal.celery import app as celery_app

__all__ = ["celery_app"]
