from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile

from retour_core.api.models import IdempotencyRecord
from retour_core.labels.models import Label, LabelState
from retour_core.orders.models import OrderLine
from retour_core.returns.models import Return
from tests.core.api.conftest import Caller
from tests.factories import NOW, line_data, make_draft, make_order, make_return


def body_for(order: Any, quantity: int = 1) -> dict[str, Any]:
    line = {"line_id": "1", "quantity": quantity, "reason": "too_small"}
    return {"order_id": order.external_id, "lines": [line]}


def test_a_return_goes_its_way_over_the_api(call: Caller) -> None:
    order = make_order(call.shop)
    made = call.post("/returns", body_for(order)).json()
    path = f"/returns/{made['rma_number']}"

    assert made["state"] == "ready"
    assert made["refund_total"] == "99.00"
    assert call.post(f"{path}/receive", {}).json()["state"] == "inspected"
    assert call.post(f"{path}/refund", {}).json()["state"] == "inspected"
    [refund] = call.get("/refunds").json()["items"]
    assert refund["lines"] == [
        {
            "line_id": "1",
            "sku": "SKU-1",
            "title": "Jacket",
            "quantity": 1,
            "amount": "99.00",
        }
    ]
    report = {"outcome": "success", "reference": "R-1"}
    for _ in range(2):
        answer = call.post(f"/refunds/{refund['id']}/result", report)
        assert (answer.status_code, answer.json()["state"]) == (200, "success")
    assert call.get("/refunds").json()["items"] == []
    detail = call.get(path).json()
    assert detail["state"] == "settled"
    assert [(e["kind"], e["actor"]) for e in detail["events"]] == [
        ("return.requested", "shop"),
        ("return.approved", "system"),
        ("return.ready", "system"),
        ("return.inspected", "shop"),
        ("refund.decided", "shop"),
        ("return.settled", "shop"),
    ]


def test_a_refund_names_only_the_units_that_came(call: Caller) -> None:
    line = line_data(quantity=3, fulfilled_quantity=3, total_incl_tax="10.00")
    order = make_order(call.shop, lines=[line, line_data("2")])
    ret = make_return(order, {"1": 3, "2": 1})
    path = f"/returns/{ret.rma_number}"
    counted = [{"line_id": "1", "good": 1, "not_good": 1}]

    call.post(f"{path}/receive", {"lines": counted})
    call.post(f"{path}/refund", {})

    [refund] = call.get("/refunds").json()["items"]
    assert refund["amount"] == "6.66"
    assert [(x["quantity"], x["amount"]) for x in refund["lines"]] == [(2, "6.66")]


def test_a_label_is_downloaded_by_its_shop_once_it_is_ready(call: Caller) -> None:
    ret = make_return(make_order(call.shop))
    path = f"/returns/{ret.rma_number}/label"
    assert call.get(path).status_code == 404
    label = Label.objects.create(parent=ret, state=LabelState.READY)
    label.document.save("x.pdf", ContentFile(b"%PDF-1.7"))

    answer = call.get(path)

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == b"%PDF-1.7"
    label.document.delete()


def test_a_draft_is_nobodys_business(call: Caller) -> None:
    draft = make_draft(make_order(call.shop))

    assert call.get(f"/returns/{draft.rma_number}").status_code == 404
    assert call.get("/returns").json()["items"] == []


def test_the_same_key_is_the_same_return(call: Caller) -> None:
    body = body_for(make_order(call.shop))

    first = call.post("/returns", body, key="k1")
    again = call.post("/returns", body, key="k1")

    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert Return.objects.count() == 1
    assert call.post("/returns", body, key="k2").json()["id"] != first.json()["id"]


def test_a_key_used_for_another_request_is_refused(call: Caller) -> None:
    order = make_order(call.shop)
    first = call.post("/returns", body_for(order), key="k").json()

    for path, body in [
        ("/returns", body_for(order, 2)),
        (f"/returns/{first['rma_number']}/cancel", None),
    ]:
        answer = call.post(path, body, key="k")
        assert answer.status_code == 422
        assert answer.json()["code"] == "idempotency_key_reused"
    assert Return.objects.get().state == "ready"


def test_two_shops_keys_do_not_meet(call: Caller, charlie: Caller) -> None:
    one, two = make_order(call.shop), make_order(charlie.shop)

    assert call.post("/returns", body_for(one), key="k").status_code == 201
    assert charlie.post("/returns", body_for(two), key="k").status_code == 201


def test_a_request_still_at_work_is_not_begun_again_until_it_is_abandoned(
    call: Caller,
) -> None:
    body = body_for(make_order(call.shop))
    call.post("/returns", body, key="k")
    # As a process leaves it that was killed before its transaction.
    Return.objects.all().delete()
    OrderLine.objects.update(requested=0)
    IdempotencyRecord.objects.update(status=None, body="", created_at=NOW)

    answer = call.post("/returns", body, key="k")
    assert answer.status_code == 409
    assert answer.json()["code"] == "idempotency_in_progress"
    with time_machine.travel(NOW + timedelta(minutes=3), tick=False):
        assert call.post("/returns", body, key="k").status_code == 201


def test_a_refusal_is_not_kept_so_the_key_may_be_used_again(call: Caller) -> None:
    order = make_order(call.shop, number="NW-1")
    body = body_for(order, 2)
    blocking = make_return(order)

    assert call.post("/returns", body, key="k").status_code == 409
    assert not IdempotencyRecord.objects.exists()
    call.post(f"/returns/{blocking.rma_number}/cancel")

    assert call.post("/returns", body, key="k").status_code == 201


@pytest.mark.parametrize("key", ["x" * 256, "\x7f"])
def test_a_key_that_cannot_be_kept_is_refused(call: Caller, key: str) -> None:
    answer = call.post("/returns", body_for(make_order(call.shop)), key=key)

    assert answer.status_code == 400
    assert answer.json()["code"] == "idempotency_key_invalid"


def test_pages_show_everything_once_oldest_change_first(call: Caller) -> None:
    made = [make_return(make_order(call.shop)).rma_number for _ in range(5)]
    # All at one instant: then the id decides.
    Return.objects.update(updated_at=NOW)
    seen, cursor, pages = [], "", 0
    while cursor is not None:
        page = call.get(f"/returns?limit=2&cursor={cursor}").json()
        seen += [item["rma_number"] for item in page["items"]]
        cursor, pages = page["next_cursor"], pages + 1

    assert seen == made
    assert pages == 3


def test_only_what_changed_since_is_listed(call: Caller) -> None:
    old, new = (make_return(make_order(call.shop)) for _ in range(2))
    Return.objects.filter(pk=old.pk).update(updated_at=NOW - timedelta(hours=1))

    found = call.get("/returns?changed_after=2026-11-20T11:30:00Z").json()["items"]

    assert [item["rma_number"] for item in found] == [new.rma_number]


def test_a_cursor_we_did_not_sign_is_refused(call: Caller) -> None:
    for _ in range(2):
        make_return(make_order(call.shop))
    good = call.get("/returns?limit=1").json()["next_cursor"]

    for cursor in ["x", "a:b:c", good[:-1], good[1:], "%00", "é", good + "x"]:
        for path in ("/returns", "/refunds"):
            answer = call.get(f"{path}?cursor={cursor}")
            assert answer.status_code == 400
            assert answer.json()["code"] == "cursor_invalid"


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_seven_queries_however_long_it_is(
    call: Caller, django_assert_num_queries: Any, count: int
) -> None:
    for _ in range(count):
        make_return(make_order(call.shop))
    call.get("/shop")

    with django_assert_num_queries(7):
        assert len(call.get("/returns").json()["items"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_refunds_costs_four_queries_however_long_it_is(
    call: Caller, django_assert_num_queries: Any, count: int
) -> None:
    for _ in range(count):
        path = f"/returns/{make_return(make_order(call.shop)).rma_number}"
        call.post(f"{path}/receive", {})
        call.post(f"{path}/refund", {})

    with django_assert_num_queries(4):
        assert len(call.get("/refunds").json()["items"]) == count
