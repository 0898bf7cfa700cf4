"""The customers' fees, entry by entry: in the transaction of what they tell of."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from retour_core.payments.models import FeeEntry, FeeEntryKind, FeeRefund, Payment
from retour_core.returns.models import Return


def receive(payment: Payment, ret: Return) -> None:
    _write(payment, ret, FeeEntryKind.RECEIVED, payment.amount_minor)


def return_fee(refund: FeeRefund, ret: Return) -> None:
    """The service took it to be given back."""
    payment = refund.payment
    kind, minor = FeeEntryKind.REFUNDED, -payment.amount_minor
    _write(payment, ret, kind, minor, attempt=refund.attempt)


def take_back(refund: FeeRefund, ret: Return) -> None:
    """The service could not carry it out: the fee is held for the customer again."""
    payment = refund.payment
    kind, minor = FeeEntryKind.CAME_BACK, payment.amount_minor
    _write(payment, ret, kind, minor, attempt=refund.attempt)


def pass_on(payment: Payment, ret: Return) -> None:
    """The parcel is on its way: the fee has paid for its label."""
    _write(payment, ret, FeeEntryKind.PASSED_ON, -payment.amount_minor)


def pay_otherwise(
    refund: FeeRefund, ret: Return, *, paid_on: date, actor_name: str, note: str
) -> None:
    """The merchant paid it back by other means."""
    payment = refund.payment
    _write(
        payment,
        ret,
        FeeEntryKind.OTHERWISE,
        -payment.amount_minor,
        attempt=refund.attempt,
        paid_on=paid_on,
        actor_name=actor_name,
        note=note,
    )


def _write(
    payment: Payment,
    ret: Return,
    kind: FeeEntryKind,
    minor: int,
    *,
    attempt: int = 1,
    **said: Any,
) -> None:
    """Once each; the return is locked, so nobody else writes."""
    known = FeeEntry.objects.filter(payment=payment, kind=kind, attempt=attempt)
    if known.exists():
        return
    FeeEntry.objects.create(
        brand_id=ret.brand_id,
        payment=payment,
        kind=kind,
        attempt=attempt,
        amount_minor=minor,
        currency=payment.currency,
        is_live=payment.is_live,
        at=timezone.now(),
        **said,
    )
