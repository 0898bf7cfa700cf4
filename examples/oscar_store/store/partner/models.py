from __future__ import annotations

from oscar.apps.partner.models import *  # noqa: F403 - how Oscar's forks are made
