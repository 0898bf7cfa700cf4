"""Reasons over the API: the list, naming them in a return, and what comes back."""

from __future__ import annotations

from typing import Any

import pytest

from retour_core.accounts.models import Scope
from retour_core.policies.models import Question, Reason
from retour_core.policies.question_changes import save_question
from retour_core.policies.reason_changes import save_reason
from retour_core.returns.models import Return
from tests.core.api.conftest import Caller
from tests.factories import make_brand, make_order

TIGHT = {
    "texts": {"en": "Tight", "de": "Zu eng"},
    "kinds": ["return"],
    "categories": ["Jackets"],
    "question": {"en": "Where?"},
    "answer_required": True,
    "our_fault": True,
    "sendcloud_id": 22,
    "shopify_reason": "SIZE_TOO_SMALL",
}


@pytest.fixture
def tight(call: Caller) -> Reason:
    assert call.shop is not None
    return save_reason(Reason(brand=call.shop.brand), {**TIGHT, "categories": []})


def post(call: Caller, **line: Any) -> Any:
    order = make_order(call.shop)
    lines = [{"line_id": "1", "quantity": 1, **line}]
    return call.post("/returns", {"order_id": order.external_id, "lines": lines})


def test_the_built_in_list_is_told_with_its_mappings(call: Caller) -> None:
    items = call.get("/reasons").json()["items"]
    assert items[3] == {
        "key": "damaged",
        "name": "Damaged or faulty",
        "names": {},
        "is_active": True,
        "kinds": [],
        "categories": [],
        "questions": {},
        "answer_required": False,
        "photo_required": False,
        "our_fault": True,
        "sendcloud_reason_id": 21,
        "shopify_reason": "DEFECTIVE",
    }


def test_the_brands_own_list_is_told_whole(call: Caller) -> None:
    assert call.shop is not None
    brand = call.shop.brand
    brand.default_locale = "de"
    brand.save()
    save_reason(Reason(brand=brand), TIGHT)
    assert call.get("/reasons").json()["items"][-1] == {
        "key": "tight",
        "name": "Zu eng",
        "names": {"en": "Tight", "de": "Zu eng"},
        "is_active": True,
        "kinds": ["return"],
        "categories": ["Jackets"],
        "questions": {"en": "Where?"},
        "answer_required": True,
        "photo_required": False,
        "our_fault": True,
        "sendcloud_reason_id": 22,
        "shopify_reason": "SIZE_TOO_SMALL",
    }


def test_an_order_of_another_brand_has_that_brands_reasons(
    call: Caller, charlie: Caller
) -> None:
    order = make_order(call.shop)
    other = make_brand("other")
    save_reason(Reason(brand=other), TIGHT)
    order.brand = other
    order.save()
    path = f"/reasons?order_id={order.external_id}"
    assert call.get(path).json()["items"][-1]["key"] == "tight"
    assert call.get("/reasons").json()["items"][-1]["key"] == "other"
    assert charlie.get(path).status_code == 404


def test_charlie_is_told_the_reasons_of_their_own_brand_only(
    tight: Reason, call: Caller, charlie: Caller
) -> None:
    keys = [
        [item["key"] for item in caller.get("/reasons").json()["items"]]
        for caller in (call, charlie)
    ]
    assert (tight.key in keys[0], tight.key in keys[1]) == (True, False)
    assert Caller(None, "").get("/reasons").status_code == 401


@pytest.mark.parametrize(
    ("scope", "status"), [(Scope.ORDERS_WRITE, 403), (Scope.RETURNS_READ, 200)]
)
def test_only_a_token_that_reads_returns_is_told(
    narrow: Any, scope: Scope, status: int
) -> None:
    assert narrow(scope).get("/reasons").status_code == status


@pytest.mark.usefixtures("tight")
def test_a_return_is_made_with_a_reason_of_the_list_and_answers(call: Caller) -> None:
    made = post(call, reason="tight", answers={"reason": "arms"})
    assert made.status_code == 201
    assert made.json()["lines"] == [
        {
            "line_id": "1",
            "sku": "SKU-1",
            "title": "Jacket",
            "quantity": 1,
            "reason": "tight",
            "reason_name": "Tight",
            "our_fault": True,
            "answers": {"reason": "arms"},
            "sendcloud_reason_id": 22,
            "shopify_reason": "SIZE_TOO_SMALL",
            "received": 0,
            "resolution": "refund",
            "cancelled": 0,
            "sent_back": 0,
        }
    ]


def test_a_reason_nobody_has_is_refused_with_the_keys_there_are(call: Caller) -> None:
    refused = post(call, reason="boredom")
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (422, "reason_not_offered")
    assert problem["reasons"][:2] == ["too_small", "too_large"]
    assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [
        ("/lines/0/reason", "reason_not_offered")
    ]
    assert problem["detail"].endswith("changed_mind, other.")
    assert not Return.objects.exists()


@pytest.mark.usefixtures("tight")
def test_answers_are_checked_and_pointed_to(call: Caller) -> None:
    assert call.shop is not None
    raw = {"texts": {"en": "Worn?"}, "answer": "yes_no"}
    save_question(Question(brand=call.shop.brand), raw)
    found = []
    for answers in ({}, {"reason": "x", "mood": "x"}, {"reason": "x", "worn": "x"}):
        refused = post(call, reason="tight", answers=answers)
        assert refused.status_code == 422
        [error] = refused.json()["errors"]
        found.append((error["pointer"], error["code"]))
    assert found == [
        ("/lines/0/answers/reason", "answer_missing"),
        ("/lines/0/answers/mood", "question_unknown"),
        ("/lines/0/answers/worn", "answer_invalid"),
    ]
    made = post(call, reason="tight", answers={"reason": "x", "worn": True})
    assert made.json()["lines"][0]["answers"] == {"reason": "x", "worn": True}


@pytest.mark.parametrize("returns", [1, 3])
def test_a_page_of_returns_reads_the_lists_once(
    call: Caller, returns: int, django_assert_num_queries: Any
) -> None:
    for _ in range(returns):
        post(call, reason="other")
    with django_assert_num_queries(7):
        assert len(call.get("/returns").json()["items"]) == returns
