"""Fees: charged, limited, waived; each with its row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from retour_core.domain.policies.kinds import RequestKind
from retour_core.domain.refunds import RefundTerms, returned_worth
from tests.core.domain.refunds.baskets import (
    CREDIT,
    EXCHANGE,
    REPLACE,
    back,
    computed,
    euros,
    line,
    order,
    summary,
)

ITEM = ("item", 1000)


def case(sentence: str, rows: list, *items, lines=None, **terms):
    paid = order(*(lines or [line(1000)]))
    return pytest.param(
        paid, items or (back(),), RefundTerms(**terms), rows, id=sentence
    )


CASES = [
    case("no fee, no row", [ITEM]),
    case(
        "a restocking fee is a share of what was paid",
        [ITEM, ("restocking_fee", -150)],
        back(restocking_percent=15),
    ),
    case(
        "a restocking fee is rounded down, in the customer's favour",
        [("item", 999), ("restocking_fee", -99)],
        back(restocking_percent=10),
        lines=(line(999),),
    ),
    case(
        "a restocking fee is taken of the price after discounts",
        [("item", 2000), ("item_discount", -1000), ("restocking_fee", -100)],
        back(restocking_percent=10),
        lines=(line(1000, unit_list_minor=2000),),
    ),
    case(
        "a restocking fee of everything leaves nothing",
        [ITEM, ("restocking_fee", -1000)],
        back(restocking_percent=100),
    ),
    case(
        "the first of three units bears a third of the restocking fee",
        [("item", 333), ("restocking_fee", -33)],
        back(restocking_percent=10),
        lines=(line(1000, 3),),
    ),
    case(
        "the last of three units bears its cent of the restocking fee",
        [("item", 334), ("restocking_fee", -34)],
        back(restocking_percent=10),
        lines=(line(1000, 3, taken_units=2, taken_minor=666),),
    ),
    case(
        "a withdrawal costs no restocking, whatever the terms say",
        [ITEM, ("waived_fee", 0, 150, "withdrawal")],
        back(restocking_percent=15),
        kind=RequestKind.WITHDRAWAL,
    ),
    case(
        "a withdrawal may cost the way back",
        [ITEM, ("return_fee", -495)],
        kind=RequestKind.WITHDRAWAL,
        return_fee=euros(495),
    ),
    case(
        "a claim costs nothing",
        [
            ITEM,
            ("waived_fee", 0, 100, "claim"),
            ("waived_fee", 0, 50, "claim"),
            ("waived_fee", 0, 495, "claim"),
        ],
        back(restocking_percent=10, fee=euros(50)),
        kind=RequestKind.CLAIM,
        return_fee=euros(495),
    ),
    case(
        "our fault waives every fee",
        [
            ITEM,
            ("waived_fee", 0, 100, "our_fault"),
            ("waived_fee", 0, 50, "our_fault"),
            ("waived_fee", 0, 495, "our_fault"),
        ],
        back(restocking_percent=10, fee=euros(50)),
        our_fault=True,
        return_fee=euros(495),
    ),
    case(
        "our fault waives the way back of a withdrawal",
        [ITEM, ("waived_fee", 0, 495, "our_fault")],
        kind=RequestKind.WITHDRAWAL,
        our_fault=True,
        return_fee=euros(495),
    ),
    case(
        "the return fee is charged once for two items",
        [ITEM, ("item", 500), ("return_fee", -495)],
        back(),
        back(of="b"),
        lines=(line(1000), line(500, id="b")),
        return_fee=euros(495),
    ),
    case(
        "a fee over the value takes the value, and the rest is waived",
        [("item", 300), ("return_fee", -300), ("waived_fee", 0, 195, "not_covered")],
        lines=(line(300),),
        return_fee=euros(495),
    ),
    case(
        "a fee as high as the value leaves nothing",
        [("item", 495), ("return_fee", -495)],
        lines=(line(495),),
        return_fee=euros(495),
    ),
    case(
        "a free item cannot bear a fee",
        [("item", 0), ("waived_fee", 0, 495, "not_covered")],
        lines=(line(0),),
        return_fee=euros(495),
    ),
    case(
        "restocking and the way back together",
        [ITEM, ("restocking_fee", -150), ("return_fee", -495)],
        back(restocking_percent=15),
        return_fee=euros(495),
    ),
    case(
        "the way back gets what restocking has left",
        [
            ITEM,
            ("restocking_fee", -900),
            ("return_fee", -100),
            ("waived_fee", 0, 395, "not_covered"),
        ],
        back(restocking_percent=90),
        return_fee=euros(495),
    ),
    case(
        "an item's own fee goes no further than the item",
        [
            ("item", 300),
            ("return_fee", -300),
            ("waived_fee", 0, 100, "not_covered"),
            ("item", 500),
        ],
        back(fee=euros(400)),
        back(of="b"),
        lines=(line(300), line(500, id="b")),
    ),
    case(
        "the return fee is taken from the money before the store credit",
        [("item", 300), ITEM, ("return_fee", -300), ("return_fee", -195)],
        back(of="b"),
        back(resolution=CREDIT),
        lines=(line(1000), line(300, id="b")),
        return_fee=euros(495),
    ),
    case(
        "an exchange bears no restocking",
        [ITEM, ("exchange", -1000)],
        back(resolution=EXCHANGE, restocking_percent=10),
    ),
    case(
        "an even exchange has nothing to take a fee from",
        [ITEM, ("exchange", -1000), ("waived_fee", 0, 495, "not_covered")],
        back(resolution=EXCHANGE),
        return_fee=euros(495),
    ),
    case(
        "a cheaper exchange bears the fee as far as it goes",
        [
            ITEM,
            ("exchange", -700),
            ("return_fee", -300),
            ("waived_fee", 0, 195, "not_covered"),
        ],
        back(resolution=EXCHANGE, new_unit_price=euros(700)),
        return_fee=euros(495),
    ),
    case(
        "a replacement bears no fee",
        [ITEM, ("replacement", -1000), ("waived_fee", 0, 50, "not_covered")],
        back(resolution=REPLACE, fee=euros(50)),
    ),
    case(
        "restocking is charged on store credit as well",
        [ITEM, ("restocking_fee", -100)],
        back(resolution=CREDIT, restocking_percent=10),
    ),
    case(
        "a percentage with two decimals",
        [ITEM, ("restocking_fee", -123)],
        back(restocking_percent="12.35"),
    ),
    case(
        "a fee of nothing has no row",
        [ITEM],
        back(fee=euros(0)),
        return_fee=euros(0),
    ),
    case(
        "restocking stops at what the line has left",
        [
            ("item", 500),
            ("capped", -480, "line_spent"),
            ("restocking_fee", -20),
            ("waived_fee", 0, 30, "not_covered"),
        ],
        back(restocking_percent=10),
        lines=(line(1000, 2, taken_units=1, taken_minor=980),),
    ),
]


@pytest.mark.parametrize(("paid", "items", "terms", "rows"), CASES)
def test_fees(paid, items, terms, rows) -> None:
    assert summary(computed(paid, *items, terms=terms)) == rows


def test_what_was_waived_is_summed() -> None:
    terms = RefundTerms(our_fault=True, return_fee=euros(495))
    items = (back(restocking_percent=10),)

    assert computed(order(line(1000)), *items, terms=terms).waived == euros(595)


def test_the_worth_for_a_fee_that_is_a_share_of_the_return() -> None:
    paid = order(line(1000, 3), line(999, id="b"), discount_minor=200)
    items = (back(1, restocking_percent=Decimal(50)), back(of="b"))

    assert returned_worth(paid, items) == euros(300 + 899)
