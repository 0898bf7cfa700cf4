"""Asking services that did not call: what a webhook forgot is found all the same."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from retour_core.payments.base import PaymentFault
from retour_core.payments.models import Payment, PaymentState
from retour_core.payments.paying import KEY_LIVES
from retour_core.payments.refund_news import look_after_refund
from retour_core.payments.settling import settle_payment

# How long a claimed payment is left to the task that asks; longer than a task may run.
LEASE = timedelta(minutes=10)
# A bank transfer takes days; after this nobody pays any more.
GIVEN_UP = timedelta(days=45)
PATIENCE = 60  # seconds a task may wait in the broker
_BATCH = 50


@transaction.atomic
def claim(*, now: datetime) -> list[int]:
    """The payments to ask for now. Two that get the same one do no harm."""
    due = Payment.objects.filter(ask_at__lte=now).order_by("ask_at")
    ids = list(due.values_list("pk", flat=True)[:_BATCH])
    Payment.objects.filter(pk__in=ids).update(ask_at=now + LEASE, asks=F("asks") + 1)
    return ids


def ask(payment_id: int) -> None:
    """Ask about one payment; after a fault it is asked again when the lease ends."""
    payment = Payment.objects.get(pk=payment_id)
    if payment.paid_at is not None:
        with suppress(PaymentFault):
            look_after_refund(payment_id)
        return
    asked = payment.asked_at or payment.created_at
    is_known = payment.provider_id or payment.told_id
    if is_known:
        with suppress(PaymentFault):
            settle_payment(payment_id)
    # Where there is no id, nobody was ever shown where to pay it.
    if asked < timezone.now() - (GIVEN_UP if is_known else KEY_LIVES):
        Payment.objects.live().filter(pk=payment_id).update(
            state=PaymentState.EXPIRED, ask_at=None
        )
