from __future__ import annotations

import pytest

from tests.portal_site.editorial.desks import Desk, make_desk


@pytest.fixture
def nordwand(db: None) -> Desk:
    return make_desk("nordwand")


@pytest.fixture
def lune(db: None) -> Desk:
    return make_desk("lune")
