"""Bad input, by pointer and code; the same table an integrator meets over the API."""

from __future__ import annotations

from typing import Any

import pytest

from retour_core.domain.wire import OrderResult
from retour_core.orders.intake import Accepted, problems_of, read_order
from tests.factories import NOW, line_data, order_data


def refused(raw: Any) -> list[tuple[str, str]]:
    verdict = read_order(raw)
    if isinstance(verdict, OrderResult):
        assert verdict.status == "rejected"
        problems = verdict.errors
    else:
        problems = problems_of(verdict, "", NOW)
    return [(problem.pointer, problem.code) for problem in problems]


def order(**values: Any) -> dict[str, Any]:
    return order_data(**{"number": "NW-1", **values})


def one_line(**values: Any) -> dict[str, Any]:
    return order(lines=[line_data(**values)])


def without(data: dict[str, Any], *path: Any) -> dict[str, Any]:
    inner: Any = data
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return data


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (without(order(), "number"), [("/number", "required")]),
        (without(order(), "currency"), [("/currency", "required")]),
        (without(order(), "shipping_address"), [("/shipping_address", "required")]),
        (
            without(order(), "lines", 0, "total_incl_tax"),
            [("/lines/0/total_incl_tax", "required")],
        ),
        (
            without(order(), "shipping_address", "country"),
            [("/shipping_address/country", "required")],
        ),
        (order(currency="XBT"), [("/currency", "currency_unknown")]),
        (order(currency="€"), [("/currency", "malformed")]),
        (order(currency="EURO"), [("/currency", "malformed")]),
        (order(currency=978), [("/currency", "string_type")]),
        (
            order(shipping_address={"country": "Germany"}),
            [("/shipping_address/country", "malformed")],
        ),
        (
            order(shipping_address={"country": "XX"}),
            [("/shipping_address/country", "country_unknown")],
        ),
        (one_line(quantity=0), [("/lines/0/quantity", "greater_than_equal")]),
        (one_line(quantity=-1), [("/lines/0/quantity", "greater_than_equal")]),
        (one_line(quantity=1.5), [("/lines/0/quantity", "int_type")]),
        (one_line(quantity=2.0), [("/lines/0/quantity", "int_type")]),
        (one_line(quantity="2"), [("/lines/0/quantity", "int_type")]),
        (one_line(quantity=True), [("/lines/0/quantity", "int_type")]),
        (one_line(quantity=None), [("/lines/0/quantity", "int_type")]),
        (one_line(quantity=100_001), [("/lines/0/quantity", "less_than_equal")]),
        (one_line(quantity=10**30), [("/lines/0/quantity", "less_than_equal")]),
        (
            one_line(fulfilled_quantity=-1),
            [("/lines/0/fulfilled_quantity", "greater_than_equal")],
        ),
        (
            one_line(fulfilled_quantity=3),
            [("/lines/0/fulfilled_quantity", "more_than_ordered")],
        ),
        (one_line(total_incl_tax=19.9), [("/lines/0/total_incl_tax", "string_type")]),
        (one_line(total_incl_tax="19,90"), [("/lines/0/total_incl_tax", "malformed")]),
        (one_line(total_incl_tax="-1"), [("/lines/0/total_incl_tax", "malformed")]),
        (
            one_line(total_incl_tax="1.001"),
            [("/lines/0/total_incl_tax", "amount_too_precise")],
        ),
        (one_line(tax_rate="119"), [("/lines/0/tax_rate", "malformed")]),
        (one_line(title=""), [("/lines/0/title", "string_too_short")]),
        (one_line(title="   "), [("/lines/0/title", "string_too_short")]),
        (one_line(title="x" * 256), [("/lines/0/title", "string_too_long")]),
        (one_line(title="a\0b"), [("/lines/0/title", "malformed")]),
        (one_line(title="a\x1bb"), [("/lines/0/title", "malformed")]),
        (one_line(title="\ud800"), [("/lines/0/title", "string_unicode")]),
        (one_line(surprise=1), [("/lines/0/surprise", "unknown_field")]),
        (order(number="a\nb", id="1"), [("/number", "malformed")]),
        (order(email="a@b.de\nBcc: x@y.de"), [("/email", "malformed")]),
        (order(lines=[]), [("/lines", "too_short")]),
        (order(lines=None), [("/lines", "tuple_type")]),
        (
            order(lines=[line_data(), line_data()]),
            [("/lines/1/id", "line_id_twice")],
        ),
        (order(surprise=1), [("/surprise", "unknown_field")]),
        (order(**{"a/b~c": 1}), [("/a~1b~0c", "unknown_field")]),
        (
            order(placed_at="2026-11-06T10:00:00"),
            [("/placed_at", "offset_missing")],
        ),
        (order(placed_at="yesterday"), [("/placed_at", "datetime_from_date_parsing")]),
        (
            order(changed_at="2027-01-01T00:00:00Z"),
            [("/changed_at", "date_in_future")],
        ),
        (order(status="shipped"), [("/status", "literal_error")]),
        ([], [("", "model_type")]),
        (None, [("", "model_type")]),
        ("order", [("", "model_type")]),
        (7, [("", "model_type")]),
    ],
)
def test_a_bad_order_is_refused_by_pointer_and_code(
    raw: Any, found: list[tuple[str, str]]
) -> None:
    assert refused(raw) == found


@pytest.mark.parametrize(
    ("claimed", "answered"),
    [
        ("NW-1", "NW-1"),
        (1, None),
        (None, None),
        ({}, None),
        ("\ud800", "?"),
        ("x" * 10_000, "x" * 500),
    ],
)
def test_the_answer_names_the_id_that_was_sent_if_it_can_be_said(
    claimed: Any, answered: str | None
) -> None:
    verdict = read_order({"id": claimed})

    assert isinstance(verdict, OrderResult)
    assert verdict.id == answered
    verdict.model_dump_json()


def test_a_field_whose_name_no_json_can_say_is_refused_all_the_same() -> None:
    verdict = read_order(order(**{"\ud800": 1}))

    assert isinstance(verdict, OrderResult)
    verdict.model_dump_json()


def test_the_time_of_a_change_is_no_part_of_the_content() -> None:
    earlier = read_order(order(changed_at="2026-11-10T10:00:00Z"))
    later = read_order(order(changed_at="2026-11-11T10:00:00Z"))
    other = read_order(order(email="other@example.org"))

    assert isinstance(earlier, Accepted)
    assert isinstance(later, Accepted)
    assert isinstance(other, Accepted)
    assert earlier.content_hash == later.content_hash
    assert earlier.content_hash != other.content_hash
