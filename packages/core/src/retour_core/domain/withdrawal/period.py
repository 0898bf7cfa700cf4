"""The statutory withdrawal period, as terms of a window."""

from __future__ import annotations

from enum import StrEnum

from retour_core.domain.windows import AnchorKind, TermsInvalid, WindowTerms

STATUTORY_DAYS = 14


class ContractKind(StrEnum):
    """Goods count from the last good's delivery, all else from the contract's day."""

    GOODS = "goods"
    SERVICE = "service"


def statutory_terms(
    *,
    kind: ContractKind = ContractKind.GOODS,
    days: int = STATUTORY_DAYS,
    transit_days: int = 7,
    grace_days: int = 0,
    informed: bool = True,
) -> WindowTerms:
    """CRD arts 9 and 10, with Regulation 1182/71.

    A merchant may give more ``days``, not fewer: TermsInvalid. Where no delivery is
    known, one is reckoned from the dispatch, and the window says that it is an
    estimate; goods not dispatched have begun no period. ``informed``: whether the
    consumer was told of the right, and of the function and its place (art. 6(1)(h)).
    """
    if days < STATUTORY_DAYS:
        raise TermsInvalid(
            f"The law gives {STATUTORY_DAYS} days to withdraw; {days} are too few."
        )
    if kind is ContractKind.SERVICE:
        anchors: tuple[AnchorKind, ...] = (AnchorKind.ORDERED,)
    else:
        anchors = (AnchorKind.DELIVERED, AnchorKind.SHIPPED)
    return WindowTerms(
        days=days,
        anchors=anchors,
        transit_days=transit_days,
        rolls_over=True,
        grace_days=grace_days,
        uninformed=not informed,
    )
