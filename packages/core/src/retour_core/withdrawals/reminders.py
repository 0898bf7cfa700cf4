"""Reminders before a clock of a withdrawal ends, each sent once (CRD arts 13, 14)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from retour_core.domain.windows import local_day
from retour_core.domain.withdrawal import RefundState, SendBackState
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import put
from retour_core.withdrawals.queries import course_of, follow_up, with_course

if TYPE_CHECKING:
    from retour_core.withdrawals.models import Withdrawal

# To the merchant before its refund, to the customer before sending back.
REFUND_DAYS_BEFORE = 3
SEND_BACK_DAYS_BEFORE = 3
_AT_ONCE = 200


def remind(*, now: datetime) -> int:
    """Put the mails that are due at ``now`` into the outbox; says how many were new.

    Closed cases are nobody's concern any more. A refund that may still wait for the
    goods has no last day and so no reminder; once it may not, one is sent, at once if
    the day is near or over. Running it again sends nothing twice.
    """
    rows = with_course().open().order_by("pk").iterator(chunk_size=_AT_ONCE)
    return sum(_put_once(*mail) for row in rows for mail in _due(row, now))


def _due(row: Withdrawal, now: datetime) -> Iterator[tuple[Withdrawal, str, date]]:
    owed, today = follow_up(row, now=now), local_day(now, course_of(row).zone)
    day = owed.refund.last_day
    if (
        day is not None
        and owed.refund.state in (RefundState.DUE, RefundState.OVERDUE)
        and today >= owed.refund.reminders([REFUND_DAYS_BEFORE])[0]
    ):
        yield row, "refund_due", day
    day = owed.send_back.last_day
    # Who named an order nobody knows may have nothing to send back.
    if (
        day is not None
        and row.order_id is not None
        and owed.send_back.state is SendBackState.OPEN
        and today >= day - timedelta(days=SEND_BACK_DAYS_BEFORE)
    ):
        yield row, "send_back_due", day


@transaction.atomic
def _put_once(withdrawal: Withdrawal, template: str, day: date) -> bool:
    key = f"withdrawal.{template}.{withdrawal.pk}"
    if OutboxMessage.objects.filter(dedupe_key=key).exists():
        return False
    payload: dict[str, Any] = {
        "withdrawal_id": withdrawal.pk,
        "template": template,
        "day": day.isoformat(),
    }
    put("withdrawal_mail", payload, dedupe_key=key)
    return True
