"""Fees that the service cannot give back, paid back by the merchant's own hand."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from retour_core.accounts.queries import account_zone
from retour_core.domain.errors import DomainError
from retour_core.payments.entries import pay_otherwise
from retour_core.payments.models import FeeRefund, FeeRefundState
from retour_core.payments.refunding import FeeNotHeld
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return
from retour_core.returns.transition import lock_return, note


class PaidBackWhen(DomainError):
    """The day lies between the payment of the fee and today."""

    code = "fee_paid_back_when"


@transaction.atomic
def paid_otherwise(
    ret: Return, refund_id: int, *, actor: Actor, day: date, how: str
) -> None:
    """Write down that a fee whose refund failed was paid back otherwise, on ``day``.

    The service is not asked for it any more. Again, it changes nothing. Raises
    ``FeeNotHeld`` unless ``refund_id`` is a failed refund of this return, and
    ``PaidBackWhen``.
    """
    locked = lock_return(ret.pk)
    rows = FeeRefund.objects.filter(payment__parent=locked).select_related("payment")
    refund = rows.filter(pk=refund_id).first()
    if refund is None:
        raise FeeNotHeld
    if refund.state == FeeRefundState.OTHERWISE:
        return
    if refund.state != FeeRefundState.FAILED:
        raise FeeNotHeld
    _check(refund, day)
    refund.state, refund.failure = FeeRefundState.OTHERWISE, ""
    refund.save(update_fields=["state", "failure"])
    pay_otherwise(refund, locked, paid_on=day, actor_name=actor.name, note=how)
    note(locked, "fee.paid_otherwise", actor=actor, day=day.isoformat(), how=how)


def _check(refund: FeeRefund, day: date) -> None:
    zone = ZoneInfo(account_zone())
    paid_at = refund.payment.paid_at or refund.payment.created_at
    first = timezone.localdate(paid_at, zone)
    if not first <= day <= timezone.localdate(timezone=zone):
        raise PaidBackWhen
