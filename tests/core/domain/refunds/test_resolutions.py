"""Money, store credit, exchange and replacement, also in one return."""

from __future__ import annotations

from decimal import Decimal

import pytest

from retour_core.domain.refunds import RefundTerms
from tests.core.domain.refunds.baskets import (
    CREDIT,
    EXCHANGE,
    REFUND,
    REPLACE,
    back,
    computed,
    euros,
    line,
    order,
    summary,
)

TEN_PERCENT = Decimal(10)


def case(sentence: str, rows: list, money: int, credit: int, *items, **more):
    lines = more.pop("lines", (line(1000),))
    captured = {
        key: more.pop(key) for key in ("captured_minor", "currency") if key in more
    }
    return pytest.param(
        order(*lines, **captured),
        items,
        RefundTerms(**more),
        rows,
        (money, credit),
        id=sentence,
    )


CASES = [
    case("a refund is money", [("item", 1000)], 1000, 0, back(resolution=REFUND)),
    case(
        "store credit is no money", [("item", 1000)], 0, 1000, back(resolution=CREDIT)
    ),
    case(
        "store credit with a bonus of ten percent",
        [("item", 1000), ("bonus", 100)],
        *(0, 1100),
        back(resolution=CREDIT),
        credit_bonus_percent=TEN_PERCENT,
    ),
    case(
        "money earns no bonus",
        [("item", 1000)],
        *(1000, 0),
        back(),
        credit_bonus_percent=TEN_PERCENT,
    ),
    case(
        "a bonus is rounded half up",
        [("item", 1005), ("bonus", 101)],
        *(0, 1106),
        back(resolution=CREDIT),
        lines=(line(1005),),
        credit_bonus_percent=TEN_PERCENT,
    ),
    case(
        "the first of three units earns a third of the bonus",
        [("item", 333), ("bonus", 33)],
        *(0, 366),
        back(resolution=CREDIT),
        lines=(line(1000, 3),),
        credit_bonus_percent=TEN_PERCENT,
    ),
    case(
        "the bonus is on what restocking has left",
        [("item", 1000), ("restocking_fee", -200), ("bonus", 80)],
        *(0, 880),
        back(resolution=CREDIT, restocking_percent=20),
        credit_bonus_percent=TEN_PERCENT,
    ),
    case(
        "the bonus shrinks with the fee the credit has to bear",
        [("item", 1000), ("return_fee", -500), ("bonus", 50)],
        *(0, 550),
        back(resolution=CREDIT),
        credit_bonus_percent=TEN_PERCENT,
        return_fee=euros(500),
    ),
    case(
        "no credit, no bonus",
        [("item", 400), ("return_fee", -400)],
        *(0, 0),
        back(resolution=CREDIT, fee=euros(400)),
        lines=(line(400),),
        credit_bonus_percent=TEN_PERCENT,
    ),
    case(
        "a bonus in yen",
        [("item", 1000), ("bonus", 125)],
        *(0, 1125),
        back(resolution=CREDIT),
        currency="JPY",
        credit_bonus_percent=Decimal("12.5"),
    ),
    case(
        "an exchange for the same product is even",
        [("item", 1000), ("exchange", -1000)],
        *(0, 0),
        back(resolution=EXCHANGE),
    ),
    case(
        "an exchange at the same price is even",
        [("item", 1000), ("exchange", -1000)],
        *(0, 0),
        back(resolution=EXCHANGE, new_unit_price=euros(1000)),
    ),
    case(
        "a cheaper exchange gives the difference back",
        [("item", 1000), ("exchange", -800)],
        *(200, 0),
        back(resolution=EXCHANGE, new_unit_price=euros(800)),
    ),
    case(
        "a dearer exchange records the difference and charges nothing",
        [("item", 1000), ("exchange", -1000), ("exchange_difference", 0, 250)],
        *(0, 0),
        back(resolution=EXCHANGE, new_unit_price=euros(1250)),
    ),
    case(
        "the new price counts for each unit",
        [("item", 2000), ("exchange", -2000), ("exchange_difference", 0, 500)],
        *(0, 0),
        back(2, resolution=EXCHANGE, new_unit_price=euros(1250)),
        lines=(line(2000, 2),),
    ),
    case(
        "an exchange for something free gives all of it back",
        [("item", 1000), ("exchange", 0)],
        *(1000, 0),
        back(resolution=EXCHANGE, new_unit_price=euros(0)),
    ),
    case(
        "an exchange compares with what was paid, after discounts",
        [("item", 1200), ("item_discount", -200), ("exchange", -900)],
        *(100, 0),
        back(resolution=EXCHANGE, new_unit_price=euros(900)),
        lines=(line(1000, unit_list_minor=1200),),
    ),
    case(
        "a dearer exchange does not eat into a refund",
        [
            *[("item", 1000), ("exchange", -1000), ("exchange_difference", 0, 5000)],
            ("item", 300),
        ],
        *(300, 0),
        back(resolution=EXCHANGE, new_unit_price=euros(6000)),
        back(of="b"),
        lines=(line(1000), line(300, id="b")),
    ),
    case(
        "a replacement moves no money",
        [("item", 1000), ("replacement", -1000)],
        *(0, 0),
        back(resolution=REPLACE),
    ),
    case(
        "a free item can be replaced",
        [("item", 0), ("replacement", 0)],
        *(0, 0),
        back(resolution=REPLACE),
        lines=(line(0),),
    ),
    case(
        "four resolutions in one return",
        [
            *[("item", 250)],
            *[("item", 250), ("exchange", -200)],
            *[("item", 250)],
            *[("item", 250), ("replacement", -250)],
            *[("bonus", 25)],
        ],
        *(300, 275),
        back(),
        back(resolution=EXCHANGE, new_unit_price=euros(200)),
        back(resolution=CREDIT),
        back(resolution=REPLACE),
        lines=(line(1000, 4),),
        credit_bonus_percent=TEN_PERCENT,
    ),
    case(
        "the cap takes store credit before money, and its bonus with it",
        [("item", 500), ("item", 500), ("capped", -250, "captured"), ("bonus", 25)],
        *(500, 275),
        back(),
        back(resolution=CREDIT),
        lines=(line(1000, 2),),
        captured_minor=750,
        credit_bonus_percent=TEN_PERCENT,
    ),
]


@pytest.mark.parametrize(("paid", "items", "terms", "rows", "paid_out"), CASES)
def test_resolutions(paid, items, terms, rows, paid_out) -> None:
    breakdown = computed(paid, *items, terms=terms)

    assert summary(breakdown) == rows
    assert (breakdown.money_minor, breakdown.credit_minor) == paid_out


def test_amounts_are_also_money() -> None:
    paid = order(line(2000, 2))
    items = (
        back(resolution=CREDIT),
        back(resolution=EXCHANGE, new_unit_price=euros(1100)),
    )

    breakdown = computed(
        paid, *items, terms=RefundTerms(credit_bonus_percent=TEN_PERCENT)
    )

    assert breakdown.money == euros(0)
    assert breakdown.store_credit == breakdown.total == euros(1100)
    assert breakdown.exchange_difference == euros(100)
    assert breakdown.bonus_minor == 100


def test_units_given_in_goods_hold_their_worth() -> None:
    items = computed(order(line(1000, 3)), back(2, resolution=REPLACE), back()).items

    assert [(item.worth_incl_minor, item.incl_minor) for item in items] == [
        (666, 0),
        (334, 334),
    ]
