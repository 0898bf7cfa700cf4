"""Over what the order was paid with the refund goes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

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


def after_payouts(
    tenders: Iterable[Tender],
    payouts: Iterable[Sequence[Share]],
    gift_cards: GiftCards,
) -> tuple[Tender, ...]:
    """The tenders less what earlier refunds, oldest first, took from each.

    A share that names none of them, as of a refund decided before they were told, is
    taken as ``distribute`` would have; new store credit is not taken from any.
    """
    left = {tender.reference: tender for tender in tenders}
    for shares in payouts:
        unnamed = 0
        for share in shares:
            if share.to is ShareTo.NEW_CREDIT:
                continue
            if share.reference in left and share.to is ShareTo.TENDER:
                _take(left, share)
            else:
                unnamed += share.minor
        for share in distribute(unnamed, left.values(), gift_cards):
            if share.to is ShareTo.TENDER:
                _take(left, share)
    return tuple(left.values())


def _take(left: dict[str, Tender], share: Share) -> None:
    tender = left[share.reference]
    left[share.reference] = replace(
        tender, refunded_minor=tender.refunded_minor + share.minor
    )


def shares_of_amount(
    minor: int, credit_minor: int, tenders: Iterable[Tender], gift_cards: GiftCards
) -> list[Share]:
    """Where another amount than the computed one goes; ``credit_minor`` of that was
    to be new store credit, and still is as far as the amount reaches."""
    credit = min(credit_minor, minor)
    shares = distribute(minor - credit, tenders, gift_cards)
    if credit:
        shares.append(Share(ShareTo.NEW_CREDIT, credit))
    return shares
