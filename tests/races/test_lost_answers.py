"""Kills -9 between a purchase and its answer; the carrier's own server judges.

Fewer labels than in ``test_two_hundred_labels``, from carriers that know less: one
tells an answer again in its lists alone, the other not at all.
"""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from tests.carriers.server import Stub, serving
from tests.carriers.stubs import STUBS
from tests.processes import ROOT, Installation, wait_until

pytestmark = pytest.mark.processes
INSIDE = str(ROOT / "tests" / "races" / "inside.py")


def bought_under_fire(
    installation: Any, stub: Stub, count: int, kills: int
) -> dict[str, Any]:
    """What is kept after so many purchases and kills of the worker."""
    retour: Installation = installation(
        DJANGO_SETTINGS_MODULE="tests.races.carrier_settings",
        TEST_CARRIER_URLS=json.dumps({stub.kind: stub.url}),
        RETOUR_OUTBOX_LEASE_SECONDS="16",
    )
    made = json.loads(retour.run(INSIDE, "waiting", str(count), stub.kind))
    assert made == count
    retour.start("worker", "beat")
    for point in sorted(random.Random(200).sample(range(1, count - 1), kills)):
        wait_until(
            lambda point=point: len(stub.numbers()) >= point,
            seconds=300,
            what=f"label number {point}",
        )
        retour.kill("worker")
        retour.start("worker")

    def outcome() -> dict[str, Any]:
        found: dict[str, Any] = json.loads(retour.run(INSIDE, "outcome"))
        return found

    wait_until(
        lambda: outcome()["waiting"] == 0, seconds=300, what="the last label saved"
    )
    return outcome()


def test_what_the_carriers_lists_tell_is_found_again_and_bought_once(
    installation: Any,
) -> None:
    """Sendcloud's lists and details tell no more than is documented."""
    with serving(STUBS["sendcloud"]()) as stub:
        stub.per_page = 40  # type: ignore[attr-defined]
        kept = bought_under_fire(installation, stub, 40, 4)

    assert stub.complaints == []
    assert kept["returns"] == ["ready"] * 40
    assert sorted(kept["labels"]) == sorted(
        ["ready", number] for number in stub.numbers()
    )
    assert (stub.purchases_asked, kept["doubts"]) == (40, 0)


def test_where_nothing_can_be_found_again_each_further_label_is_told_of(
    installation: Any,
) -> None:
    """DHL's API knows neither a look-up nor that it was asked before."""
    with serving(STUBS["dhl_de"]()) as stub:
        kept = bought_under_fire(installation, stub, 20, 3)

    assert stub.complaints == []
    assert kept["returns"] == ["ready"] * 20
    numbers = [number for _state, number in kept["labels"]]
    assert [state for state, _number in kept["labels"]] == ["ready"] * 20
    assert len(set(numbers)) == 20
    assert set(numbers) <= set(stub.numbers())
    # Whatever was made and is not used was written down before the next was asked for;
    # an attempt may be written down that never reached DHL.
    unused = len(stub.numbers()) - 20
    assert unused <= kept["doubts"] <= 2 * 3
    assert stub.purchases_asked == len(stub.numbers())
