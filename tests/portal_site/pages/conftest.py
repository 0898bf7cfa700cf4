from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from retour_core.brands.models import Brand
from tests.portal_site.seeded import own_copies, seeded_portals

PORT = 8100


@pytest.fixture(scope="module")
def portals_of_module(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, Brand]]:
    with seeded_portals(PORT, django_db_blocker) as brands:
        yield brands


@pytest.fixture
def portals(portals_of_module: dict[str, Brand], db: None) -> dict[str, Brand]:
    """The demo's brands, with their portals on port ``PORT``."""
    return own_copies(portals_of_module)
