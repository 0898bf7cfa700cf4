"""What a shop is asked to give besides money, and what it answers."""

from __future__ import annotations

from typing import Any

import pytest

from retour_core.domain.policies import RequestKind
from retour_core.orders.models import OrderLine
from retour_core.policies.versions import save_policy
from retour_core.returns.models import Return
from tests.core.api.conftest import Caller
from tests.factories import NOW, line_data, make_order


@pytest.fixture
def ten(call: Caller) -> Caller:
    """Its order NW-1 has three units for 10.00; store credit earns 10 %."""
    assert call.shop is not None
    call.shop.executes_refunds = True
    call.shop.save()
    policy = {"methods": ["own_carrier"], "store_credit_bonus": "10"}
    save_policy(call.shop.brand, RequestKind.RETURN, policy, actor="", now=NOW)
    make_order(
        call.shop,
        number="NW-1",
        lines=[line_data(quantity=3, fulfilled_quantity=3, total_incl_tax="10.00")],
        total_incl_tax="10.00",
        shipping_incl_tax="0",
    )
    return call


def ask(call: Caller, *lines: dict[str, Any]) -> str:
    asked = [
        {"line_id": "1", "quantity": 1, "reason": "other", **line} for line in lines
    ]
    answer = call.post("/returns", {"order_id": "NW-1", "lines": asked})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["rma_number"])


def test_credit_and_goods_are_told_reported_and_settle_the_return(ten: Caller) -> None:
    rma = ask(
        ten,
        {"resolution": "store_credit"},
        {
            "resolution": "exchange",
            "quantity": 2,
            "exchange": {"variant": "size L", "unit_price": "5.00"},
        },
    )
    assert ten.post(f"/returns/{rma}/receive", {}).status_code == 200
    assert ten.post(f"/returns/{rma}/refund", {}).status_code == 200

    [credit] = ten.get("/store-credits").json()["items"]
    [item] = ten.get("/replacements").json()["items"]
    assert ten.get("/refunds").json()["items"] == []
    assert (credit["amount"], credit["bonus"]) == ("3.66", "0.33")
    assert len(credit["code"]) == 19
    assert (item["quantity"], item["variant"], item["sku"]) == (2, "size L", "")
    assert (item["price_difference"], item["resolution"]) == ("3.33", "exchange")

    for path in (f"/store-credits/{credit['id']}", f"/replacements/{item['id']}"):
        body = {"outcome": "success", "reference": "V-1"}
        assert ten.post(f"{path}/result", body).json()["reference"] == "V-1"
        assert ten.post(f"{path}/result", body).status_code == 200
        refused = ten.post(f"{path}/result", {"outcome": "failure"})
        assert refused.status_code == 409
    assert ten.get(f"/returns/{rma}").json()["state"] == "settled"
    assert ten.get("/store-credits").json()["items"] == []


def test_counts_of_one_line_fill_its_resolutions_in_their_sequence(ten: Caller) -> None:
    rma = ask(ten, {"resolution": "refund"}, {"resolution": "exchange", "quantity": 2})
    counted = {"line_id": "1", "good": 1, "not_good": 1}

    ten.post(f"/returns/{rma}/receive", {"lines": [counted]})

    lines = Return.objects.get().lines.order_by("pk")
    assert [(line.received_good, line.received_not_good) for line in lines] == [
        (1, 0),
        (0, 1),
    ]
    sent = {"lines": [{"line_id": "1", "quantity": 1}]}
    assert ten.post(f"/returns/{rma}/send-back", sent).status_code == 200
    assert ten.post(f"/returns/{rma}/close-rest").status_code == 200
    assert OrderLine.objects.get().returnable == 2
    assert ten.post(f"/returns/{rma}/close-rest").json()["code"] == "nothing_missing"


def test_more_than_was_announced_of_split_lines_is_refused(ten: Caller) -> None:
    rma = ask(ten, {"resolution": "refund"}, {"resolution": "exchange"})
    counted = {"line_id": "1", "good": 2, "not_good": 1}

    refused = ten.post(f"/returns/{rma}/receive", {"lines": [counted]})

    assert refused.json()["code"] == "received_too_many"
    assert OrderLine.objects.get().received_good == 0


@pytest.mark.parametrize(
    ("exchange", "resolution", "code"),
    [
        ({"unit_price": "1.001"}, "exchange", "invalid_amount"),
        ({"variant": "size L"}, "refund", "exchange_invalid"),
    ],
)
def test_an_exchange_that_cannot_be_is_refused(
    ten: Caller, exchange: dict[str, str], resolution: str, code: str
) -> None:
    line = {"line_id": "1", "quantity": 1, "reason": "other"}
    asked = {**line, "resolution": resolution, "exchange": exchange}

    refused = ten.post("/returns", {"order_id": "NW-1", "lines": [asked]})

    assert (refused.status_code < 500, refused.json()["code"]) == (True, code)
    assert not Return.objects.exists()
