"""What units are worth: shares, discounts, what is spoken for. Totals only."""

from __future__ import annotations

import pytest

from retour_core.domain.refunds import PaidOrder, RefundItem
from tests.core.domain.refunds.baskets import back, computed, line, order

THREE_FOR_TEN = line(1000, 3)


def case(sentence: str, paid: PaidOrder, total: int, *items: RefundItem):
    return pytest.param(paid, items or (back(),), total, id=sentence)


UNITS = [
    case("one unit gives back what was paid for it", order(line(1999)), 1999),
    case("the first of three units for ten gets 3.33", order(THREE_FOR_TEN), 333),
    case("two of three units get 6.66", order(THREE_FOR_TEN), 666, back(2)),
    case("all three units get ten", order(THREE_FOR_TEN), 1000, back(3)),
    case(
        "the last unit takes the cent that is left",
        order(line(1000, 3, taken_units=2, taken_minor=666)),
        334,
    ),
    case(
        "two cents too many go to the last two units",
        order(line(1001, 3, taken_units=1, taken_minor=333)),
        334,
    ),
    case(
        "a unit that came free again is worth what it was",
        order(
            line(
                1000, 3, taken_units=2, taken_minor=667, taken_indexes=frozenset({1, 2})
            )
        ),
        333,
    ),
    case(
        "the unit left between two others gets its own share",
        order(
            line(
                1001, 3, taken_units=2, taken_minor=667, taken_indexes=frozenset({0, 2})
            )
        ),
        334,
    ),
    case(
        "units known only by number never give more than what is left",
        order(line(1000, 3, taken_units=2, taken_minor=667)),
        333,
    ),
    case(
        "what another unit was paid less for its scratches is not handed on",
        order(line(1000, 2, taken_units=1, taken_minor=100)),
        500,
    ),
    case(
        "an exchanged unit holds its worth, so the others get no more",
        order(line(1000, 2, taken_units=1, taken_minor=500)),
        500,
    ),
    case(
        "a line lowered below what was promised before gives nothing",
        order(line(500, 2, taken_units=1, taken_minor=900)),
        0,
    ),
    case("a free item gives nothing back", order(line(0, 2)), 0, back(2)),
    case("of one cent for two units the first has nothing", order(line(1, 2)), 0),
    case("of one cent for two units both have one cent", order(line(1, 2)), 1, back(2)),
    case("a unit of a hundred thousand", order(line(10**7 + 1, 10**5)), 100),
    case(
        "two lines are added up",
        order(line(1000), line(250, id="b")),
        1250,
        back(),
        back(of="b"),
    ),
    case(
        "a line that did not come back is not counted",
        order(line(1000), line(250, id="b")),
        250,
        back(of="b"),
    ),
    case(
        "one line in two items counts each unit once",
        order(THREE_FOR_TEN),
        1000,
        back(1),
        back(2),
    ),
    case(
        "the same line asked for again beyond its units gives nothing more",
        order(THREE_FOR_TEN),
        1000,
        back(3),
        back(1),
    ),
]

ELSEWHERE = [
    case(
        "a unit the shop refunded leaves two thirds and the cent",
        order(line(1000, 3, units_elsewhere=1)),
        667,
        back(2),
    ),
    case(
        "a line the shop refunded whole gives nothing",
        order(line(1000, 3, units_elsewhere=3)),
        0,
        back(3),
    ),
    case(
        "of three units asked two are left",
        order(line(1000, 3, units_elsewhere=1)),
        667,
        back(3),
    ),
    case(
        "the shop refunded more than the unit's share",
        order(line(1000, 2, units_elsewhere=1, elsewhere_minor=700)),
        300,
    ),
    case(
        "the shop refunded less than the unit's share and that stays with it",
        order(line(1000, 2, units_elsewhere=1, elsewhere_minor=200)),
        500,
    ),
    case(
        "an amount refunded without a unit counts against the line",
        order(line(1000, 1, elsewhere_minor=400)),
        600,
    ),
    case(
        "refunded elsewhere after the return took the only unit",
        order(line(1000, 2, units_elsewhere=1, taken_units=1, taken_minor=500)),
        0,
    ),
    case(
        "more units refunded elsewhere than ordered",
        order(line(1000, 1, units_elsewhere=4)),
        0,
    ),
    case(
        "elsewhere and in other returns, the last unit closes the line",
        order(line(1000, 3, units_elsewhere=1, taken_units=1, taken_minor=333)),
        334,
    ),
]

DISCOUNTS = [
    case(
        "a discount that is in the price already is not taken off again",
        order(line(900, unit_list_minor=1000)),
        900,
    ),
    case(
        "a line's share of the order's discount is in what was paid",
        order(line(900, order_discount_minor=100)),
        900,
    ),
    case(
        "ten percent of the order apportioned to its only line",
        order(line(1000), discount_minor=100),
        900,
    ),
    case(
        "a cent of discount falls to the first of three equal lines",
        order(line(100), line(100, id="b"), line(100, id="c"), discount_minor=1),
        99,
    ),
    case(
        "and the others of the three equal lines pay in full",
        order(line(100), line(100, id="b"), line(100, id="c"), discount_minor=1),
        200,
        back(of="b"),
        back(of="c"),
    ),
    case(
        "the largest remainder takes the odd cent",
        order(line(333), line(667, id="b"), discount_minor=10),
        660,
        back(of="b"),
    ),
    case(
        "a line that was free carries no discount",
        order(line(0), line(1000, id="b"), discount_minor=100),
        0,
    ),
    case(
        "a voucher for the whole order leaves nothing",
        order(line(1000, 2), line(500, id="b"), discount_minor=1500),
        0,
        back(2),
        back(of="b"),
    ),
    case(
        "the discount is shared by lines first, then by units",
        order(line(1000, 3), line(1000, id="b"), discount_minor=101),
        316,
    ),
    case(
        "all of it comes back less the discount",
        order(line(1000, 3), line(1000, id="b"), discount_minor=101),
        1899,
        back(3),
        back(of="b"),
    ),
    case(
        "an apportioned and a new discount are both counted once",
        order(line(900, order_discount_minor=100), discount_minor=90),
        810,
    ),
    case(
        "lines that stay with the customer keep their share of the discount",
        order(line(3000), line(1000, id="b"), discount_minor=400),
        900,
        back(of="b"),
    ),
]

CURRENCIES = [
    case(
        "yen have no smaller unit", order(line(1000, 3), currency="JPY"), 666, back(2)
    ),
    case("all yen come back", order(line(1000, 3), currency="JPY"), 1000, back(3)),
    case(
        "a yen of discount is not divided",
        order(line(500), line(500, id="b"), currency="JPY", discount_minor=1),
        499,
    ),
    case(
        "Kuwaiti dinars have three decimals",
        order(line(10000, 3), currency="KWD"),
        3333,
    ),
    case(
        "the last thousandth of a dinar is not lost",
        order(line(10000, 3, taken_units=2, taken_minor=6666), currency="KWD"),
        3334,
    ),
    case(
        "four decimals of a unit of account",
        order(line(100001, 2), currency="CLF"),
        50000,
    ),
]


@pytest.mark.parametrize(
    ("paid", "items", "total"), [*UNITS, *ELSEWHERE, *DISCOUNTS, *CURRENCIES]
)
def test_what_units_are_worth(paid: PaidOrder, items, total: int) -> None:
    breakdown = computed(paid, *items)

    assert breakdown.total_minor == total
    assert breakdown.total.currency == paid.currency


def test_the_units_are_named_by_their_indexes() -> None:
    paid = order(line(1000, 5, taken_units=1, taken_minor=200, units_elsewhere=1))

    items = computed(paid, back(2), back(1)).items

    assert [item.units for item in items] == [(2, 3), (4,)]


def test_units_that_are_known_to_be_taken_are_passed_over() -> None:
    taken = frozenset({0, 2})
    paid = order(line(500, 5, taken_units=2, taken_minor=200, taken_indexes=taken))

    assert computed(paid, back(2)).items[0].units == (1, 3)


def test_no_items_no_refund() -> None:
    breakdown = computed(order(THREE_FOR_TEN))

    assert (breakdown.total_minor, breakdown.rows, breakdown.shares) == (0, (), ())
