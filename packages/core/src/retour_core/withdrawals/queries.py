from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from retour_core.accounts.queries import account_zone
from retour_core.domain.states import ReturnState
from retour_core.domain.windows.public_holidays import holidays_in
from retour_core.domain.withdrawal import (
    Course,
    RefundDuty,
    RefundState,
    SendBackDuty,
    refund_duty,
    send_back_duty,
)
from retour_core.returns.choices import RefundState as ReturnRefundState
from retour_core.returns.models import ReturnEvent
from retour_core.returns.refund_models import Refund
from retour_core.withdrawals.matching import place_of
from retour_core.withdrawals.models import Withdrawal, WithdrawalQuerySet

if TYPE_CHECKING:
    from retour_core.brands.models import Brand

_SENT = frozenset({ReturnState.IN_TRANSIT, ReturnState.ARRIVED})


@dataclass(frozen=True)
class FollowUp:
    """What is owed after a withdrawal, and by when (CRD arts 13 and 14)."""

    refund: RefundDuty
    send_back: SendBackDuty


def with_course() -> WithdrawalQuerySet:
    """Withdrawals with all that ``follow_up`` reads: three queries, however many."""
    events = ReturnEvent.objects.filter(
        ~Q(to_state="") | Q(kind="return.sending_proved")
    ).order_by("at")
    paid = Refund.objects.filter(state=ReturnRefundState.SUCCESS)
    return Withdrawal.objects.select_related(
        "record", "brand", "order", "ret"
    ).prefetch_related(
        Prefetch("ret__events", events, to_attr="moves"),
        Prefetch("ret__refunds", paid, to_attr="paid"),
    )


def follow_up(withdrawal: Withdrawal, *, now: datetime) -> FollowUp:
    """For a row of ``with_course``; no query, but for the account's zone where the
    content is erased."""
    course = course_of(withdrawal)
    holidays = holidays_in(place_of(withdrawal.order, fallback=course.zone))
    return FollowUp(
        refund=refund_duty(course, at=now),
        send_back=send_back_duty(course, at=now, holidays=holidays),
    )


def overdue(brand_ids: Iterable[int], *, now: datetime) -> list[Withdrawal]:
    """Open withdrawals whose refund is past its last day, the oldest first."""
    rows = with_course().for_brands(brand_ids).open().order_by("submitted_at")
    return [
        row
        for row in rows
        if follow_up(row, now=now).refund.state is RefundState.OVERDUE
    ]


def course_of(withdrawal: Withdrawal) -> Course:
    """What happened since, by the return's timeline and what staff noted."""
    moves = withdrawal.ret.moves if withdrawal.ret else []  # type: ignore[attr-defined]
    paid = withdrawal.ret.paid if withdrawal.ret else []  # type: ignore[attr-defined]
    proofs = [event for event in moves if event.to_state in _SENT or not event.to_state]
    scanned = [event.at for event in proofs]
    came = [event.at for event in moves if event.to_state == ReturnState.INSPECTED]
    refunds = [refund.finished_at for refund in paid if refund.finished_at]
    return Course(
        submitted_at=withdrawal.submitted_at,
        zone=ZoneInfo(withdrawal.content.get("zone") or account_zone()),
        shipped=withdrawal.was_shipped,
        sent_at=_first(withdrawal.proof_at, [_sent(event) for event in proofs]),
        proof_at=_first(withdrawal.proof_at, scanned),
        received_at=_first(withdrawal.received_at, came),
        refunded_at=_first(withdrawal.refunded_at, refunds),
    )


def withdrawal_of_key(brand: Brand, private_key: str) -> Withdrawal | None:
    """The brand's withdrawal behind a private link. One query."""
    return (
        Withdrawal.objects.for_brands([brand.pk])
        .select_related("record", "brand", "order", "ret")
        .filter(private_key=private_key)
        .first()
    )


def _sent(event: ReturnEvent) -> datetime:
    """When the carrier had the parcel; we may have learned of it later."""
    told = event.data.get("sent_at")
    return datetime.fromisoformat(told) if told else event.at


def _first(noted: datetime | None, known: list[datetime]) -> datetime | None:
    return min([*known, *([noted] if noted else [])], default=None)
