"""What a shop is told to give back, and to which means of payment."""

from __future__ import annotations

from typing import Any

import pytest

from retour_core.returns.actors import SYSTEM
from retour_core.returns.refunding import refund
from tests.core.api.conftest import Caller
from tests.core.returns.test_breakdown import send_back
from tests.factories import make_order, order_data

GIFT = {"kind": "gift_card", "id": "GC-1", "amount": "50.00"}
CARD = {"kind": "card", "id": "ch_1", "amount": "152.90"}


@pytest.mark.parametrize(
    ("tenders", "payouts"),
    [
        ([CARD, GIFT], [GIFT, {**CARD, "amount": "49.00"}]),
        ([], []),
    ],
)
def test_a_refund_names_what_it_goes_back_to(
    call: Caller, tenders: list[Any], payouts: list[Any]
) -> None:
    refund(send_back(make_order(call.shop, tenders=tenders), {"1": 1}), actor=SYSTEM)

    [told] = call.get("/refunds").json()["items"]

    assert (told["amount"], told["payouts"]) == ("99.00", payouts)


def test_the_stranger_is_told_of_no_payout(call: Caller, charlie: Caller) -> None:
    refund(
        send_back(make_order(call.shop, tenders=[CARD, GIFT]), {"1": 1}), actor=SYSTEM
    )

    assert charlie.get("/refunds").json()["items"] == []


def test_tenders_that_do_not_add_up_are_refused_by_pointer(call: Caller) -> None:
    body = {"orders": [order_data(tenders=[CARD]), order_data()]}

    first, second = call("PUT", "/orders", body).json()["results"]

    assert [(e["pointer"], e["code"]) for e in first["errors"]] == [
        ("/tenders", "tenders_do_not_add_up")
    ]
    assert (first["status"], second["status"]) == ("rejected", "created")


@pytest.mark.parametrize(
    ("amount", "told"), [("50.00", "Worn <b>outdoors</b>"), ("99.00", "")]
)
def test_the_reason_for_less_is_told_with_the_refund(
    call: Caller, amount: str, told: str
) -> None:
    assert call.shop is not None
    call.shop.executes_refunds = True
    call.shop.save()
    ret = send_back(make_order(call.shop), {"1": 1})
    body = {"amount": amount, "reason": " Worn <b>outdoors</b> "}

    assert call.post(f"/returns/{ret.rma_number}/refund", body).status_code == 200

    [row] = call.get("/refunds").json()["items"]
    assert (row["amount"], row["reason"]) == (amount, told)
    report = {"outcome": "success", "reference": "R-1"}
    answer = call.post(f"/refunds/{row['id']}/result", report)
    assert answer.json()["reason"] == told


def test_a_shop_need_not_say_why_and_not_at_length(call: Caller) -> None:
    ret = send_back(make_order(call.shop), {"1": 1})
    path = f"/returns/{ret.rma_number}/refund"

    refused = call.post(path, {"amount": "50.00", "reason": "x" * 501})

    assert (refused.status_code, ret.refunds.count()) == (422, 0)
    assert call.post(path, {"amount": "50.00"}).status_code == 200
    assert ret.refunds.get().reason == ""
