from __future__ import annotations

import pytest

from retour_portal.theming.models import Theme
from tests.portal_site.theming.portals import make_portal


@pytest.fixture
def theme(db: None) -> Theme:
    """Of the brand “Nordwand” at nordwand.localhost, saved with its defaults."""
    return make_portal("nordwand")
