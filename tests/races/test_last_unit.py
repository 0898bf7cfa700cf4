"""Forty customers, one unit left, a real server with two processes."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import requests

from tests.processes import ROOT

pytestmark = pytest.mark.processes
REQUESTS = 40


def test_of_forty_requests_for_the_last_unit_exactly_one_gets_it(
    installation: Any,
) -> None:
    retour = installation()
    inside = str(ROOT / "tests" / "races" / "inside.py")
    shop = json.loads(retour.run(inside, "shop"))
    address = retour.serve(workers=2)
    start = Barrier(REQUESTS)
    body = {
        "order_id": shop["order"],
        "lines": [{"line_id": "1", "quantity": 1, "reason": "other"}],
    }

    def ask(number: int) -> tuple[int, str]:
        start.wait(30)
        answer = requests.post(
            f"{address}/api/v1/returns",
            json=body,
            headers={
                "Authorization": f"Bearer {shop['token']}",
                "Idempotency-Key": f"customer {number}",
            },
            timeout=60,
        )
        return answer.status_code, answer.json().get("code", "")

    with ThreadPoolExecutor(REQUESTS) as customers:
        answers = Counter(customers.map(ask, range(REQUESTS)))

    assert answers == {(201, ""): 1, (409, "quantity_not_available"): REQUESTS - 1}
    outcome = json.loads(retour.run(inside, "outcome"))
    assert outcome["requested"] == [1]
    assert outcome["returns"] == ["label_pending"]
