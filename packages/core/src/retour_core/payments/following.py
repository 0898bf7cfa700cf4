"""What becomes of a fee when its return moves: given back, or passed on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from retour_core.domain.states import ReturnState
from retour_core.payments.entries import pass_on
from retour_core.payments.queries import fee_state
from retour_core.payments.refunding import give_back
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return, ReturnEvent

_OFF = frozenset({ReturnState.CANCELLED, ReturnState.EXPIRED})
_SENT = frozenset({ReturnState.IN_TRANSIT, ReturnState.ARRIVED, ReturnState.INSPECTED})


def timeline_written(events: Sequence[ReturnEvent], **_kwargs: Any) -> None:
    """In the transaction that moved the returns, whoever moved them.

    A label that was paid for and not used is given back with its fee; once the parcel
    is on its way the fee is earned, whatever comes later.
    """
    for event in events:
        if event.parent.label_fee_minor is None:
            continue
        if event.to_state in _OFF:
            _off(event.parent)
        elif event.to_state in _SENT:
            _sent(event.parent)


def _off(ret: Return) -> None:
    fee = fee_state(ret)
    if fee.is_passed_on:
        return
    if fee.payment is not None and fee.payment.accepted_at is not None:
        give_back(ret, fee.payment, reason="return_off", actor=SYSTEM)
    # Should the parcel turn up all the same, the fee is due again.
    ret.label_fee_minor = None
    ret.save(update_fields=["label_fee_minor"])


def _sent(ret: Return) -> None:
    fee = fee_state(ret)
    if fee.payment is None or fee.payment.accepted_at is None or fee.refund is not None:
        return
    pass_on(fee.payment, ret)
