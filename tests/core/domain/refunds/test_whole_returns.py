"""Outbound shipping, what was captured, and the means of payment."""

from __future__ import annotations

import pytest

from retour_core.domain.policies.kinds import GiftCards
from retour_core.domain.refunds import OutboundShipping, PaidShipping, RefundTerms
from tests.core.domain.refunds.baskets import (
    CREDIT,
    EXCHANGE,
    back,
    card,
    computed,
    euros,
    gift_card,
    line,
    order,
    shares,
    store_credit,
    summary,
)

WHEN_COMPLETE, NOW = OutboundShipping.WHEN_COMPLETE, OutboundShipping.REFUNDED
ITEM = ("item", 1000)
STANDARD = PaidShipping(incl_minor=490)
EXPRESS = PaidShipping(incl_minor=990, standard_minor=490)


def case(sentence: str, rows: list, paid, *items, **terms):
    return pytest.param(
        paid, items or (back(),), RefundTerms(**terms), rows, id=sentence
    )


SHIPPING = [
    case(
        "outbound shipping stays with the merchant unless it is due",
        [ITEM],
        order(line(1000), shipping=STANDARD),
    ),
    case(
        "with the whole order outbound shipping comes back",
        [ITEM, ("outbound_shipping", 490)],
        order(line(1000), shipping=STANDARD),
        shipping=WHEN_COMPLETE,
    ),
    case(
        "with part of the order it does not",
        [("item", 500)],
        order(line(1000, 2), shipping=STANDARD),
        shipping=WHEN_COMPLETE,
    ),
    case(
        "with the last part it does",
        [("item", 500), ("outbound_shipping", 490)],
        order(line(1000, 2, taken_units=1, taken_minor=500), shipping=STANDARD),
        shipping=WHEN_COMPLETE,
    ),
    case(
        "with the rest of what the shop refunded itself it does",
        [("item", 500), ("outbound_shipping", 490)],
        order(line(1000, 2, units_elsewhere=1), shipping=STANDARD),
        shipping=WHEN_COMPLETE,
    ),
    case(
        "another line that stays keeps it",
        [ITEM],
        order(line(1000), line(0, id="b"), shipping=STANDARD),
        shipping=WHEN_COMPLETE,
    ),
    case(
        "an exchange keeps goods, so it stays",
        [ITEM, ("exchange", -1000)],
        order(line(1000), shipping=STANDARD),
        back(resolution=EXCHANGE),
        shipping=WHEN_COMPLETE,
    ),
    case(
        "a merchant may give it back with a part",
        [("item", 500), ("outbound_shipping", 490)],
        order(line(1000, 2), shipping=STANDARD),
        shipping=NOW,
    ),
    case(
        "of express delivery the standard part comes back, the rest is noted",
        [ITEM, ("outbound_shipping", 490), ("shipping_kept", 0, 500)],
        order(line(1000), shipping=EXPRESS),
        shipping=WHEN_COMPLETE,
    ),
    case(
        "shipping cheaper than the standard comes back as it was paid",
        [ITEM, ("outbound_shipping", 290)],
        order(line(1000), shipping=PaidShipping(incl_minor=290, standard_minor=490)),
        shipping=NOW,
    ),
    case(
        "shipping that was given back before is not given back again",
        [ITEM],
        order(line(1000), shipping=PaidShipping(incl_minor=490, refunded_minor=490)),
        shipping=NOW,
    ),
    case(
        "of shipping given back in part the rest is due",
        [ITEM, ("outbound_shipping", 290)],
        order(line(1000), shipping=PaidShipping(incl_minor=490, refunded_minor=200)),
        shipping=NOW,
    ),
    case(
        "free shipping has no row",
        [ITEM],
        order(line(1000)),
        shipping=NOW,
    ),
    case(
        "the fee for the way back is taken off the way there",
        [("item", 0), ("outbound_shipping", 490), ("return_fee", -490)],
        order(line(0), shipping=STANDARD),
        shipping=NOW,
        return_fee=euros(490),
    ),
    case(
        "what the total was rounded up by comes back with the whole order",
        [ITEM, ("rounding", 2)],
        order(line(1000), rounding_minor=2),
    ),
    case(
        "what the total was rounded down by is taken off the whole order",
        [("item", 1002), ("rounding", -2)],
        order(line(1002), rounding_minor=-2),
    ),
    case(
        "rounding down takes no more than there is",
        [("item", 1), ("rounding", -1)],
        order(line(1), rounding_minor=-2),
    ),
    case(
        "a part of the order leaves the rounding alone",
        [("item", 500)],
        order(line(1000, 2), rounding_minor=2),
    ),
]

CAPS = [
    case(
        "no more than what was captured",
        [ITEM, ("capped", -400, "captured")],
        order(line(1000), captured_minor=600),
    ),
    case(
        "captured to the cent needs no cap",
        [ITEM],
        order(line(1000), captured_minor=1000),
    ),
    case(
        "what was refunded before counts against it",
        [ITEM, ("capped", -100, "captured")],
        order(line(1000), captured_minor=1000, refunded_minor=100),
    ),
    case(
        "nothing captured, nothing refunded",
        [ITEM, ("capped", -1000, "captured")],
        order(line(1000), captured_minor=0),
    ),
    case(
        "more refunded than captured gives nothing, and no debt",
        [ITEM, ("capped", -1000, "captured")],
        order(line(1000), captured_minor=500, refunded_minor=600),
    ),
    case(
        "fees come before the cap",
        [ITEM, ("return_fee", -300), ("capped", -100, "captured")],
        order(line(1000), captured_minor=600),
        return_fee=euros(300),
    ),
    case(
        "a fee may make the cap unnecessary",
        [ITEM, ("return_fee", -400)],
        order(line(1000), captured_minor=600),
        return_fee=euros(400),
    ),
    case(
        "shipping is capped like everything else",
        [ITEM, ("outbound_shipping", 490), ("capped", -490, "captured")],
        order(line(1000), shipping=STANDARD, captured_minor=1000),
        shipping=NOW,
    ),
    case(
        "a cap to the yen",
        [ITEM, ("capped", -1, "captured")],
        order(line(1000), captured_minor=999, currency="JPY"),
    ),
    case(
        "units that are not left are named",
        [("item", 500), ("capped", 0, 500, "no_units_left")],
        order(line(1000, 2, units_elsewhere=1)),
        back(2),
    ),
]


@pytest.mark.parametrize(("paid", "items", "terms", "rows"), [*SHIPPING, *CAPS])
def test_the_return_as_a_whole(paid, items, terms, rows) -> None:
    assert summary(computed(paid, *items, terms=terms)) == rows


def split(sentence: str, expected: list, *tenders, gift_cards=GiftCards.FIRST, **more):
    return pytest.param(tenders, gift_cards, more, expected, id=sentence)


TENDERS = [
    split("an order whose tenders nobody told", [("unassigned", 1000)]),
    split("one card gets everything", [("card", 1000)], card(1000)),
    split(
        "the gift card first",
        [("gift", 400), ("card", 600)],
        *(card(600), gift_card(400)),
    ),
    split(
        "the gift card last",
        [("card", 900), ("gift", 100)],
        *(gift_card(400), card(900)),
        gift_cards=GiftCards.LAST,
    ),
    split(
        "the gift card first is all that is needed",
        [("gift", 1000)],
        *(card(600), gift_card(1500)),
    ),
    split(
        "store credit that was paid with counts as a gift card",
        [("gift", 300), ("credit", 300), ("card", 400)],
        *(gift_card(300), card(900), store_credit(300)),
    ),
    split(
        "no tender gets more than it has left",
        [("gift", 100), ("card", 900)],
        *(gift_card(400, 300), card(1200)),
    ),
    split(
        "a tender given back whole is left out",
        [("card", 1000)],
        *(gift_card(400, 400), card(1200)),
    ),
    split(
        "a tender refunded beyond what it paid takes nothing away",
        [("card", 1000)],
        *(gift_card(400, 500), card(1200)),
    ),
    split(
        "what no tender holds is left to a person",
        [("card", 700), ("unassigned", 300)],
        card(700),
    ),
    split(
        "new store credit is no tender",
        [("new_credit", 1000)],
        card(1000),
        resolution=CREDIT,
    ),
    split("nothing to pay, nobody to pay", [], card(1000), resolution=EXCHANGE),
]


@pytest.mark.parametrize(("tenders", "gift_cards", "more", "expected"), TENDERS)
def test_the_tenders(tenders, gift_cards, more, expected) -> None:
    paid = order(line(1000), tenders=tenders)

    breakdown = computed(paid, back(**more), terms=RefundTerms(gift_cards=gift_cards))

    assert shares(breakdown) == expected


def test_money_and_credit_are_shared_out_together() -> None:
    paid = order(line(1000, 2), tenders=(card(400), gift_card(600)))

    breakdown = computed(paid, back(), back(resolution=CREDIT))

    assert shares(breakdown) == [("gift", 500), ("new_credit", 500)]


def test_shipping_follows_the_choice_of_store_credit_alone() -> None:
    paid = order(line(1000), shipping=STANDARD)

    breakdown = computed(paid, back(resolution=CREDIT), terms=RefundTerms(shipping=NOW))

    assert (breakdown.money_minor, breakdown.credit_minor) == (0, 1490)
