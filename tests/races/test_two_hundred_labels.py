"""Ten kills -9 while two hundred labels are bought; the carrier is the judge."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.carriers.stub import StubCarrier, running_stub
from tests.processes import ROOT, wait_until

pytestmark = pytest.mark.processes
INSIDE = str(ROOT / "tests" / "races" / "inside.py")


@pytest.fixture
def stub() -> Iterator[StubCarrier]:
    with running_stub() as stub:
        yield stub
        assert stub.complaints == []


def test_of_two_hundred_labels_none_is_lost_and_none_bought_twice(
    installation: Any, stub: StubCarrier
) -> None:
    retour = installation(
        RETOUR_CARRIER="sandbox",
        RETOUR_CARRIER_SANDBOX_URL=stub.url,
        RETOUR_OUTBOX_LEASE_SECONDS="16",
    )
    assert json.loads(retour.run(INSIDE, "waiting", "200")) == 200
    retour.start("worker", "beat")

    for point in sorted(random.Random(200).sample(range(1, 190), 10)):
        wait_until(
            lambda point=point: len(stub.parcels) >= point,
            seconds=300,
            what=f"label number {point}",
        )
        retour.kill("worker")
        retour.start("worker")
    wait_until(
        lambda: len(stub.parcels) == 200, seconds=300, what="the last of 200 labels"
    )

    def outcome() -> dict[str, Any]:
        found: dict[str, Any] = json.loads(retour.run(INSIDE, "outcome"))
        return found

    wait_until(
        lambda: outcome()["waiting"] == 0, seconds=180, what="the last label saved"
    )
    kept = outcome()
    assert kept["returns"] == ["ready"] * 200
    assert sorted(kept["labels"]) == sorted(
        ["ready", number] for number in stub.numbers()
    )
    # Some were bought by a worker that could not tell any more, and found again.
    assert stub.purchases_asked == 200
    print("lookups", stub.lookups, "errors", kept["errors"])
