"""Whatever is sent, the answer is a problem document with a stable code."""

from __future__ import annotations

import json
from typing import Any

import pytest

from retour_core.orders.models import Order
from retour_core.returns.models import Return
from tests.core.api.conftest import Caller
from tests.factories import make_order, make_return, order_data

LINE = {"line_id": "1", "quantity": 1, "reason": "too_small"}


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b" ", 400, "malformed_json"),
        (b"{", 400, "malformed_json"),
        (b"\xff\xfe", 400, "malformed_json"),
        (b'{"orders": [NaN]}', 400, "malformed_json"),
        (b'{"orders": [Infinity]}', 400, "malformed_json"),
        (b'{"orders": [' + b"9" * 5000 + b"]}", 400, "malformed_json"),
        (b"[" * 100_000, 400, "malformed_json"),
        (b'{"a":' * 50_000, 400, "malformed_json"),
        (b"[]", 422, "validation_failed"),
        (b"null", 422, "validation_failed"),
        (b"{}", 422, "validation_failed"),
        (b'{"orders": {}}', 422, "validation_failed"),
        (b'{"orders": []}', 422, "validation_failed"),
        (b'{"orders": [{}], "more": 1}', 422, "validation_failed"),
        (b'{"orders": [' + b"{}," * 500 + b"{}]}", 422, "too_many_orders"),
    ],
)
def test_a_push_that_is_no_list_of_orders(
    call: Caller, raw: bytes, status: int, code: str
) -> None:
    answer = call("PUT", "/orders", raw=raw)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("raw", [b"{", b"NaN", b"[" * 100_000, b"\xff", b'{"a": NaN}'])
def test_a_small_body_is_read_as_strictly_as_a_large_one(
    call: Caller, raw: bytes
) -> None:
    answer = call.post("/returns", raw=raw)

    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_json")


@pytest.mark.parametrize("megabytes", [10, 50])
@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/orders"), ("POST", "/returns"), ("POST", "/shipments")],
)
def test_a_body_of_many_megabytes_is_refused_unread(
    call: Caller, method: str, path: str, megabytes: int
) -> None:
    filler = b"x" * megabytes * 1_000_000

    answer = call(method, path, raw=b'{"orders": ["' + filler + b'"]}')

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(("method", "path"), [("PUT", "/orders"), ("POST", "/returns")])
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_what_does_not_call_itself_json_is_not_read(
    call: Caller, method: str, path: str, kind: str
) -> None:
    answer = call(method, path, {"orders": [order_data()]}, kind=kind)

    assert (answer.status_code, answer.json()["code"]) == (415, "media_type")
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/orders", "PUT"),
        ("POST", "/orders", "PUT"),
        ("DELETE", "/returns", "GET, POST"),
        ("PUT", "/returns/0000-0000-0000/cancel", "POST"),
        ("POST", "/shop", "GET"),
    ],
)
def test_a_method_that_is_not_there_names_those_that_are(
    call: Caller, method: str, path: str, allow: str
) -> None:
    answer = call(method, path, {})

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer["Allow"] == allow


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/nothing"),
        ("POST", "/returns/"),
        ("GET", "/orders/1"),
        ("GET", "/refunds/no-uuid/result"),
        ("GET", "/returns/1234-1234-1234"),
        ("GET", "/returns/%00"),
        ("GET", "/returns/%ED%A0%80"),
        ("GET", "/returns/" + "x" * 3000),
        ("GET", "/returns/0000-0000-0000/label"),
    ],
)
def test_what_is_not_there_is_a_problem_too(
    call: Caller, method: str, path: str
) -> None:
    answer = call(method, path)

    assert answer.status_code in (404, 405)


def test_a_refund_id_that_is_no_uuid_is_named(call: Caller) -> None:
    answer = call.post("/refunds/7/result", {"outcome": "success"})

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")
    assert answer.json()["errors"][0]["in"] == "path"


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"order_id": None}, "/order_id", "string_type"),
        ({"order_id": "\0"}, "/order_id", "string_pattern_mismatch"),
        ({"lines": []}, "/lines", "too_short"),
        ({"lines": [{**LINE, "quantity": 0}]}, "/lines/0/quantity", None),
        ({"lines": [{**LINE, "quantity": "1"}]}, "/lines/0/quantity", "int_type"),
        ({"lines": [{**LINE, "quantity": 1.5}]}, "/lines/0/quantity", "int_type"),
        ({"lines": [{**LINE, "reason": ""}]}, "/lines/0/reason", "string_too_short"),
        ({"lines": [{**LINE, "answers": []}]}, "/lines/0/answers", "dict_type"),
        ({"lines": [{**LINE, "comment": "\0"}]}, "/lines/0/comment", None),
        ({"lines": [{**LINE, "comment": "\ud800"}]}, "/lines/0/comment", None),
        ({"method": "teleport"}, "/method", "enum"),
        ({"locale": "../../etc"}, "/locale", "string_pattern_mismatch"),
        ({"surprise": 1}, "/surprise", "extra_forbidden"),
    ],
)
def test_a_bad_field_of_a_return_is_named_by_pointer(
    call: Caller, change: dict[str, Any], pointer: str, code: str | None
) -> None:
    order = make_order(call.shop)
    body = {"order_id": order.external_id, "lines": [LINE], **change}

    answer = call.post("/returns", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")
    [error] = answer.json()["errors"]
    assert (error["pointer"], error["in"]) == (pointer, "body")
    assert code in (None, error["code"])
    assert not Return.objects.exists()


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([{**LINE, "quantity": 3}], "quantity_not_available"),
        ([{**LINE, "quantity": 10**30}], "quantity_not_available"),
        ([{**LINE, "line_id": "9"}], "line_unknown"),
        ([LINE, LINE], "line_twice"),
    ],
)
def test_a_return_the_rules_do_not_allow_writes_nothing(
    call: Caller, lines: list[Any], code: str
) -> None:
    order = make_order(call.shop)

    answer = call.post("/returns", {"order_id": order.external_id, "lines": lines})

    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert not Return.objects.exists()


def test_a_refusal_carries_facts_for_a_machine(call: Caller) -> None:
    order = make_order(call.shop)
    body = {"order_id": order.external_id, "lines": [{**LINE, "quantity": 3}]}

    assert call.post("/returns", body).json() == {
        "type": "urn:retour:problem:quantity_not_available",
        "title": "Conflict",
        "status": 409,
        "code": "quantity_not_available",
        "detail": "Only 2 of “Jacket” can still be returned, not 3.",
        "line_id": "1",
        "item": "Jacket",
        "asked": 3,
        "available": 2,
    }


@pytest.mark.parametrize(
    ("action", "body", "status"),
    [
        ("reject", {"reason": ""}, 422),
        ("reject", {"reason": "a\0b"}, 422),
        ("reject", {"reason": "\ud800"}, 422),
        ("reject", None, 422),
        ("receive", {"lines": [{"line_id": "9"}]}, 409),
        ("receive", {"lines": [{"line_id": "1"}, {"line_id": "1"}]}, 409),
        ("receive", {"lines": [{"line_id": "1", "good": -1}]}, 422),
        ("receive", {"lines": [{"line_id": "1", "good": 10**30}]}, 409),
        ("refund", {"amount": "-1"}, 422),
        ("refund", {"amount": 1}, 422),
        ("refund", {"amount": "1.001"}, 409),
    ],
)
def test_a_bad_word_about_a_return_changes_nothing(
    call: Caller, action: str, body: Any, status: int
) -> None:
    ret = make_return(make_order(call.shop))

    answer = call.post(f"/returns/{ret.rma_number}/{action}", body)

    assert answer.status_code == status
    ret.refresh_from_db()
    assert ret.state == "ready"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "changed_after=2026-11-01T00:00:00"]
)
def test_a_bad_query_is_named(call: Caller, query: str) -> None:
    answer = call.get(f"/returns?{query}")

    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert (error["pointer"], error["in"]) == ("/" + query.partition("=")[0], "query")


def test_hostile_text_in_a_push_rejects_its_order_and_no_other(call: Caller) -> None:
    good = order_data()
    bad = [
        order_data(number="\ud800"),
        order_data(number="a\0b"),
        order_data(**{"\ud800": 1}),
        {"id": "x" * 100_000},
    ]

    answer = call("PUT", "/orders", raw=json.dumps({"orders": [*bad, good]}).encode())

    statuses = [result["status"] for result in answer.json()["results"]]
    assert statuses == ["rejected"] * 4 + ["created"]
    assert len(answer.content) < 10_000


def test_an_rma_number_is_read_as_people_write_it(call: Caller) -> None:
    ret = make_return(make_order(call.shop))

    found = call.get("/returns/" + ret.rma_number.replace("-", "").lower())

    assert found.json()["rma_number"] == ret.rma_number
