from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache

from retour_portal.flow import lookup
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _at_noon(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The factories' day, no wrong tries yet, and no waiting before "not found"."""
    cache.clear()
    monkeypatch.setattr(lookup, "ANSWER_SECONDS", 0.0)
    with time_machine.travel(NOW, tick=False):
        yield
