"""An installation whose carriers' servers are the test's own."""

from __future__ import annotations

import json
import os

from retour_portal.settings import *  # noqa: F403

RETOUR_CARRIER_URLS = json.loads(os.environ["TEST_CARRIER_URLS"])
