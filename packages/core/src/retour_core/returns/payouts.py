"""To which means of payment the money of a refund goes back."""

from __future__ import annotations

from collections.abc import Iterable

from retour_core.domain.policies.kinds import GiftCards
from retour_core.domain.refunds import (
    RefundTerms,
    Share,
    ShareTo,
    Tender,
    TenderKind,
    after_payouts,
    load_shares,
)
from retour_core.orders.models import Order
from retour_core.returns.refund_models import Refund

GIFT_CARDS = RefundTerms().gift_cards


def tenders_left(
    order: Order, given: Iterable[Refund], gift_cards: GiftCards = GIFT_CARDS
) -> tuple[Tender, ...]:
    """What the order was paid with, less what the refunds ``given`` took from each."""
    tenders = [
        Tender(
            reference=tender["id"],
            kind=TenderKind(tender["kind"]),
            paid_minor=tender["minor"],
        )
        for tender in order.tenders
    ]
    if not tenders:
        return ()
    earlier = sorted(given, key=lambda row: row.pk)
    return after_payouts(tenders, map(shares_of, earlier), gift_cards)


def shares_of(decided: Refund) -> tuple[Share, ...]:
    """All of its amount, unassigned if it was decided before payouts were kept."""
    if decided.payouts:
        return load_shares(decided.payouts)
    return (Share(ShareTo.UNASSIGNED, decided.amount_minor),)
