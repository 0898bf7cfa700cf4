"""Over what the order was paid with the refund goes back."""

from __future__ import annotations

from collections.abc import Iterable

from retour_core.domain.policies.kinds import GiftCards
from retour_core.domain.refunds.breakdown import Share, ShareTo
from retour_core.domain.refunds.order import Tender, TenderKind

_PREPAID = frozenset({TenderKind.GIFT_CARD, TenderKind.STORE_CREDIT})


def distribute(
    money: int, tenders: Iterable[Tender], gift_cards: GiftCards
) -> list[Share]:
    """One tender after the other, each as far as it was paid with and not refunded.

    Gift cards and store credit first or last, else in the sequence given. What no
    tender holds is unassigned.
    """
    prepaid_first = gift_cards is GiftCards.FIRST
    shares = []
    for tender in sorted(
        tenders, key=lambda tender: (tender.kind in _PREPAID) is not prepaid_first
    ):
        part = min(money, max(tender.paid_minor - tender.refunded_minor, 0))
        if part:
            shares.append(Share(ShareTo.TENDER, part, tender.reference, tender.kind))
            money -= part
    if money:
        shares.append(Share(ShareTo.UNASSIGNED, money))
    return shares
