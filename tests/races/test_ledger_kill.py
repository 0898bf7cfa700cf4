"""A worker killed -9 again and again while labels are made and given back."""

from __future__ import annotations

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.processes import ROOT, wait_until

pytestmark = pytest.mark.processes
INSIDE = str(ROOT / "tests" / "races" / "inside_ledger.py")
RETURNS, KILLS = 40, 6


def test_each_label_is_charged_once_and_given_back_once_whatever_is_killed(
    installation: Any,
) -> None:
    retour = installation(RETOUR_OUTBOX_LEASE_SECONDS="16")

    def told(*asked: str) -> Any:
        return json.loads(retour.run(INSIDE, *asked).splitlines()[-1])

    assert told("waiting", str(RETURNS)) == RETURNS
    pauses = random.Random(40)
    retour.start("worker", "beat")
    with ThreadPoolExecutor(1) as meanwhile:
        cancelled = meanwhile.submit(told, "cancel")
        for _ in range(KILLS):
            time.sleep(pauses.uniform(2, 4))
            retour.kill("worker")
            retour.start("worker")
        assert cancelled.result() == RETURNS // 2
    wait_until(lambda: told("unfinished") == 0, seconds=240, what="the last message")

    assert told("wrong") == []
