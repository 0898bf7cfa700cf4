"""Tax at the order's rate, to the cent, wherever the amounts come from."""

from __future__ import annotations

from decimal import Decimal

import pytest

from retour_core.domain.refunds import (
    OutboundShipping,
    PaidOrder,
    PaidShipping,
    RefundTerms,
)
from tests.core.domain.refunds.baskets import (
    CREDIT,
    EXCHANGE,
    back,
    computed,
    euros,
    line,
    order,
    summary,
    taxes,
)


def case(sentence: str, paid: PaidOrder, expected: dict, *items, **terms):
    return pytest.param(
        paid, items or (back(),), RefundTerms(**terms), expected, id=sentence
    )


NINETEEN = Decimal(19)

CASES = [
    case(
        "the tax inside 11.90 at 19 percent is 1.90",
        order(line(1190, tax_rate=19)),
        {"19": (1000, 190)},
    ),
    case(
        "the shop's own amount excl. tax stands against the rate",
        order(line(1190, paid_excl_minor=1001, tax_rate=19)),
        {"19": (1001, 189)},
    ),
    case(
        "without rate or amount excl. tax no tax is told",
        order(line(1190)),
        {"None": (1190, 0)},
    ),
    case(
        "without a rate the tax is still what was paid",
        order(line(1190, paid_excl_minor=1000)),
        {"None": (1000, 190)},
    ),
    case("a rate of zero is a rate", order(line(1000, tax_rate=0)), {"0": (1000, 0)}),
    case(
        "a price excl. tax gets its tax half up",
        order(line(None, paid_excl_minor=1050, tax_rate="8.5")),
        {"8.5": (1050, 89)},
    ),
    case(
        "a price excl. tax and no rate is the price",
        order(line(None, paid_excl_minor=1050)),
        {"None": (1050, 0)},
    ),
    case(
        "a reduced rate with one decimal",
        order(line(1055, tax_rate="5.5")),
        {"5.5": (1000, 55)},
    ),
    case(
        "the first of three units has a third of price and tax",
        order(line(1190, 3, tax_rate=19)),
        {"19": (333, 63)},
    ),
    case(
        "the tax of the last of three units makes up the line's",
        order(line(1190, 3, tax_rate=19, taken_units=2, taken_minor=793)),
        {"19": (334, 63)},
    ),
    case(
        "two rates stay apart, the lower one first",
        order(line(1190, tax_rate=19), line(1070, id="b", tax_rate=7)),
        {"7": (1000, 70), "19": (1000, 190)},
        back(),
        back(of="b"),
    ),
    case(
        "two ways to write a rate are one",
        order(line(1190, tax_rate="19"), line(1190, id="b", tax_rate="19.0")),
        {"19": (2000, 380)},
        back(),
        back(of="b"),
    ),
    case(
        "a discount on the order takes its tax along",
        order(line(1190, tax_rate=19), discount_minor=119),
        {"19": (900, 171)},
    ),
    case(
        "a discount on the order splits the shop's own tax in proportion",
        order(
            line(1190, paid_excl_minor=1000, tax_rate=19),
            discount_minor=595,
        ),
        {"19": (500, 95)},
    ),
    case(
        "a zero-priced line has no tax",
        order(line(0, tax_rate=19, unit_list_minor=1190)),
        {"19": (0, 0)},
    ),
    case(
        "the restocking fee takes its share of the tax",
        order(line(1190, tax_rate=19)),
        {"19": (900, 171)},
        back(restocking_percent=10),
    ),
    case(
        "a fixed fee has a rate of its own",
        order(line(1070, tax_rate=7)),
        {"7": (1000, 70), "19": (-100, -19)},
        return_fee=euros(119),
        fee_tax_rate=NINETEEN,
    ),
    case(
        "shipping is taxed as it was",
        order(
            line(1070, tax_rate=7),
            shipping=PaidShipping(incl_minor=595, tax_rate=NINETEEN),
        ),
        {"7": (1000, 70), "19": (500, 95)},
        shipping=OutboundShipping.REFUNDED,
    ),
    case(
        "the standard part has its part of the tax the shop told",
        order(
            line(1070, tax_rate=7),
            shipping=PaidShipping(incl_minor=1190, excl_minor=1000, standard_minor=595),
        ),
        {"7": (1000, 70), "None": (500, 95)},
        shipping=OutboundShipping.REFUNDED,
    ),
    case(
        "a cap takes from each rate in proportion",
        order(
            line(1190, tax_rate=19),
            line(1190, id="b", tax_rate=7),
            captured_minor=1190,
        ),
        {"7": (556, 39), "19": (500, 95)},
        back(),
        back(of="b"),
    ),
    case(
        "a cap of everything leaves no tax",
        order(line(1190, tax_rate=19), captured_minor=0),
        {"19": (0, 0)},
    ),
    case(
        "a bonus is outside of tax",
        order(line(1190, tax_rate=19)),
        {"19": (1000, 190), "None": (119, 0)},
        back(resolution=CREDIT),
        credit_bonus_percent=Decimal(10),
    ),
    case(
        "an even exchange leaves no tax",
        order(line(1190, tax_rate=19)),
        {"19": (0, 0)},
        back(resolution=EXCHANGE),
    ),
    case(
        "yen are taxed in whole yen",
        order(line(1100, 3, tax_rate=10), currency="JPY"),
        {"10": (333, 33)},
    ),
    case(
        "dinars are taxed to the thousandth",
        order(line(10500, tax_rate=5), currency="KWD"),
        {"5": (10000, 500)},
    ),
]


@pytest.mark.parametrize(("paid", "items", "terms", "expected"), CASES)
def test_tax_by_rate(paid, items, terms, expected) -> None:
    assert taxes(computed(paid, *items, terms=terms)) == expected


def test_prices_without_tax_have_their_tax_in_a_row_of_its_own() -> None:
    paid = order(
        line(None, 2, paid_excl_minor=2000, tax_rate=20, unit_list_minor=1440),
        discount_minor=240,
        prices_include_tax=False,
    )

    breakdown = computed(paid, back(2))

    assert summary(breakdown) == [
        ("item", 2400),
        ("item_discount", -400),
        ("order_discount", -200),
        ("item_tax", 360),
    ]
    assert taxes(breakdown) == {"20": (1800, 360)}


def test_prices_with_tax_have_it_in_a_column() -> None:
    paid = order(line(2400, 2, tax_rate=20, unit_list_minor=1440), discount_minor=240)

    rows = computed(paid, back(2)).rows

    assert [(row.incl_minor, row.excl_minor, row.tax_minor) for row in rows] == [
        (2880, 2400, 480),
        (-480, -400, -80),
        (-240, -200, -40),
    ]
