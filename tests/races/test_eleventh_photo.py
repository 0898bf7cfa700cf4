"""Eight uploads at once for the last two places, in one process of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.processes import ROOT

pytestmark = pytest.mark.processes


def test_of_eight_uploads_for_two_places_exactly_two_are_kept(
    installation: Any,
) -> None:
    inside = str(ROOT / "tests" / "races" / "inside_photos.py")

    outcome = json.loads(installation().run(inside).splitlines()[-1])

    assert outcome == {
        "answers": ["kept"] * 2 + ["too_many_photos"] * 6,
        "photos": 10,
        "files": 20,
    }
