"""Many hands on one order: a real server with two processes, and nothing adds up wrong.

Creations, cancellations, receipts, settlements with money and with store credit, all at
once; whoever comes too late is refused, and no refusal leaves anything behind.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import requests

from tests.processes import ROOT

pytestmark = pytest.mark.processes
HANDS, STEPS = 6, 8
# A refusal, a return that is somewhere else by now, a lock that was waited for.
EXPECTED = {200, 201, 404, 409, 422, 503}


class Hand:
    """One caller with a sequence of its own, on returns everybody knows."""

    def __init__(self, address: str, shop: dict[str, Any], number: int) -> None:
        self.address, self.shop = address, shop
        self.chance = random.Random(number)
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {shop['token']}"
        self.seen: set[int] = set()

    def post(self, path: str, body: Any = None) -> requests.Response:
        answer = self.session.post(
            f"{self.address}/api/v1/{path}", json=body or {}, timeout=90
        )
        self.seen.add(answer.status_code)
        return answer

    def create(self, known: list[str]) -> None:
        resolution = self.chance.choice(["refund", "store_credit", "exchange"])
        units = self.chance.choice([1, 1, 2])
        line = {"line_id": "1", "quantity": units, "reason": "other"}
        body = {
            "order_id": self.shop["order"],
            "lines": [{**line, "resolution": resolution}],
        }
        answer = self.post("returns", body)
        if answer.status_code == 201:
            known.append(answer.json()["rma_number"])

    def step(self, known: list[str]) -> None:
        if not known or self.chance.random() < 0.4:
            self.create(known)
            return
        rma = self.chance.choice(known)
        self.chance.choice(
            [self.cancel, self.receive, self.receive, self.settle, self.settle]
        )(rma)

    def cancel(self, rma: str) -> None:
        self.post(f"returns/{rma}/cancel")

    def receive(self, rma: str) -> None:
        counted = {"line_id": "1", "good": self.chance.choice([0, 1]), "not_good": 1}
        self.post(f"returns/{rma}/receive", {"lines": [counted]})

    def settle(self, rma: str) -> None:
        self.post(f"returns/{rma}/refund")
        self.post(f"returns/{rma}/close-rest")

    def report(self, known: list[str]) -> None:
        """Answer about whatever waits, now and then with a failure."""
        for noun in ("refunds", "store-credits", "replacements"):
            found = self.session.get(f"{self.address}/api/v1/{noun}", timeout=90)
            for row in found.json()["items"]:
                outcome = self.chance.choice(["success", "success", "failure"])
                self.post(f"{noun}/{row['id']}/result", {"outcome": outcome})
        self.step(known)


def test_whatever_many_hands_do_at_once_units_and_money_add_up(
    installation: Any,
) -> None:
    retour = installation()
    inside = str(ROOT / "tests" / "races" / "inside.py")
    shop = json.loads(retour.run(inside, "ten"))
    address = retour.serve(workers=2)
    start = Barrier(HANDS)
    known: list[str] = []

    def work(number: int) -> set[int]:
        hand = Hand(address, shop, number)
        step: Callable[[list[str]], None] = hand.report if number < 2 else hand.step
        start.wait(30)
        for _ in range(STEPS):
            step(known)
        return hand.seen

    with ThreadPoolExecutor(HANDS) as hands:
        seen = set().union(*hands.map(work, range(HANDS)))

    assert seen <= EXPECTED
    assert known
    sums = json.loads(retour.run(inside, "sums"))
    assert sums["wrong"] == []
