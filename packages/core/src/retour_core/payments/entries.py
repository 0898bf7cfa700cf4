"""The customers' fees, entry by entry: in the transaction of what they tell of."""

from __future__ import annotations

from django.utils import timezone

from retour_core.payments.models import FeeEntry, FeeEntryKind, Payment
from retour_core.returns.models import Return


def receive(payment: Payment, ret: Return) -> None:
    _write(payment, ret, FeeEntryKind.RECEIVED, payment.amount_minor)


def return_fee(payment: Payment, ret: Return) -> None:
    _write(payment, ret, FeeEntryKind.REFUNDED, -payment.amount_minor)


def pass_on(payment: Payment, ret: Return) -> None:
    """The parcel is on its way: the fee has paid for its label."""
    _write(payment, ret, FeeEntryKind.PASSED_ON, -payment.amount_minor)


def _write(payment: Payment, ret: Return, kind: FeeEntryKind, minor: int) -> None:
    """Once each; the return is locked, so nobody else writes."""
    if FeeEntry.objects.filter(payment=payment, kind=kind).exists():
        return
    FeeEntry.objects.create(
        brand_id=ret.brand_id,
        payment=payment,
        kind=kind,
        amount_minor=minor,
        currency=payment.currency,
        is_live=payment.is_live,
        at=timezone.now(),
    )
