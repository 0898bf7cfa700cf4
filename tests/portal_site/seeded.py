"""The demo's portals, made once for all tests of a module instead of for each."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from retour_core.brands.models import Brand
from retour_portal.demo.content import seed_portals


@contextmanager
def seeded_portals(port: int, blocker: DjangoDbBlocker) -> Iterator[dict[str, Brand]]:
    """A transaction around those of the tests: five seconds once, taken back after.

    Not for modules whose tests commit.
    """
    with blocker.unblock(), transaction.atomic():
        brands = seed_portals(port)
        # What waits for this commit, which never comes, must not keep a test's own out.
        connection.run_on_commit = []
        with blocker.block():
            yield brands
        transaction.set_rollback(True)


def own_copies(brands: dict[str, Brand]) -> dict[str, Brand]:
    """For one test, which may change them."""
    return {slug: copy.copy(brand) for slug, brand in brands.items()}
