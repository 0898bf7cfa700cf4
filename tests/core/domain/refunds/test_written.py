"""A breakdown as JSON, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from retour_core.domain.money import CurrencyMismatch, Money, UnknownCurrency
from retour_core.domain.refunds import (
    BreakdownInvalid,
    PaidShipping,
    RefundInvalid,
    RefundTerms,
    check_sums,
    dump_breakdown,
    load_breakdown,
    refund,
)
from tests.core.domain.refunds.baskets import (
    EXCHANGE,
    back,
    card,
    euros,
    line,
    order,
)

PAID = order(line(1190, 2, tax_rate=19), tenders=(card(1190),))
BREAKDOWN = refund(PAID, [back()], RefundTerms(return_fee=euros(95)))


def test_the_breakdown_as_json() -> None:
    assert dump_breakdown(BREAKDOWN) == {
        "currency": "EUR",
        "rows": [
            {
                "kind": "item",
                "incl_minor": 595,
                "excl_minor": 500,
                "tax_minor": 95,
                "rate": "19",
                "payout": "money",
                "item": 0,
                "line": "a",
                "units": [0],
                "noted_minor": 0,
                "why": None,
            },
            {
                "kind": "return_fee",
                "incl_minor": -95,
                "excl_minor": -95,
                "tax_minor": 0,
                "rate": None,
                "payout": "money",
                "item": None,
                "line": "",
                "units": [],
                "noted_minor": 0,
                "why": None,
            },
        ],
        "items": [
            {
                "line": "a",
                "resolution": "refund",
                "units": [0],
                "worth_incl_minor": 595,
                "worth_excl_minor": 500,
                "incl_minor": 595,
                "excl_minor": 500,
                "tax_minor": 95,
            }
        ],
        "rates": [
            {"rate": "19", "incl_minor": 595, "excl_minor": 500, "tax_minor": 95},
            {"rate": None, "incl_minor": -95, "excl_minor": -95, "tax_minor": 0},
        ],
        "shares": [
            {"to": "tender", "minor": 500, "reference": "card", "tender": "card"}
        ],
        "total_minor": 500,
        "money_minor": 500,
        "credit_minor": 0,
        "bonus_minor": 0,
        "limit_minor": 10**15,
    }


def test_json_is_read_again_as_it_was_written() -> None:
    text = json.dumps(dump_breakdown(BREAKDOWN))

    assert load_breakdown(json.loads(text)) == BREAKDOWN


@pytest.mark.parametrize(
    ("change", "sums"),
    [
        ({"total_minor": 501}, ["rows", "shares"]),
        ({"shares": ()}, ["shares"]),
        ({"rows": BREAKDOWN.rows[:1]}, ["rows", "rates", "money"]),
        ({"items": ()}, ["items"]),
        ({"rates": BREAKDOWN.rates[:1]}, ["rates"]),
        ({"money_minor": 400, "credit_minor": 100}, ["money", "credit"]),
        ({"bonus_minor": 5}, ["bonus"]),
        ({"limit_minor": 499}, ["limit"]),
        (
            {"rows": (BREAKDOWN.rows[0]._replace(tax_minor=94), BREAKDOWN.rows[1])},
            ["taxes", "items"],
        ),
    ],
)
def test_what_does_not_add_up_is_named(change, sums) -> None:
    with pytest.raises(BreakdownInvalid) as raised:
        check_sums(replace(BREAKDOWN, **change))

    assert raised.value.context == {"sums": sums}


def test_a_tampered_breakdown_is_not_read() -> None:
    data = dump_breakdown(BREAKDOWN)
    data["rows"][0]["incl_minor"] = 5950

    with pytest.raises(BreakdownInvalid):
        load_breakdown(data)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {**dump_breakdown(BREAKDOWN), "total_minor": "500"},
        {**dump_breakdown(BREAKDOWN), "total_minor": 500.5},
        {**dump_breakdown(BREAKDOWN), "shares": [{"to": "nobody", "minor": 500}]},
    ],
)
def test_what_is_no_breakdown_is_not_read(data) -> None:
    with pytest.raises(BreakdownInvalid):
        load_breakdown(data)


REFUSED = [
    pytest.param(order(line()), back(of="x"), {}, id="a line the order has not"),
    pytest.param(order(line()), back(0), {}, id="no unit at all"),
    pytest.param(order(line()), back(2), {}, id="more units than were ordered"),
    pytest.param(order(line(quantity=0)), back(), {}, id="a line of no units"),
    pytest.param(order(line(), line()), back(), {}, id="two lines with one id"),
    pytest.param(order(line(None)), back(), {}, id="nothing told of what was paid"),
    pytest.param(order(line(-1)), back(), {}, id="paid less than nothing"),
    pytest.param(order(line(1.5)), back(), {}, id="half a cent"),
    pytest.param(
        order(line(100, paid_excl_minor=101)), back(), {}, id="a tax below zero"
    ),
    pytest.param(order(line(tax_rate=-1)), back(), {}, id="a rate below zero"),
    pytest.param(order(line(tax_rate="NaN")), back(), {}, id="a rate that is none"),
    pytest.param(
        order(line(quantity=3, taken_units=1, taken_indexes=frozenset({0, 1}))),
        back(),
        {},
        id="more indexes than units taken",
    ),
    pytest.param(
        order(line(quantity=3, taken_units=1, taken_indexes=frozenset({3}))),
        back(),
        {},
        id="the index of a unit the line has not",
    ),
    pytest.param(
        order(line(1000), discount_minor=1001),
        back(),
        {},
        id="a discount beyond the lines",
    ),
    pytest.param(
        order(line(), captured_minor=-1), back(), {}, id="captured below zero"
    ),
    pytest.param(
        order(line(), shipping=PaidShipping(incl_minor=1, excl_minor=2)),
        back(),
        {},
        id="a tax below zero on shipping",
    ),
    pytest.param(order(line(), tenders=(card(-1),)), back(), {}, id="a tender of less"),
    pytest.param(order(line()), back(restocking_percent=101), {}, id="above all of it"),
    pytest.param(
        order(line()),
        back(),
        {"credit_bonus_percent": Decimal(-1)},
        id="a bonus below zero",
    ),
    pytest.param(
        order(line()), back(), {"return_fee": euros(-1)}, id="a fee below zero"
    ),
]


@pytest.mark.parametrize(("paid", "item", "terms"), REFUSED)
def test_no_refund_is_computed_from(paid, item, terms) -> None:
    with pytest.raises(RefundInvalid):
        refund(paid, [item], RefundTerms(**terms))


@pytest.mark.parametrize(
    ("item", "terms"),
    [
        pytest.param(back(), {"return_fee": Money(1, "USD")}, id="a return fee"),
        pytest.param(back(fee=Money(1, "USD")), {}, id="an item's fee"),
        pytest.param(
            back(resolution=EXCHANGE, new_unit_price=Money(1, "USD")),
            {},
            id="a new price",
        ),
    ],
)
def test_in_another_currency_is_not_converted(item, terms) -> None:
    with pytest.raises(CurrencyMismatch):
        refund(order(line()), [item], RefundTerms(**terms))


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(UnknownCurrency):
        refund(order(line(), currency="XXQ"), [back()], RefundTerms())


def test_the_refusal_names_the_line() -> None:
    with pytest.raises(RefundInvalid) as raised:
        refund(order(line(1000, 2)), [back(3)], RefundTerms())

    assert raised.value.message == "Of this line 1 to 2 units can come back."
    assert raised.value.context == {"line": "a"}
