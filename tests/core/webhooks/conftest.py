from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.core.webhooks.receiver import Receiver, receiver


@pytest.fixture
def hooks(settings: Any) -> Iterator[Receiver]:
    settings.RETOUR_WEBHOOKS_TO_LOOPBACK = True
    with receiver() as state:
        yield state
