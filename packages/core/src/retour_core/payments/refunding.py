"""Giving a fee back: decided with the fact that makes it due, carried out once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from retour_core.carriers.account_health import note_fault
from retour_core.carriers.base import REFUSALS
from retour_core.domain.errors import DomainError
from retour_core.outbox.operations import put, revive
from retour_core.outbox.registry import TryLater, Undeliverable
from retour_core.payments.accounts import provider_for
from retour_core.payments.base import PaymentFault, ToldRefund
from retour_core.payments.entries import return_fee
from retour_core.payments.models import FeeRefund, FeeRefundState, Payment
from retour_core.payments.queries import fee_state
from retour_core.returns.actors import SYSTEM, Actor
from retour_core.returns.models import Return
from retour_core.returns.transition import lock_return, note

FIRST_LOOK = timedelta(hours=1)


class FeeNotHeld(DomainError):
    """There is no fee of this return to give back."""

    code = "fee_not_held"


def give_back(ret: Return, payment: Payment, *, reason: str, actor: Actor) -> None:
    """Promise a paid fee back; a second time changes nothing. The return is locked."""
    refund, is_new = FeeRefund.objects.get_or_create(
        payment=payment, defaults={"reason": reason}
    )
    if is_new:
        key = _dedupe_key(refund)
        put("fee_refund", {"refund_id": refund.pk}, dedupe_key=key)
        note(ret, "fee.refund_decided", actor=actor, reason=reason)


@transaction.atomic
def refund_fee(ret: Return, *, actor: Actor) -> None:
    """Give the fee back for good will; it is not taken from the refund instead.

    Raises ``FeeNotHeld`` where none was paid, or it is given back or passed on.
    """
    locked = lock_return(ret.pk)
    state = fee_state(locked)
    if not state.may_be_refunded or state.payment is None:
        raise FeeNotHeld
    give_back(locked, state.payment, reason="goodwill", actor=actor)


@transaction.atomic
def retry_refund(ret: Return) -> None:
    """Ask the service once more after it refused, or after what it took failed.

    The same is asked again, unless the service made a refund of it: that one stays
    failed, and another is asked for under another key. Raises ``FeeNotHeld``.
    """
    locked = lock_return(ret.pk)
    refund = fee_state(locked).failed
    if refund is None:
        raise FeeNotHeld
    refund.state, refund.failure = FeeRefundState.PENDING, ""
    was_made = bool(refund.provider_id)
    if was_made:
        refund.attempt += 1
        refund.provider_id, refund.asked_at, refund.finished_at = "", None, None
    refund.save()
    message = put(
        "fee_refund", {"refund_id": refund.pk}, dedupe_key=_dedupe_key(refund)
    )
    if not was_made:
        revive(message.pk)


def refund_payment(
    payload: dict[str, Any], *, message_id: int
) -> Callable[[], None] | None:
    """Deliver one ``fee_refund`` message: look it up if it was asked for, then ask."""
    del message_id  # the refund's own id is the key outside
    refund = FeeRefund.objects.select_related("payment__account").get(
        pk=payload["refund_id"]
    )
    if refund.state in (FeeRefundState.DONE, FeeRefundState.OTHERWISE):
        return None
    try:
        told = _ask(refund)
    except PaymentFault as fault:
        note_fault(refund.payment.account, fault)
        if fault.kind in REFUSALS:
            raise Undeliverable(str(fault)) from None
        raise TryLater(str(fault), after=fault.retry_after) from None
    if told.is_off:
        FeeRefund.objects.filter(pk=refund.pk).update(provider_id=told.provider_id)
        raise Undeliverable("The payment service could not give it back.")
    return partial(_save, refund.pk, told)


def refund_given_up(payload: dict[str, Any], reason: str) -> None:
    """Called when a ``fee_refund`` message died: staff see it and may try again."""
    refund = FeeRefund.objects.select_related("payment").get(pk=payload["refund_id"])
    ret = lock_return(refund.payment.parent_id)
    rows = FeeRefund.objects.filter(pk=refund.pk)
    if not rows.exclude(state=FeeRefundState.OTHERWISE).update(
        state=FeeRefundState.FAILED, failure=reason[:255]
    ):
        return
    note(ret, "fee.refund_failed", actor=SYSTEM, reason=reason[:255])


def _ask(refund: FeeRefund) -> ToldRefund:
    payment, key = refund.payment, refund.key
    provider = provider_for(payment.account)
    if refund.asked_at is not None:
        found = provider.find_refund(payment.provider_id, key)
        if found is not None:
            return found
    else:
        now = timezone.now()
        FeeRefund.objects.filter(pk=refund.pk).update(asked_at=now)
    return provider.refund(payment.provider_id, key, payment.amount)


def _save(refund_id: int, told: ToldRefund) -> None:
    refund = FeeRefund.objects.select_related("payment").get(pk=refund_id)
    ret = lock_return(refund.payment.parent_id)
    refund.refresh_from_db(fields=["state"])
    if refund.state == FeeRefundState.DONE:
        return
    refund.state, refund.failure = FeeRefundState.DONE, ""
    refund.provider_id, refund.finished_at = told.provider_id, timezone.now()
    refund.save()
    # What the service took can still fail: it is asked how that went.
    Payment.objects.filter(pk=refund.payment_id).update(
        ask_at=refund.finished_at + FIRST_LOOK
    )
    return_fee(refund, ret)
    note(ret, "fee.refunded", actor=SYSTEM)


def _dedupe_key(refund: FeeRefund) -> str:
    again = "" if refund.attempt == 1 else f"-{refund.attempt}"
    return f"fee-refund-{refund.pk}{again}"
