"""Asking what would hold for a return, without making it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retour_core.accounts.models import Scope
from retour_core.orders.models import Order
from retour_core.returns.models import Return
from tests.core.api.conftest import Caller
from tests.core.policies.asking import rule
from tests.factories import grant, line_data, make_order

FINAL = {"en": "Final sale.", "fr": "Vente finale."}


def body_for(order: Order, *lines: str, **values: Any) -> dict[str, Any]:
    reason = "damaged" if values.get("kind") == "claim" else "too_small"
    return {
        "order_id": order.external_id,
        "lines": [
            {"line_id": line, "quantity": 1, "reason": reason}
            for line in lines or ("1",)
        ],
        **values,
    }


def test_what_holds_for_each_item_is_answered_and_nothing_is_written(
    call: Caller,
) -> None:
    order = make_order(call.shop)
    fee = {"per": "item", "fixed": [{"amount": "2.50", "currency": "EUR"}]}
    grant(
        order.brand,
        window_days=14,
        fee=fee,
        fee_payer="customer",
        restocking_percent="10",
        methods=["own_carrier", "pick_up"],
        require_answers=["size"],
    )
    answer = call.post("/returns/validate", body_for(order))
    assert answer.status_code == 200
    assert answer.json() == {
        "is_valid": False,
        "kind": "return",
        "policy_version": 2,
        "approval": "automatic",
        "methods": ["own_carrier", "pick_up"],
        "fee": "0.00",
        "currency": "EUR",
        "items": [
            {
                "line_id": "1",
                "returnable": True,
                "sentences": [
                    "You can return this item until 24 November 2026.",
                    "Answer our questions about this item.",
                    "Sending it back costs €2.50 for each unit.",
                    "We keep 10% of its price for restocking.",
                ],
                "last_day": "2026-11-24",
                "is_late": False,
                "fee": "2.50",
                "restocking_percent": "10",
                "methods": ["own_carrier", "pick_up"],
                "resolutions": ["refund", "exchange", "store_credit"],
                "approval": "automatic",
                "keep_item": False,
                "photo_required": False,
                "questions": ["size"],
            }
        ],
        "problems": [
            {
                "code": "answers_missing",
                "message": "Answer the questions about “Jacket”: size.",
                "line_id": "1",
            }
        ],
    }
    assert not Return.objects.exists()


def test_not_returnable_is_an_answer_and_a_refusal_on_creating(call: Caller) -> None:
    order = make_order(call.shop)
    rule(order.brand, name="Outlet", not_returnable=FINAL)
    answer = call.post("/returns/validate", body_for(order, locale="fr"))
    assert answer.status_code == 200
    [item] = answer.json()["items"]
    assert (item["returnable"], "Vente finale." in item["sentences"][0]) == (
        False,
        True,
    )
    refused = call.post("/returns", body_for(order))
    assert (refused.status_code, refused.json()["code"]) == (409, "not_returnable")
    assert refused.json()["reasons"] == FINAL
    assert [p["code"] for p in answer.json()["problems"]] == ["not_returnable"]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({}, []),
        ({"method": "pick_up"}, ["method_not_offered"]),
        ({"kind": "claim"}, []),
    ],
)
def test_problems_are_those_creating_meets(
    call: Caller, values: dict[str, Any], codes: list[str]
) -> None:
    order = make_order(call.shop)
    answer = call.post("/returns/validate", body_for(order, **values)).json()
    assert ([p["code"] for p in answer["problems"]], answer["is_valid"]) == (
        codes,
        not codes,
    )
    made = call.post("/returns", body_for(order, **values))
    assert (made.status_code == 201) is not codes or made.json()["code"] in codes


def test_more_than_is_left_is_a_problem_of_its_line(call: Caller) -> None:
    order = make_order(call.shop)
    body = body_for(order)
    body["lines"][0]["quantity"] = 3
    [problem] = call.post("/returns/validate", body).json()["problems"]
    assert (problem["code"], problem["line_id"]) == ("quantity_not_available", "1")


def test_a_claim_waits_for_an_agent(call: Caller) -> None:
    order = make_order(call.shop)
    made = call.post("/returns", body_for(order, kind="claim")).json()
    assert (made["kind"], made["state"]) == ("claim", "requested")


def test_a_withdrawal_is_not_created_here(call: Caller) -> None:
    answer = call.post("/returns", body_for(make_order(call.shop), kind="withdrawal"))
    assert answer.status_code == 422


def test_a_return_tells_the_version_and_why(call: Caller) -> None:
    order = make_order(call.shop)
    rule(order.brand, name="Cheap", keep_item=True)
    made = call.post("/returns", body_for(order)).json()
    detail = call.get(f"/returns/{made['rma_number']}").json()
    assert made["state"] == "approved"
    assert detail["policy_version"] == 1
    assert detail["outcomes"] == [
        {"line_id": "1", "resolution": "refund", "keep_item": True}
    ]
    assert "The customer keeps the item. (Rule “Cheap”.)" in detail["sentences"]


def test_a_kept_item_is_named_in_its_refund(call: Caller) -> None:
    order = make_order(call.shop)
    rule(order.brand, keep_item=True)
    made = call.post("/returns", body_for(order)).json()
    call.post(f"/returns/{made['rma_number']}/refund", {})
    [refund] = call.get("/refunds").json()["items"]
    assert [(x["quantity"], x["amount"]) for x in refund["lines"]] == [(1, "99.00")]


def test_charlie_learns_nothing_about_another_shops_order(
    call: Caller, charlie: Caller
) -> None:
    order = make_order(call.shop)
    assert charlie.post("/returns/validate", body_for(order)).status_code == 404


def test_reading_is_enough_to_ask(narrow: Any, call: Caller) -> None:
    order = make_order(call.shop)
    reader = narrow(Scope.RETURNS_READ)
    assert reader.post("/returns/validate", body_for(order)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_asking_costs_the_same_for_three_lines_as_for_one(
    call: Caller, count: int
) -> None:
    keys = [str(n) for n in range(count)]
    order = make_order(call.shop, lines=[line_data(key) for key in keys])
    with CaptureQueriesContext(connection) as queries:
        call.post("/returns/validate", body_for(order, *keys))
    assert len(queries) == 12
