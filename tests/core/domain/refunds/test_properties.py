"""What holds for every order, every return and every way to split it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.money import Money, unit_shares
from retour_core.domain.policies.kinds import GiftCards, RequestKind, Resolution
from retour_core.domain.refunds import (
    LineBalance,
    OutboundShipping,
    PaidLine,
    PaidOrder,
    PaidShipping,
    RefundBreakdown,
    RefundItem,
    RefundTerms,
    RowKind,
    Tender,
    TenderKind,
    line_refund,
)
from retour_core.domain.refunds.shares import share_of
from tests.core.domain.refunds.baskets import computed, summed

amounts = st.integers(0, 30_000)
rates = st.sampled_from([None, Decimal(0), Decimal("5.5"), Decimal(7), Decimal(19)])
percents = st.sampled_from([Decimal(p) for p in ("0", "0.5", "10", "12.35", "100")])


@st.composite
def paid_lines(draw: st.DrawFn, position: int) -> PaidLine:
    paid = draw(amounts)
    return PaidLine(
        id=str(position),
        quantity=draw(st.integers(1, 7)),
        paid_incl_minor=paid,
        paid_excl_minor=draw(st.none() | st.integers(paid * 3 // 4, paid)),
        tax_rate=draw(rates),
        unit_list_minor=draw(st.none() | amounts),
        order_discount_minor=draw(st.sampled_from([0, 1, 499])),
    )


@st.composite
def orders(draw: st.DrawFn) -> PaidOrder:
    count = draw(st.integers(1, 4))
    lines = tuple(draw(paid_lines(position)) for position in range(count))
    paid = sum(line.paid_incl_minor or 0 for line in lines)
    discount = draw(st.integers(0, paid))
    shipping = draw(st.integers(0, 990))
    total = paid - discount + shipping
    on_card = draw(st.integers(0, total))
    return PaidOrder(
        currency=draw(st.sampled_from(["EUR", "JPY", "KWD"])),
        lines=lines,
        captured_minor=total,
        shipping=PaidShipping(incl_minor=shipping, tax_rate=Decimal(19)),
        discount_minor=discount,
        tenders=(
            Tender(reference="card", kind=TenderKind.CARD, paid_minor=on_card),
            Tender(
                reference="gift",
                kind=TenderKind.GIFT_CARD,
                paid_minor=total - on_card,
            ),
        ),
        prices_include_tax=draw(st.booleans()),
    )


@st.composite
def returns(draw: st.DrawFn) -> tuple[PaidOrder, list[RefundItem], RefundTerms]:
    """Anything at all: part of an order, with fees, caps and every resolution."""
    paid = draw(orders())
    spoken_for = [
        replace(
            line,
            taken_units=draw(st.integers(0, line.quantity)),
            taken_minor=draw(amounts),
            units_elsewhere=draw(st.integers(0, line.quantity)),
            elsewhere_minor=draw(st.none() | amounts),
        )
        if draw(st.booleans())
        else line
        for line in paid.lines
    ]
    paid = replace(
        paid,
        lines=tuple(spoken_for),
        captured_minor=draw(st.integers(0, paid.captured_minor)),
        refunded_minor=draw(st.sampled_from([0, 0, 1, 1000])),
        rounding_minor=draw(st.integers(-3, 3)),
    )
    prices = st.none() | st.builds(Money, amounts, st.just(paid.currency))
    items = [
        RefundItem(
            line=line.id,
            quantity=draw(st.integers(1, line.quantity)),
            resolution=draw(st.sampled_from(Resolution)),
            new_unit_price=draw(prices),
            restocking_percent=draw(percents),
            fee=draw(prices),
        )
        for line in draw(st.lists(st.sampled_from(paid.lines), max_size=5))
    ]
    terms = RefundTerms(
        kind=draw(st.sampled_from(RequestKind)),
        our_fault=draw(st.booleans()),
        return_fee=draw(prices),
        prepaid_fee=draw(st.none() | prices),
        fee_tax_rate=draw(rates),
        shipping=draw(st.sampled_from(OutboundShipping)),
        gift_cards=draw(st.sampled_from(GiftCards)),
        credit_bonus_percent=draw(percents),
    )
    return paid, items, terms


@given(returns())
def test_a_fee_that_was_paid_before_is_never_taken_off(asked: Any) -> None:
    """It is the breakdown of the same return without any fee, but for the note."""
    paid, items, terms = asked
    prepaid = Money(495, paid.currency)

    breakdown = computed(paid, *items, terms=replace(terms, prepaid_fee=prepaid))

    free = replace(terms, prepaid_fee=None, return_fee=None)
    unpaid = computed(paid, *(replace(item, fee=None) for item in items), terms=free)
    noted = [row for row in breakdown.rows if row.kind is RowKind.PREPAID_FEE]
    others = [row for row in breakdown.rows if row.kind is not RowKind.PREPAID_FEE]
    assert [row.noted_minor for row in noted] == [495]
    assert others == list(unpaid.rows)
    assert breakdown.shares == unpaid.shares
    assert RowKind.RETURN_FEE not in {row.kind for row in others}


@given(returns())
def test_every_breakdown_adds_up_and_stays_within_what_is_left(asked: Any) -> None:
    paid, items, terms = asked

    breakdown = computed(paid, *items, terms=terms)

    left = max(paid.captured_minor - paid.refunded_minor, 0)
    assert 0 <= breakdown.total_minor - breakdown.bonus_minor <= left
    assert breakdown.waived.minor >= 0 <= breakdown.exchange_difference.minor
    assert all(share.minor > 0 for share in breakdown.shares)


@given(returns())
def test_no_line_gives_back_more_than_was_paid_for_it(asked: Any) -> None:
    paid, items, terms = asked
    worth: Counter[str] = Counter()
    for item in summed(paid, *items, terms=terms).items:
        worth[item.line] += item.worth_incl_minor
        assert 0 <= item.worth_excl_minor <= item.worth_incl_minor
        assert item.incl_minor <= 2 * item.worth_incl_minor

    for line in paid.lines:
        assert worth[line.id] <= max((line.paid_incl_minor or 0) - line.taken_minor, 0)


@dataclass
class Course:
    """An order while return after return of it is computed and paid out."""

    paid: PaidOrder
    knows_indexes: bool

    def take(self, items: list[RefundItem], terms: RefundTerms) -> RefundBreakdown:
        breakdown = summed(self.paid, *items, terms=terms)
        lines = {line.id: line for line in self.paid.lines}
        for item in breakdown.items:
            lines[item.line] = self._taken(lines[item.line], item)
        given = {share.reference: share.minor for share in breakdown.shares}
        self.paid = replace(
            self.paid,
            lines=tuple(lines.values()),
            refunded_minor=self.paid.refunded_minor
            + breakdown.total_minor
            - breakdown.bonus_minor,
            tenders=tuple(
                replace(t, refunded_minor=t.refunded_minor + given.get(t.reference, 0))
                for t in self.paid.tenders
            ),
        )
        return breakdown

    def _taken(self, line: PaidLine, item: Any) -> PaidLine:
        indexes = (line.taken_indexes or frozenset()) | set(item.units)
        return replace(
            line,
            taken_units=line.taken_units + len(item.units),
            taken_minor=line.taken_minor + item.worth_incl_minor,
            taken_indexes=indexes if self.knows_indexes else None,
        )


def _sums(breakdowns: list[RefundBreakdown]) -> dict[Any, int]:
    """By everything that must not depend on how a return was split."""
    sums: Counter[Any] = Counter()
    for breakdown in breakdowns:
        sums["total"] += breakdown.total_minor
        sums["bonus"] += breakdown.bonus_minor
        for rate in breakdown.rates:
            sums["excl", rate.rate] += rate.excl_minor
            sums["tax", rate.rate] += rate.tax_minor
        for share in breakdown.shares:
            sums["share", share.to, share.reference] += share.minor
        for item in breakdown.items:
            sums["line", item.line] += item.incl_minor
            sums["line tax", item.line] += item.tax_minor
    return {key: value for key, value in sums.items() if value}


@given(
    paid=orders(),
    resolution=st.sampled_from(
        [Resolution.REFUND, Resolution.STORE_CREDIT, Resolution.REPLACEMENT]
    ),
    restocking=percents,
    bonus=percents,
    data=st.data(),
    knows_indexes=st.booleans(),
)
def test_any_split_in_any_order_gives_the_same_as_all_at_once(
    paid, resolution, restocking, bonus, data, knows_indexes
) -> None:
    terms = RefundTerms(
        shipping=OutboundShipping.WHEN_COMPLETE, credit_bonus_percent=bonus
    )
    of_item = {"resolution": resolution, "restocking_percent": restocking}
    elsewhere = {
        line.id: data.draw(st.integers(0, line.quantity)) for line in paid.lines
    }
    paid = replace(
        paid,
        lines=tuple(
            replace(line, units_elsewhere=elsewhere[line.id]) for line in paid.lines
        ),
    )
    quantities = {
        line.id: data.draw(st.integers(0, line.quantity - elsewhere[line.id]))
        for line in paid.lines
    }
    at_once = [
        RefundItem(line=key, quantity=quantity, **of_item)
        for key, quantity in quantities.items()
        if quantity
    ]
    units = data.draw(
        st.permutations([k for k, q in quantities.items() for _ in range(q)])
    )
    cuts = data.draw(st.lists(st.booleans(), min_size=len(units), max_size=len(units)))
    course = Course(paid, knows_indexes)
    breakdowns, parcel = [], []
    for unit, is_last in zip(units, cuts, strict=True):
        parcel.append(RefundItem(line=unit, quantity=1, **of_item))
        if is_last:
            breakdowns.append(course.take(parcel, terms))
            parcel = []
    breakdowns.append(course.take(parcel, terms) if parcel else summed(paid))

    assert _sums(breakdowns) == _sums([summed(paid, *at_once, terms=terms)])


@given(paid=orders(), data=st.data())
def test_everything_gives_back_exactly_what_was_paid_to_whom_it_came_from(
    paid, data
) -> None:
    course = Course(paid, knows_indexes=True)
    terms = RefundTerms(
        kind=RequestKind.WITHDRAWAL,
        shipping=OutboundShipping.WHEN_COMPLETE,
        gift_cards=data.draw(st.sampled_from(GiftCards)),
    )
    units = [line.id for line in paid.lines for _ in range(line.quantity)]
    for unit in data.draw(st.permutations(units)):
        course.take([RefundItem(line=unit, quantity=1)], terms)

    assert course.paid.refunded_minor == paid.captured_minor
    for tender in course.paid.tenders:
        assert tender.refunded_minor == tender.paid_minor


@given(data=st.data(), line=paid_lines(0), knows_indexes=st.booleans())
def test_returns_taken_back_and_made_again_never_move_a_cent(
    data, line, knows_indexes
) -> None:
    """Returns that are cancelled free their units; whichever they were, the line's
    payment is never exceeded, and all of it comes back with the last unit."""
    paid = line.paid_incl_minor or 0
    held: list[tuple[frozenset[int], int]] = []
    for cancels in [*data.draw(st.lists(st.booleans(), max_size=12)), False]:
        if cancels and held:
            held.pop(data.draw(st.integers(0, len(held) - 1)))
            continue
        now = _holding(line, held, knows_indexes=knows_indexes)
        left = line.quantity - now.taken_units
        if not left:
            continue
        quantity = data.draw(st.integers(1, left))
        held.append(_take(now, quantity, paid))
        assert sum(minor for _, minor in held) <= paid
    now = _holding(line, held, knows_indexes=knows_indexes)
    if now.taken_units < line.quantity:
        held.append(_take(now, line.quantity - now.taken_units, paid))

    assert sum(minor for _, minor in held) == paid


def _holding(line: PaidLine, held: Any, *, knows_indexes: bool) -> PaidLine:
    taken = [unit for units, _ in held for unit in units]
    return replace(
        line,
        taken_units=len(taken),
        taken_minor=sum(minor for _, minor in held),
        taken_indexes=frozenset(taken) if knows_indexes else None,
    )


def _take(line: PaidLine, quantity: int, paid: int) -> tuple[frozenset[int], int]:
    whole = PaidOrder(currency="EUR", lines=(line,), captured_minor=paid)
    item = summed(whole, RefundItem(line=line.id, quantity=quantity)).items[0]
    # Units known by number only may be named twice; their count is what is kept.
    names = item.units if line.taken_indexes is not None else range(quantity)
    return frozenset(names), item.worth_incl_minor


@given(line=paid_lines(0))
def test_the_taxes_of_the_units_make_up_the_tax_of_the_line(line) -> None:
    paid = PaidOrder(currency="EUR", lines=(line,), captured_minor=10**9)
    one_by_one = [RefundItem(line=line.id, quantity=1)] * line.quantity

    units = summed(paid, *one_by_one).items
    whole = summed(paid, RefundItem(line=line.id, quantity=line.quantity)).items[0]

    assert sum(unit.tax_minor for unit in units) == whole.tax_minor
    assert all(unit.tax_minor >= 0 for unit in units)
    if line.paid_excl_minor is not None:
        assert whole.excl_minor == line.paid_excl_minor


@given(
    total=st.integers(0, 10**9),
    count=st.integers(0, 40),
    data=st.data(),
)
def test_shares_of_units_are_those_written_down_one_by_one(total, count, data) -> None:
    shares = unit_shares(total, count) if count else []
    first = data.draw(st.integers(0, count))
    last = data.draw(st.integers(first, count))
    some = (
        data.draw(st.lists(st.sampled_from(range(count)), unique=True)) if count else []
    )

    assert share_of(total, count, range(first, last)) == sum(shares[first:last])
    assert share_of(total, count, some) == sum(shares[unit] for unit in some)


@given(line=paid_lines(0), data=st.data())
def test_the_refund_of_a_line_alone_is_the_same_without_a_breakdown(line, data) -> None:
    taken = data.draw(st.integers(0, line.quantity))
    elsewhere = data.draw(st.integers(0, line.quantity - taken))
    minor = data.draw(amounts)
    quantity = data.draw(st.integers(1, line.quantity))
    paid = line.paid_incl_minor or 0
    line = replace(
        line, taken_units=taken, taken_minor=minor, units_elsewhere=elsewhere
    )
    balance = LineBalance(paid, line.quantity, taken, minor, elsewhere)
    whole = PaidOrder(currency="EUR", lines=(line,), captured_minor=paid)

    item = summed(whole, RefundItem(line=line.id, quantity=quantity)).items[0]

    assert item.worth_incl_minor == line_refund(balance, quantity)
