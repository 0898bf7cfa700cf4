"""What a payment service says, taken in once: by webhook, return page and beat."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from retour_core.carriers.account_health import note_fault
from retour_core.domain.states import ReturnState
from retour_core.payments.accounts import provider_for
from retour_core.payments.base import (
    FaultKind,
    PaymentFault,
    PaymentStatus,
    ToldPayment,
)
from retour_core.payments.entries import receive
from retour_core.payments.models import LIVE_STATES, Payment, PaymentState
from retour_core.payments.refunding import give_back
from retour_core.returns.actors import CUSTOMER, SYSTEM
from retour_core.returns.approving import ask_for_label
from retour_core.returns.models import Return
from retour_core.returns.transition import lock_return, note

FIRST_ASK = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=6)


def settle_payment(payment_id: int) -> Payment:
    """Ask the service how a payment stands and do what follows, once.

    However often and by whom it is called: the first that reads “paid” releases the
    label, or has the money given back where no label waits for it; the others change
    nothing. Raises ``PaymentFault``.
    """
    payment = Payment.objects.select_related("account").get(pk=payment_id)
    provider_id = payment.provider_id or payment.told_id
    if payment.paid_at is not None or not provider_id:
        return payment
    try:
        told = provider_for(payment.account).fetch(provider_id)
        return take_in(payment.pk, told)
    except PaymentFault as fault:
        note_fault(payment.account, fault)
        raise


def take_in(payment_id: int, told: ToldPayment) -> Payment:
    """Write down what was told. Raises a ``permanent`` fault, and writes nothing but
    that, where it is told of another payment."""
    taken = _take_in(payment_id, told)
    if taken is None:
        Payment.objects.filter(pk=payment_id).update(told_id="")
        raise PaymentFault(FaultKind.PERMANENT, "That is another payment.")
    return taken


@transaction.atomic
def _take_in(payment_id: int, told: ToldPayment) -> Payment | None:
    return_id = Payment.objects.values_list("parent_id", flat=True).get(pk=payment_id)
    ret = lock_return(return_id)
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=payment_id)
    known = payment.provider_id or told.provider_id
    expected = (str(payment.public_id), payment.amount, known)
    if (told.key, told.amount, told.provider_id) != expected:
        return None
    payment.provider_id = told.provider_id
    if payment.paid_at is None and told.status is PaymentStatus.PAID:
        _paid(ret, payment)
    elif payment.state in LIVE_STATES:
        payment.state = PaymentState(told.status.value)
        payment.checkout_url = told.checkout_url
        _plan(payment)
    else:
        payment.ask_at = None
    payment.save()
    return payment


def _paid(ret: Return, payment: Payment) -> None:
    now = timezone.now()
    payment.state, payment.paid_at, payment.ask_at = PaymentState.PAID, now, None
    payment.checkout_url = ""
    is_awaited = ret.current_state is ReturnState.AWAITING_PAYMENT
    if is_awaited:
        payment.accepted_at = now
    payment.save()
    receive(payment, ret)
    note(
        ret,
        "fee.paid",
        actor=CUSTOMER,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
    )
    if is_awaited:
        ask_for_label(ret, actor=SYSTEM)
    else:
        give_back(ret, payment, reason="not_awaited", actor=SYSTEM)


def _plan(payment: Payment) -> None:
    """When the service is asked again, should it not call by itself."""
    now = timezone.now()
    if payment.state not in LIVE_STATES:
        payment.ask_at = None
        return
    payment.ask_at = now + min(FIRST_ASK * 2 ** min(payment.asks, 12), _LONGEST_PAUSE)
