"""The same prices from the same day, by eight people at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.processes import ROOT

pytestmark = pytest.mark.processes


def test_of_eight_price_lists_from_one_day_one_is_kept(installation: Any) -> None:
    inside = str(ROOT / "tests" / "races" / "inside_prices.py")

    outcome = json.loads(installation().run(inside).splitlines()[-1])

    assert outcome == {"answers": 1, "kept": [[[1, 30]]]}
