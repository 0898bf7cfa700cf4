"""Books refunds that were decided in Retour, each exactly once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from oscar.core.loading import get_class, get_model

from retour_core.domain.errors import DomainError
from retour_core.domain.wire_returns import RefundLineOut, RefundOut, RefundResultIn
from retour_shop.client import RetourClient
from retour_shop.errors import ErrorKind, RetourError
from retour_shop.platforms.oscar.conf import retour_settings
from retour_shop.platforms.oscar.models import BookedRefund
from retour_shop.platforms.oscar.payments import paid_by

logger = logging.getLogger(__name__)

# Sent after the booking is committed, with ``booked`` (a BookedRefund). A shop that
# pays money out through a gateway of its own listens here: ``booked.retour_id`` is its
# key against doubles, as all listeners are told again until none of them raises.
refund_booked = Signal()


class RefundNotBookable(DomainError):
    """The shop cannot book this refund."""

    code = "refund_not_bookable"


@dataclass(frozen=True)
class _Share:
    source: Any
    amount: Decimal


def poll_refunds(client: RetourClient) -> int:
    """Book and report what Retour has pending. Returns how many were reported."""
    done = 0
    cursor: str | None = None
    while True:
        page = client.pending_refunds(cursor=cursor)
        for refund in page.items:
            done += _settle(client, refund)
        cursor = page.next_cursor
        if cursor is None:
            return done


def _settle(client: RetourClient, refund: RefundOut) -> bool:
    """Whether it was reported; one that cannot be booked now holds no other back."""
    try:
        booked = book_refund(refund)
    except (OperationalError, InterfaceError):
        raise  # the database is away, for all of them
    except Exception:
        logger.exception(
            "Refund %s could not be booked; it is tried again.", refund.rma_number
        )
        return False
    if not booked.is_told:
        return False
    report_refund(client, booked)
    return True


def report_refund(client: RetourClient, booked: BookedRefund) -> None:
    """Tell Retour what became of the refund. Safe to repeat after any crash."""
    result = RefundResultIn(
        outcome=BookedRefund.Outcome(booked.outcome).value,
        reference=f"payment-event-{booked.payment_event_id or booked.pk}",
        message=booked.message,
    )
    try:
        client.report_refund(
            booked.retour_id,
            result,
            idempotency_key=f"refund-{booked.retour_id}-{booked.outcome}",
        )
    except RetourError as error:
        # This one refund is no longer there to report on; the others still are.
        if error.kind not in {ErrorKind.PERMANENT, ErrorKind.INPUT}:
            raise
        logger.warning("Refund %s was not reported: %s", booked.retour_id, error)
    BookedRefund.objects.filter(pk=booked.pk).update(reported_at=timezone.now())


def book_refund(refund: RefundOut) -> BookedRefund:
    """The booking of this refund: made now, or found if it was made before.

    Listeners of ``refund_booked`` have heard of it, or are to hear (``is_told``).
    """
    known = BookedRefund.objects.filter(retour_id=refund.id).first()
    if known is not None:
        return _tell(known)
    try:
        with transaction.atomic():
            booked = _book(refund)
    except IntegrityError:
        # Another worker was first; the unique id let only one of us through.
        return _tell(BookedRefund.objects.get(retour_id=refund.id))
    except RefundNotBookable as error:
        return _record_failure(refund, error.message)
    except Exception as error:
        if not isinstance(error, _refusals()):
            raise
        return _record_failure(refund, str(error) or type(error).__name__)
    return _tell(booked)


def _tell(booked: BookedRefund) -> BookedRefund:
    """Tell the listeners, unless they know or another worker is at it. What one of them
    raises is logged by Django."""
    if booked.is_told:
        return booked
    now = timezone.now()
    lease = timedelta(seconds=retour_settings().lease_seconds)
    free = Q(telling_until=None) | Q(telling_until__lt=now)
    row = BookedRefund.objects.filter(pk=booked.pk)
    if not row.filter(free, told_at=None).update(telling_until=now + lease):
        return booked
    answers = refund_booked.send_robust(sender=BookedRefund, booked=booked)
    if any(isinstance(answer, Exception) for _listener, answer in answers):
        row.update(telling_until=None)
        return booked
    booked.told_at = timezone.now()
    row.update(told_at=booked.told_at, telling_until=None)
    return booked


def _refusals() -> tuple[type[Exception], ...]:
    """What a shop's own event handler raises when it refuses."""
    refused: type[Exception] = get_class("order.exceptions", "InvalidPaymentEvent")
    payment: type[Exception] = get_class("payment.exceptions", "PaymentError")
    return refused, payment


def _book(refund: RefundOut) -> BookedRefund:
    order = _locked_order(refund)
    # Written first: a second worker waits here, or is refused by the unique id.
    booked = BookedRefund.objects.create(
        retour_id=refund.id,
        rma_number=refund.rma_number,
        order=order,
        outcome=BookedRefund.Outcome.SUCCESS,
        amount=refund.amount,
        currency=refund.currency,
    )
    amount = Decimal(refund.amount)
    lines, quantities = _lines(order, refund.lines)
    shares = _shares(order, refund, amount)
    handler = get_class("order.processing", "EventHandler")()
    event_type = _event_type()
    event = handler.handle_payment_event(
        order, event_type, amount, lines, quantities, reference=refund.rma_number
    )
    for share in shares:
        share.source.refund(share.amount, reference=refund.rma_number, status="Retour")
    handler.create_note(order, _note(refund))
    booked.payment_event = event
    booked.save(update_fields=["payment_event"])
    return booked


def _locked_order(refund: RefundOut) -> Any:
    orders = get_model("order", "Order")._default_manager  # noqa: SLF001 - Django's API
    order = None
    if refund.order_id.isdecimal():
        order = (
            orders.select_for_update(of=("self",)).filter(pk=refund.order_id).first()
        )
    if order is None:
        raise RefundNotBookable(f"The shop has no order {refund.order_number}.")
    if order.currency != refund.currency:
        raise RefundNotBookable(
            f"The order is in {order.currency}, the refund in {refund.currency}."
        )
    return order


def _lines(order: Any, wanted: list[RefundLineOut]) -> tuple[list[Any], list[int]]:
    by_id = {str(line.pk): line for line in order.lines.all()}
    quantities: dict[str, int] = {}
    for line in wanted:
        if line.line_id not in by_id:
            raise RefundNotBookable(f"The order has no line for “{line.title}”.")
        quantities[line.line_id] = quantities.get(line.line_id, 0) + line.quantity
    counted = {key: quantity for key, quantity in quantities.items() if quantity > 0}
    return [by_id[key] for key in counted], list(counted.values())


def _shares(order: Any, refund: RefundOut, amount: Decimal) -> list[_Share]:
    """Which payment sources give the money back; none where the shop keeps none.

    Those that Retour names, as far as they can; the rest, and all of a refund that
    names none, comes from whichever can, the oldest first.
    """
    sources = list(order.sources.select_for_update(of=("self",)).order_by("pk"))
    if not sources:
        return []
    usable = [source for source in sources if source.currency == refund.currency]
    by_key = {str(source.pk): source for source in usable}
    wanted = [(by_key.get(p.id), Decimal(p.amount)) for p in refund.payouts]
    given = dict.fromkeys(by_key, Decimal(0))
    left = amount
    for source, most in [*wanted, *((source, amount) for source in usable)]:
        if source is None:
            continue
        key = str(source.pk)
        part = min(left, most, _refundable(source) - given[key])
        if part > 0:
            given[key] += part
            left -= part
    if left > 0:
        raise RefundNotBookable(
            f"Only {amount - left} {refund.currency} of this order can still be "
            f"refunded, not {amount} {refund.currency}."
        )
    return [_Share(by_key[key], part) for key, part in given.items() if part]


def _refundable(source: Any) -> Decimal:
    refunded: Decimal = source.amount_refunded
    return max(paid_by(source) - refunded, Decimal(0))


def _event_type() -> Any:
    types = get_model("order", "PaymentEventType")._default_manager  # noqa: SLF001 - Django's API
    event_type, _created = types.get_or_create(name=retour_settings().refund_event)
    return event_type


def _note(refund: RefundOut) -> str:
    items = ", ".join(f"{line.quantity} x {line.title}" for line in refund.lines)
    text = f"Retour refunded {refund.amount} {refund.currency} for {refund.rma_number}"
    return f"{text}: {items}." if items else f"{text}."


def _record_failure(refund: RefundOut, message: str) -> BookedRefund:
    orders = get_model("order", "Order")._default_manager  # noqa: SLF001 - Django's API
    order = (
        orders.filter(pk=refund.order_id).first()
        if refund.order_id.isdecimal()
        else None
    )
    logger.warning("Refund %s is not booked: %s", refund.rma_number, message)
    booked, _created = BookedRefund.objects.get_or_create(
        retour_id=refund.id,
        defaults={
            "rma_number": refund.rma_number,
            "order": order,
            "outcome": BookedRefund.Outcome.FAILURE,
            "amount": refund.amount,
            "currency": refund.currency,
            "message": message[:255],
        },
    )
    return booked
