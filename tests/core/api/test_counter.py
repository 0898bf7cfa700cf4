"""A till scans what a customer shows, and takes the items."""

from __future__ import annotations

import pytest

from retour_core.accounts.models import Scope
from retour_core.returns.models import Return
from tests.core.api.conftest import Caller
from tests.factories import grant, make_order, make_return


@pytest.fixture
def ret(call: Caller) -> Return:
    assert call.shop is not None
    grant(call.shop.brand, methods=["in_store"])
    return make_return(make_order(call.shop, number="NW-1"))


def test_a_till_scans_and_takes_the_items_once(call: Caller, ret: Return) -> None:
    path = f"/counter/{ret.rma_number.replace('-', '').lower()}"
    scanned = call.get(path).json()
    assert (scanned["rma_number"], scanned["state"]) == (ret.rma_number, "ready")
    assert (scanned["problems"], scanned["hand_in"]) == ([], None)
    assert scanned["hand_in_by"] == "2026-12-10"
    [line] = scanned["lines"]
    assert (line["title"], line["quantity"]) == ("Jacket", 1)

    said = {"store": "Hamburg", "clerk": "Kim"}
    taken = call.post(f"{path}/hand-in", said)
    again = call.post(f"{path}/hand-in", {"store": "Elsewhere"})

    assert (taken.status_code, taken.json()["state"]) == (200, "arrived")
    assert again.json() == taken.json()
    assert taken.json()["hand_in"] == {
        "at": "2026-11-20T12:00:00Z",
        "store": "Hamburg",
        "clerk": "Kim",
        "actor": "Nordwand shop",
        "is_late": False,
        "method_before": "in_store",
    }


def test_a_refusal_has_a_stable_code_before_and_after(
    call: Caller, ret: Return
) -> None:
    Return.objects.update(method="own_carrier")
    path = f"/counter/{ret.rma_number}"
    [told] = call.get(path).json()["problems"]
    answer = call.post(f"{path}/hand-in", {})
    assert (answer.status_code, answer.json()["code"]) == (409, told["code"])
    assert (told["code"], answer.json()["method"]) == (
        "hand_in_other_method",
        "own_carrier",
    )
    accepted = call.post(f"{path}/hand-in", {"accept_other_method": True})
    assert accepted.json()["method"] == "in_store"


def test_another_shops_till_finds_nothing(
    call: Caller, charlie: Caller, ret: Return
) -> None:
    for code in (ret.rma_number, "nonsense", "%00"):
        assert charlie.get(f"/counter/{code}").status_code == 404
        assert charlie.post(f"/counter/{code}/hand-in", {}).status_code == 404
    assert call.get(f"/counter/{'9' * 501}").status_code == 422


def test_taking_needs_the_scope_to_write(narrow: object, ret: Return) -> None:
    reader = narrow(Scope.RETURNS_READ)  # type: ignore[operator]
    assert reader.get(f"/counter/{ret.rma_number}").status_code == 200
    answer = reader.post(f"/counter/{ret.rma_number}/hand-in", {})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
