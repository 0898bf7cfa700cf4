"""What refunds take from each means of payment, one refund after the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.policies.kinds import GiftCards
from retour_core.domain.refunds import (
    BreakdownInvalid,
    Share,
    ShareTo,
    Tender,
    TenderKind,
    after_payouts,
    dump_shares,
    load_shares,
    shares_of_amount,
)

FIRST, LAST = GiftCards.FIRST, GiftCards.LAST
GIFT = Tender(reference="g", kind=TenderKind.GIFT_CARD, paid_minor=3000)
CARD = Tender(reference="c", kind=TenderKind.CARD, paid_minor=7000)

amounts = st.integers(0, 10**9)
tenders = st.lists(
    st.builds(
        Tender,
        reference=st.sampled_from("abcdef"),
        kind=st.sampled_from(TenderKind),
        paid_minor=amounts,
    ),
    max_size=6,
    unique_by=lambda tender: tender.reference,
)


def to(tender: Tender, minor: int) -> Share:
    return Share(ShareTo.TENDER, minor, tender.reference, tender.kind)


def left(*payouts: list[Share], gift_cards: GiftCards = FIRST) -> dict[str, int]:
    return {
        tender.reference: tender.paid_minor - tender.refunded_minor
        for tender in after_payouts([CARD, GIFT], payouts, gift_cards)
    }


def test_a_refund_takes_from_the_tenders_it_names() -> None:
    assert left([to(GIFT, 1000), to(CARD, 500)]) == {"c": 6500, "g": 2000}


@pytest.mark.parametrize(
    ("gift_cards", "found"),
    [(FIRST, {"c": 6000, "g": 0}), (LAST, {"c": 3000, "g": 3000})],
)
def test_what_names_no_tender_is_taken_as_it_would_be_given(
    gift_cards: GiftCards, found: dict[str, int]
) -> None:
    assert left([Share(ShareTo.UNASSIGNED, 4000)], gift_cards=gift_cards) == found


def test_a_tender_the_order_no_longer_names_is_taken_from_the_others() -> None:
    gone = Share(ShareTo.TENDER, 3500, "old", TenderKind.CARD)
    assert left([gone]) == {"c": 6500, "g": 0}


def test_new_store_credit_is_taken_from_none() -> None:
    assert left([Share(ShareTo.NEW_CREDIT, 4000)]) == {"c": 7000, "g": 3000}


def test_an_amount_staff_chose_keeps_the_credit_as_far_as_it_reaches() -> None:
    credit = Share(ShareTo.NEW_CREDIT, 1000)
    assert shares_of_amount(800, 1000, [CARD, GIFT], FIRST) == [
        Share(ShareTo.NEW_CREDIT, 800)
    ]
    assert shares_of_amount(4500, 1000, [CARD, GIFT], FIRST) == [
        to(GIFT, 3000),
        to(CARD, 500),
        credit,
    ]


def test_written_shares_are_read_as_they_were_and_nothing_else_is() -> None:
    shares = (to(GIFT, 1000), Share(ShareTo.UNASSIGNED, 5))
    assert load_shares(dump_shares(shares)) == shares
    with pytest.raises(BreakdownInvalid):
        load_shares([{"to": "tender", "minor": "1000"}])


@given(
    paid=tenders,
    asked=st.lists(st.tuples(amounts, amounts), max_size=8),
    gift_cards=st.sampled_from(GiftCards),
)
def test_no_tender_gives_more_than_it_paid_and_all_no_more_than_was_captured(
    paid: list[Tender], asked: list[tuple[int, int]], gift_cards: GiftCards
) -> None:
    captured = sum(tender.paid_minor for tender in paid)
    payouts: list[list[Share]] = []
    given = 0
    for amount, credit in asked:
        minor = min(amount, captured - given)
        known = after_payouts(paid, payouts, gift_cards)
        shares = shares_of_amount(minor, credit, known, gift_cards)
        assert sum(share.minor for share in shares) == minor
        assert ShareTo.UNASSIGNED not in {share.to for share in shares}
        payouts.append(shares)
        given += minor
    for tender in after_payouts(paid, payouts, gift_cards):
        named = sum(
            share.minor
            for shares in payouts
            for share in shares
            if share.to is ShareTo.TENDER and share.reference == tender.reference
        )
        assert tender.refunded_minor == named <= tender.paid_minor
    assert given <= captured


@given(
    paid=tenders,
    before=st.lists(amounts, max_size=3),
    amount=amounts,
    gift_cards=st.sampled_from(GiftCards),
)
def test_refunds_from_before_tenders_were_told_count_against_them(
    paid: list[Tender], before: list[int], amount: int, gift_cards: GiftCards
) -> None:
    captured = sum(tender.paid_minor for tender in paid)
    early = [[Share(ShareTo.UNASSIGNED, minor)] for minor in before]
    known = after_payouts(paid, early, gift_cards)
    spent = sum(tender.refunded_minor for tender in known)
    assert spent == min(sum(before), captured)
    minor = min(amount, captured - spent)
    shares = shares_of_amount(minor, 0, known, gift_cards)
    assert sum(share.minor for share in shares if share.to is ShareTo.TENDER) == minor
