from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from retour_core.domain.order_checks import CLOCK_SKEW, check_order, to_minor
from retour_core.domain.wire import OrderIn
from tests.factories import NOW, line_data, order_data


def problems(**values: Any) -> list[tuple[str, str]]:
    order = OrderIn.model_validate(order_data(number="NW-1", **values))
    return [(p.pointer, p.code) for p in check_order(order, now=NOW)]


@pytest.mark.parametrize(
    ("amount", "exponent", "minor"),
    [
        ("19.90", 2, 1990),
        ("19.9", 2, 1990),
        ("19", 2, 1900),
        ("0", 2, 0),
        ("0.01", 2, 1),
        ("19.9000", 2, 1990),
        ("1200", 0, 1200),
        ("1200.0", 0, 1200),
        ("1.234", 3, 1234),
        ("1.2345", 4, 12345),
        ("999999999999.9999", 4, 9999999999999999),
    ],
)
def test_an_amount_becomes_minor_units(amount: str, exponent: int, minor: int) -> None:
    assert to_minor(amount, exponent) == minor


@pytest.mark.parametrize(
    ("amount", "exponent"), [("19.905", 2), ("1200.5", 0), ("1.2345", 3), ("0.001", 2)]
)
def test_digits_a_currency_does_not_have_are_refused(
    amount: str, exponent: int
) -> None:
    with pytest.raises(ValueError, match=amount):
        to_minor(amount, exponent)


def test_a_good_order_has_no_problem() -> None:
    assert problems() == []


ADDRESS = {"country": "DE"}
SHIPMENT = {"id": "s1"}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"currency": "XXX"}, [("/currency", "currency_unknown")]),
        ({"currency": "DEM"}, [("/currency", "currency_unknown")]),
        (
            {"currency": "ABC", "shipping_address": {"country": "UK"}},
            [
                ("/currency", "currency_unknown"),
                ("/shipping_address/country", "country_unknown"),
            ],
        ),
        (
            {"shipping_address": {"country": "XX"}},
            [("/shipping_address/country", "country_unknown")],
        ),
        (
            {"billing_address": {"country": "EU"}},
            [("/billing_address/country", "country_unknown")],
        ),
        (
            {"lines": [line_data(), line_data("2", origin_country="ZZ")]},
            [("/lines/1/origin_country", "country_unknown")],
        ),
        ({"total_incl_tax": "1.999"}, [("/total_incl_tax", "amount_too_precise")]),
        ({"captured": "1.999"}, [("/captured", "amount_too_precise")]),
        (
            {"shipping_incl_tax": "0.001"},
            [("/shipping_incl_tax", "amount_too_precise")],
        ),
        (
            {
                "lines": [
                    line_data(
                        unit_list_price="1.111",
                        total_incl_tax="2.222",
                        total_excl_tax="3.333",
                        discount="4.444",
                    )
                ]
            },
            [
                ("/lines/0/unit_list_price", "amount_too_precise"),
                ("/lines/0/total_incl_tax", "amount_too_precise"),
                ("/lines/0/total_excl_tax", "amount_too_precise"),
                ("/lines/0/discount", "amount_too_precise"),
            ],
        ),
        (
            {"lines": [line_data(), line_data(), line_data()]},
            [("/lines/1/id", "line_id_twice"), ("/lines/2/id", "line_id_twice")],
        ),
        (
            {"lines": [line_data(fulfilled_quantity=3, refunded_quantity=4)]},
            [
                ("/lines/0/fulfilled_quantity", "more_than_ordered"),
                ("/lines/0/refunded_quantity", "more_than_ordered"),
            ],
        ),
        (
            {"shipments": [SHIPMENT, SHIPMENT]},
            [("/shipments/1/id", "shipment_id_twice")],
        ),
        (
            {"shipments": [{"id": "s", "lines": [{"line_id": "9", "quantity": 1}]}]},
            [("/shipments/0/lines/0/line_id", "line_unknown")],
        ),
    ],
)
def test_a_problem_is_named_by_pointer_and_code(
    values: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert problems(**values) == found


@pytest.mark.parametrize(
    ("currency", "amount", "codes"),
    [
        ("EUR", "10.01", []),
        ("EUR", "10.001", ["amount_too_precise"]),
        ("EUR", "10.010", []),
        ("JPY", "1200", []),
        ("JPY", "1200.0", []),
        ("JPY", "1200.5", ["amount_too_precise"]),
        ("KWD", "1.234", []),
        ("KWD", "1.2345", ["amount_too_precise"]),
        ("KWD", "1.2340", []),
    ],
)
def test_each_currency_has_its_own_decimals(
    currency: str, amount: str, codes: list[str]
) -> None:
    found = problems(
        currency=currency,
        lines=[line_data(total_incl_tax="1", unit_list_price="1")],
        total_incl_tax=amount,
        shipping_incl_tax="0",
    )

    assert found == [("/total_incl_tax", code) for code in codes]


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        (lambda at: {"placed_at": at}, "/placed_at"),
        (lambda at: {"changed_at": at}, "/changed_at"),
        (
            lambda at: {"shipments": [{"id": "s", "shipped_at": at}]},
            "/shipments/0/shipped_at",
        ),
        (
            lambda at: {"shipments": [{"id": "s", "delivered_at": at}]},
            "/shipments/0/delivered_at",
        ),
    ],
)
def test_a_date_in_the_future_or_from_year_one_is_refused(
    values: Any, pointer: str
) -> None:
    late = NOW + CLOCK_SKEW
    too_late = late + timedelta(microseconds=1)

    assert problems(**values(late.isoformat())) == []
    assert problems(**values(too_late.isoformat())) == [(pointer, "date_in_future")]
    for text in ("9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z"):
        assert problems(**values(text)) == [(pointer, "date_in_future")]
    for text in ("0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z"):
        assert problems(**values(text)) == [(pointer, "date_too_old")]


def test_an_order_may_name_a_currency_given_up_since() -> None:
    assert problems(currency="HRK") == []


CARD = {"kind": "card", "id": "c", "amount": "150.00"}
GIFT = {"kind": "gift_card", "id": "g", "amount": "52.90"}


@pytest.mark.parametrize(
    "values",
    [
        {"tenders": [CARD, GIFT]},
        {"tenders": [CARD], "captured": "150.00"},
        {"tenders": [{**CARD, "amount": "0"}], "captured": "0"},
        {"standard_shipping_incl_tax": "4.90", "shipping_tax_rate": "19"},
        {"standard_shipping_incl_tax": "0"},
        {"order_discount": "10.00", "total_incl_tax": "192.90"},
        {"order_discount": "198", "total_incl_tax": "4.90"},
        {"order_discount": "0.00", "total_incl_tax": "999.00"},
    ],
)
def test_what_adds_up_is_taken(values: dict[str, Any]) -> None:
    assert problems(**values) == []


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"tenders": [CARD]}, [("/tenders", "tenders_do_not_add_up")]),
        (
            {"tenders": [CARD, GIFT], "captured": "150.00"},
            [("/tenders", "tenders_do_not_add_up")],
        ),
        (
            {"tenders": [CARD, {**GIFT, "id": "c"}]},
            [("/tenders/1/id", "tender_id_twice")],
        ),
        (
            {"tenders": [CARD, {**GIFT, "amount": "52.901"}]},
            [("/tenders/1/amount", "amount_too_precise")],
        ),
        (
            {"standard_shipping_incl_tax": "4.91"},
            [("/standard_shipping_incl_tax", "more_than_shipping")],
        ),
        ({"order_discount": "10.00"}, [("/order_discount", "total_does_not_add_up")]),
        ({"order_discount": "198.01"}, [("/order_discount", "discount_too_high")]),
        ({"order_discount": "0.001"}, [("/order_discount", "amount_too_precise")]),
    ],
)
def test_what_does_not_add_up_is_named(
    values: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert problems(**values) == found


def test_sums_that_differ_say_by_what_and_the_way_out() -> None:
    order = OrderIn.model_validate(
        order_data(number="NW-1", order_discount="10", tenders=[CARD])
    )
    tenders, discount = [p.message for p in check_order(order, now=NOW)]
    assert tenders == (
        "They are 150.00 together, but the total is 202.90: name all the order was paid"
        " with, or none."
    )
    assert discount == (
        "Lines − order discount + shipping are 192.90, but the total is 202.90: leave"
        " out a discount that the lines are after already, and tell a fee as a line."
    )
