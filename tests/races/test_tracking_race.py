"""Several processes told the same of the same parcels at once, in different orders."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.processes import ROOT

pytestmark = pytest.mark.processes
PROCESSES = 4


def test_parcels_arrive_once_whoever_tells_and_in_whatever_order(
    installation: Any,
) -> None:
    retour = installation()
    inside = str(ROOT / "tests" / "races" / "inside_tracking.py")
    made = json.loads(retour.run(inside, "parcels"))["parcels"]

    with ThreadPoolExecutor(PROCESSES) as hooks:
        answers = list(
            hooks.map(
                lambda seed: json.loads(retour.run(inside, "hook", str(seed))),
                range(PROCESSES),
            )
        )

    assert sum(answer["taken"] for answer in answers) == made * 5
    assert json.loads(retour.run(inside, "outcome")) == {
        "states": ["arrived"] * made,
        "statuses": ["delivered"] * made,
        "sent": 0,
        "events": made * 5,
        "messages": made * 5,
        "arrivals": made,
        "doubled": 0,
        "mails": 0,
        "dead": 0,
    }
