"""Beginning a payment: the row first, then the service, never two at once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from retour_core.carriers.account_health import note_fault, note_success
from retour_core.carriers.base import REFUSALS
from retour_core.domain.errors import DomainError
from retour_core.domain.states import ReturnState
from retour_core.payments.accounts import provider_for
from retour_core.payments.base import PaymentFault, PaymentRequest
from retour_core.payments.models import Payment, PaymentState
from retour_core.payments.queries import account_in_use
from retour_core.payments.settling import FIRST_ASK, take_in
from retour_core.returns.actors import Actor
from retour_core.returns.approving import ask_for_label
from retour_core.returns.links import paid_url
from retour_core.returns.models import Return
from retour_core.returns.transition import lock_return, note

# Services remember a key for an hour (docs.mollie.com, “API idempotency”). What was
# begun before was never shown to anybody, and is not taken up again.
KEY_LIVES = timedelta(minutes=50)
_LONGEST_DESCRIPTION = 100


class PaymentNotDue(DomainError):
    """This return waits for no payment."""

    code = "payment_not_due"


class PaymentUnavailable(DomainError):
    """The payment service cannot be reached now; nothing was charged."""

    code = "payment_unavailable"


def start_payment(ret: Return) -> Payment:
    """The payment of a return's fee, with the address where the customer pays.

    Pressed twice, in two tabs or after a lost answer, it is the same payment. One that
    is being paid already has no address. Raises ``PaymentNotDue``,
    ``PaymentUnavailable``.
    """
    payment = _intent(ret.pk)
    if payment.state != PaymentState.NEW:
        return payment
    try:
        told = provider_for(payment.account).create(_request(payment))
        started = take_in(payment.pk, told)
    except PaymentFault as fault:
        note_fault(payment.account, fault)
        if fault.kind in REFUSALS:
            _refused(payment, fault)
        raise PaymentUnavailable from None
    note_success(payment.account)
    return started


@transaction.atomic
def release_unpaid(ret: Return, *, actor: Actor) -> Return:
    """Let the label be made without waiting: the fee is kept back from the refund.

    What is paid all the same is given back. Raises ``PaymentNotDue``.
    """
    locked = lock_return(ret.pk)
    if locked.current_state is not ReturnState.AWAITING_PAYMENT:
        raise PaymentNotDue
    locked.label_fee_minor = None
    locked.save(update_fields=["label_fee_minor"])
    note(locked, "fee.deducted_instead", actor=actor)
    ask_for_label(locked, actor=actor)
    return locked


@transaction.atomic
def _intent(return_id: int) -> Payment:
    """The row that says a payment is being made, committed before it is."""
    now = timezone.now()
    locked = lock_return(return_id)
    due = locked.label_fee_minor
    if locked.current_state is not ReturnState.AWAITING_PAYMENT or due is None:
        raise PaymentNotDue
    live = locked.payments.live().first()
    if live is not None and _is_forgotten(live):
        live.state, live.ask_at = PaymentState.EXPIRED, None
        live.save(update_fields=["state", "ask_at"])
        live = None
    if live is None:
        account = account_in_use(locked.brand_id)
        if account is None:
            raise PaymentUnavailable
        live = Payment.objects.create(
            parent=locked,
            account=account,
            amount_minor=due,
            currency=locked.order.currency,
            is_live=account.is_live,
            asked_at=now,
            ask_at=now + FIRST_ASK,
        )
    return Payment.objects.select_related(
        "account", "parent__brand", "parent__order"
    ).get(pk=live.pk)


def _is_forgotten(payment: Payment) -> bool:
    asked = payment.asked_at
    is_new = payment.state == PaymentState.NEW and not payment.told_id
    return is_new and asked is not None and asked < timezone.now() - KEY_LIVES


def _refused(payment: Payment, fault: PaymentFault) -> None:
    """Clearly not made; a payment that is there after all says so by its webhook."""
    Payment.objects.filter(pk=payment.pk, state=PaymentState.NEW).update(
        state=PaymentState.FAILED, failure=str(fault)[:255], ask_at=None
    )


def _request(payment: Payment) -> PaymentRequest:
    ret = payment.parent
    description = f"{ret.brand.name} · {ret.rma_number}"
    return PaymentRequest(
        key=str(payment.public_id),
        amount=payment.amount,
        description=description[-_LONGEST_DESCRIPTION:],
        redirect_url=paid_url(ret),
        webhook_url=_hook(payment),
        locale=ret.locale,
    )


def _hook(payment: Payment) -> str:
    base = payment.parent.brand.portal_url
    if not base.startswith("https://"):
        return ""  # on somebody's own machine: nobody could call it
    return f"{base}/hooks/payments/{payment.public_id}"
