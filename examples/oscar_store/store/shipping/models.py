from __future__ import annotations

from oscar.apps.shipping.models import *  # noqa: F403 - how Oscar's forks are made
