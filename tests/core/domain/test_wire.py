from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from retour_core.domain.refunds import TenderKind
from retour_core.domain.wire import OrderIn, OrdersIn, TenderName
from retour_core.domain.withdrawal.exemptions import EXEMPTIONS
from tests.factories import line_data, order_data


def test_texts_are_trimmed_and_codes_are_capitals() -> None:
    order = OrderIn.model_validate(
        order_data(
            number=" NW-1 ",
            currency="eur",
            shipping_address={"country": "de", "name": "  Anna Berg\t"},
        )
    )

    assert order.number == "NW-1"
    assert order.currency == "EUR"
    assert order.shipping_address.country == "DE"
    assert order.shipping_address.name == "Anna Berg"


def test_an_order_survives_its_own_json() -> None:
    order = OrderIn.model_validate(order_data())

    assert OrderIn.model_validate_json(order.model_dump_json()) == order


def test_lines_and_shipments_cannot_be_changed_afterwards() -> None:
    order = OrderIn.model_validate(order_data())

    with pytest.raises(ValidationError, match="frozen"):
        order.number = "other"  # type: ignore[misc]
    assert isinstance(order.lines, tuple)


def test_the_smallest_order_needs_no_more_than_this() -> None:
    order = OrderIn.model_validate(
        {
            "id": "1",
            "number": "1",
            "currency": "EUR",
            "placed_at": "2026-11-06T10:00:00Z",
            "changed_at": "2026-11-06T10:00:00Z",
            "shipping_address": {"country": "DE"},
            "lines": [
                {"id": "1", "title": "Hat", "quantity": 1, "total_incl_tax": "9"}
            ],
            "total_incl_tax": "9",
        }
    )

    assert order.status == "open"
    assert order.captured is None
    assert order.lines[0].fulfilled_quantity == 0
    assert order.shipments == ()


@pytest.mark.parametrize(
    "amount", ["19.90", "0", "0.0000", "999999999999.9999", "007.50"]
)
def test_an_amount_is_a_decimal_string(amount: str) -> None:
    assert OrderIn.model_validate(order_data(total_incl_tax=amount))


@pytest.mark.parametrize(
    "amount",
    [
        *(
            "",
            " ",
            "19,90",
            "-1",
            "+1",
            "1e3",
            ".5",
            "5.",
            "1.23456",
            "NaN",
            "Infinity",
        ),
        *("1 000", "1_000", "٣", "1\n", "1234567890123", "0x10", 19.9, 19, True, None),
    ],
)
def test_anything_else_is_no_amount(amount: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        OrderIn.model_validate(order_data(total_incl_tax=amount))

    assert [e["loc"] for e in refusal.value.errors()] == [("total_incl_tax",)]


@pytest.mark.parametrize("count", [0, 501])
def test_a_push_has_1_to_500_orders(count: int) -> None:
    with pytest.raises(ValidationError):
        OrdersIn.model_validate({"orders": [order_data()] * count})


def test_an_order_has_at_most_500_lines() -> None:
    lines = [line_data(str(n)) for n in range(501)]

    assert OrderIn.model_validate(order_data(lines=lines[:500]))
    with pytest.raises(ValidationError):
        OrderIn.model_validate(order_data(lines=lines))


def test_the_schema_names_the_fields_a_shop_must_send() -> None:
    schema = json.loads(json.dumps(OrderIn.model_json_schema()))

    assert schema["required"] == [
        "id",
        "number",
        "currency",
        "placed_at",
        "changed_at",
        "shipping_address",
        "lines",
        "total_incl_tax",
    ]
    assert schema["additionalProperties"] is False


def test_tenders_are_called_as_refunds_call_them() -> None:
    assert set(get_args(TenderName)) == {str(kind) for kind in TenderKind}


@pytest.mark.parametrize("letter", [*EXEMPTIONS, "C", ""])
def test_an_exemption_is_a_letter_of_the_directive(letter: str) -> None:
    order = OrderIn.model_validate(order_data(lines=[line_data(exemption=letter)]))
    assert order.lines[0].exemption == letter.lower()


@pytest.mark.parametrize("letter", ["n", "aa", "1", "yes", "a)"])
def test_no_other_letter_is(letter: str) -> None:
    with pytest.raises(ValidationError, match="exemption"):
        OrderIn.model_validate(order_data(lines=[line_data(exemption=letter)]))


def test_twenty_tenders_are_enough() -> None:
    tenders = [{"kind": "card", "id": str(n), "amount": "1"} for n in range(21)]
    assert len(OrderIn.model_validate(order_data(tenders=tenders[:20])).tenders) == 20
    with pytest.raises(ValidationError, match="at most 20"):
        OrderIn.model_validate(order_data(tenders=tenders))
