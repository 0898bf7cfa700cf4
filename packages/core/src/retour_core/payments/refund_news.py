"""Refunds that a service took and could not carry out after all.

A refund is *done* for us once the service took it. Days later a bank may send the money
back, or somebody stops it at the service; then the fee is the customer's still.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from retour_core.carriers.account_health import note_fault
from retour_core.payments.accounts import provider_for
from retour_core.payments.base import PaymentFault, RefundStatus, ToldRefund
from retour_core.payments.entries import take_back
from retour_core.payments.models import FeeRefund, FeeRefundState, Payment
from retour_core.returns.actors import SYSTEM
from retour_core.returns.transition import lock_return, note

# Banks send back within days; what a webhook tells later is looked at all the same.
FOLLOWED_FOR = timedelta(days=30)
_PAUSE = timedelta(days=1)
# Only what has had time to be listed at the service can be missing there.
_LISTED_AFTER = timedelta(minutes=10)
_FAILED = "The payment service took it, and could not carry it out."
_CANCELED = "It was cancelled at the payment service."


def look_after_refund(payment_id: int) -> None:
    """Ask the service how a fee that it took to give back stands.

    What failed since is written down once, however often and by whom this is called:
    the refund is open to be tried again, the fee is held again, staff are told. Raises
    ``PaymentFault``.
    """
    refund = _taken(payment_id)
    if refund is None:
        _plan(payment_id, None)
        return
    payment = refund.payment
    try:
        provider = provider_for(payment.account)
        told = provider.find_refund(payment.provider_id, refund.key)
    except PaymentFault as fault:
        note_fault(payment.account, fault)
        _plan(payment_id, _next_look(refund))
        raise
    if failure := _failure(refund, told):
        _came_back(refund, failure)
    else:
        _plan(payment_id, _next_look(refund))


def _taken(payment_id: int) -> FeeRefund | None:
    done = FeeRefund.objects.filter(payment=payment_id, state=FeeRefundState.DONE)
    return done.select_related("payment__account").first()


def _failure(refund: FeeRefund, told: ToldRefund | None) -> str:
    """Why it is off; empty while it is not. What was cancelled may be gone."""
    if told is not None:
        reasons = {RefundStatus.FAILED: _FAILED, RefundStatus.CANCELED: _CANCELED}
        return reasons.get(told.status, "")
    taken = refund.finished_at
    is_young = taken is not None and timezone.now() < taken + _LISTED_AFTER
    return "" if is_young else _CANCELED


@transaction.atomic
def _came_back(seen: FeeRefund, failure: str) -> None:
    """Unless somebody else wrote it down meanwhile, or began another attempt."""
    ret = lock_return(seen.payment.parent_id)
    refund = FeeRefund.objects.select_related("payment").get(pk=seen.pk)
    if (refund.state, refund.attempt) != (FeeRefundState.DONE, seen.attempt):
        return
    refund.state, refund.failure = FeeRefundState.FAILED, failure
    refund.save(update_fields=["state", "failure"])
    _plan(refund.payment_id, None)
    take_back(refund, ret)
    note(ret, "fee.refund_failed", actor=SYSTEM, reason=failure)


def _next_look(refund: FeeRefund) -> datetime | None:
    following = timezone.now() + _PAUSE
    taken = refund.finished_at
    return following if taken and following < taken + FOLLOWED_FOR else None


def _plan(payment_id: int, at: datetime | None) -> None:
    Payment.objects.filter(pk=payment_id).update(ask_at=at)
