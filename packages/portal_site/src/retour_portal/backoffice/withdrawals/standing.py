"""Where refund and sending back of a withdrawal stand, in a word or two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from retour_core.domain.withdrawal import (
    Course,
    RefundDuty,
    RefundState,
    SendBackDuty,
    SendBackState,
)
from retour_core.withdrawals.models import Withdrawal
from retour_core.withdrawals.queries import course_of, follow_up

_CACHE = "_retour_standing"


@dataclass(frozen=True)
class Badge:
    """``state`` is the stable name its colour hangs on; no badge without ``label``."""

    state: str
    label: str


@dataclass(frozen=True)
class Standing:
    """``days_overdue`` counts from the day after the last one."""

    course: Course
    refund: RefundDuty
    send_back: SendBackDuty
    days_overdue: int


def standing_of(withdrawal: Withdrawal) -> Standing:
    """For a row of ``with_course``; reckoned once for each row."""
    known: Standing | None = getattr(withdrawal, _CACHE, None)
    if known is None:
        known = _reckon(withdrawal)
        setattr(withdrawal, _CACHE, known)
    return known


def refund_badge(withdrawal: Withdrawal) -> Badge:
    """Nothing is owed on a case that is closed, so there is no badge then."""
    standing = standing_of(withdrawal)
    duty = standing.refund
    if duty.state is RefundState.DONE:
        return Badge("refund-done", pgettext("money", "refunded"))
    if withdrawal.closed_at is not None:
        return Badge("", "")
    if duty.state is RefundState.OVERDUE:
        return Badge("refund-overdue", overdue_text(standing.days_overdue))
    if duty.state is RefundState.WITHHELD or duty.last_day is None:
        return Badge("refund-withheld", _("may wait"))
    return Badge("refund-due", _("due by %(day)s") % {"day": day_text(duty.last_day)})


def send_back_badge(withdrawal: Withdrawal) -> Badge:
    standing = standing_of(withdrawal)
    duty = standing.send_back
    if standing.course.received_at is not None:
        return Badge("back-received", pgettext("items", "received"))
    if duty.state is SendBackState.OPEN and duty.last_day is not None:
        label = _("by %(day)s") % {"day": day_text(duty.last_day)}
        return Badge("back-open", label if withdrawal.closed_at is None else "")
    return {
        SendBackState.SENT: Badge("back-sent", pgettext("items", "sent")),
        SendBackState.SENT_LATE: Badge(
            "back-sent_late", pgettext("items", "sent late")
        ),
        SendBackState.OVERDUE: Badge("back-overdue", _("not sent in time")),
    }.get(duty.state, Badge("", ""))


def overdue_text(days: int) -> str:
    return ngettext("overdue by %(count)d day", "overdue by %(count)d days", days) % {
        "count": days
    }


def day_text(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _reckon(withdrawal: Withdrawal) -> Standing:
    now = timezone.now()
    owed = follow_up(withdrawal, now=now)
    course = course_of(withdrawal)
    days = 0
    if owed.refund.state is RefundState.OVERDUE and owed.refund.last_day is not None:
        days = (now.astimezone(course.zone).date() - owed.refund.last_day).days
    return Standing(course, owed.refund, owed.send_back, days)
