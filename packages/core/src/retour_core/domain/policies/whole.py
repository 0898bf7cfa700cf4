"""From the items to the return as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from retour_core.domain.policies.decision import (
    Cause,
    ItemDecision,
    Note,
    NoteCode,
    WholeDecision,
)
from retour_core.domain.policies.fees import FREE, Fee
from retour_core.domain.policies.kinds import Approval, FeePer, FeeWhen, Payer
from retour_core.domain.policies.outcomes import Slot

_T = TypeVar("_T")
_APART = Note(code=NoteCode.APART)


def whole_of(
    general: ItemDecision,
    items: Sequence[ItemDecision],
    currency: str,
    *,
    fee_when: FeeWhen = FeeWhen.DEDUCTED,
) -> WholeDecision:
    """What one return with these items needs; ``general`` speaks if there are none.

    One item that needs an agent, a photo or an answer makes the return need it. The
    parcel goes back once: the dearest fee per return counts, unless one of the items
    is the merchant's fault, which makes it free.
    """
    counted = [item for item in items or (general,) if item.returnable]
    travelling = [item for item in counted if item.travels]
    addresses = dict.fromkeys(item.return_address for item in travelling)
    carriers = (item.carrier for item in travelling if item.carrier is not None)
    methods = _common([item.methods for item in travelling])
    fee, payer = _fee(travelling, currency)
    needs_agent = any(item.approval is Approval.AGENT for item in counted)
    questions = (question for item in counted for question in item.require_answers)
    is_apart = bool(travelling) and (not methods or len(addresses) > 1)
    return WholeDecision(
        returnable=bool(counted),
        approval=Approval.AGENT if needs_agent else Approval.AUTOMATIC,
        methods=methods,
        resolutions=_common([item.resolutions for item in counted]),
        fee=fee,
        fee_payer=payer,
        fee_when=fee_when,
        require_photo=any(item.require_photo for item in counted),
        require_answers=tuple(dict.fromkeys(questions)),
        return_addresses=tuple(addresses),
        carrier=next(carriers, None),
        notes=(_APART,) if is_apart else (),
    )


def _common(offers: Sequence[tuple[_T, ...]]) -> tuple[_T, ...]:
    """What all offer, in the sequence of the first."""
    if not offers:
        return ()
    others = [frozenset(offer) for offer in offers[1:]]
    return tuple(one for one in offers[0] if all(one in other for other in others))


def _fee(travelling: Sequence[ItemDecision], currency: str) -> tuple[Fee, Payer]:
    if any(i.cause_of(Slot.FEE).cause is Cause.OUR_FAULT for i in travelling):
        return FREE, Payer.MERCHANT
    paying = [item for item in travelling if item.fee_payer is Payer.CUSTOMER]
    once = [item.fee for item in paying if item.fee.per is FeePer.RETURN]
    if not once:
        return FREE, Payer.CUSTOMER if paying else Payer.MERCHANT
    return max(once, key=lambda fee: _size(fee, currency)), Payer.CUSTOMER


def _size(fee: Fee, currency: str) -> tuple[int, object]:
    fixed = fee.fixed_in(currency)
    return (fixed.minor if fixed else 0, fee.percent or 0)
