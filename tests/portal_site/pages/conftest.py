from __future__ import annotations

import pytest

from retour_core.brands.models import Brand
from retour_portal.demo.content import seed_portals

PORT = 8100


@pytest.fixture
def portals(db: None) -> dict[str, Brand]:
    """The demo's two brands, with their portals on port ``PORT``."""
    return seed_portals(PORT)
