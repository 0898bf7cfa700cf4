"""What follows a withdrawal, and by when: refund and sending back (CRD arts 13, 14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from retour_core.domain.windows import HolidayNames, local_day, no_holidays, roll_over
from retour_core.domain.windows.days import end_of_day

REFUND_DAYS = 14
SEND_BACK_DAYS = 14


class RefundState(StrEnum):
    """WITHHELD: not due until the goods are back or their sending is proved."""

    WITHHELD = "withheld"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"


class SendBackState(StrEnum):
    NOT_NEEDED = "not_needed"
    OPEN = "open"
    SENT = "sent"
    SENT_LATE = "sent_late"
    OVERDUE = "overdue"


class Release(StrEnum):
    """What ended the right to withhold; NO_RIGHT: there was none."""

    NO_RIGHT = "no_right"
    GOODS_RECEIVED = "goods_received"
    PROOF_OF_SENDING = "proof_of_sending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What happened after a withdrawal; moments are aware.

    ``shipped``: goods had left for the consumer, so there is something to send back.
    ``collected_by_trader``: the merchant offered to fetch them, so it may not withhold.
    ``sent_at``: the consumer gave them to a carrier; ``proof_at``: the merchant learned
    of it (a first scan, an uploaded receipt).
    """

    submitted_at: datetime
    zone: ZoneInfo
    shipped: bool = True
    collected_by_trader: bool = False
    sent_at: datetime | None = None
    proof_at: datetime | None = None
    received_at: datetime | None = None
    refunded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefundDuty:
    """``last_day`` to refund and the first overdue instant; None while withheld."""

    state: RefundState
    last_day: date | None
    due_at: datetime | None
    release: Release | None

    def reminders(self, days_before: Sequence[int]) -> tuple[date, ...]:
        """The days on which to remind the merchant, earliest first."""
        if self.last_day is None or self.state is RefundState.DONE:
            return ()
        wanted = sorted(set(days_before), reverse=True)
        return tuple(self.last_day - timedelta(days=days) for days in wanted)


@dataclass(frozen=True, slots=True)
class SendBackDuty:
    """The consumer's: ``due_at`` is the first instant at which sending is too late."""

    state: SendBackState
    last_day: date | None
    due_at: datetime | None


def refund_duty(course: Course, *, at: datetime) -> RefundDuty:
    """By when the merchant must pay back, as things stand at ``at``.

    14 days from the day of the statement (art. 13(1)), but not before the goods or a
    proof of sending, whichever came first (art. 13(3)); when that is later than the 14
    days, the money is due the same day. The day does not roll over: a merchant that
    keeps to the earlier day is right under either reading. Days are those of
    ``course.zone``.
    """
    release, since = _released(course, at)
    is_done = course.refunded_at is not None and course.refunded_at <= at
    if release is None:
        state = RefundState.DONE if is_done else RefundState.WITHHELD
        return RefundDuty(state, None, None, None)
    last_day = _statement_day(course) + timedelta(days=REFUND_DAYS)
    if since is not None:
        last_day = max(last_day, local_day(since, course.zone))
    due_at = end_of_day(last_day, course.zone)
    if is_done:
        state = RefundState.DONE
    else:
        state = RefundState.DUE if at < due_at else RefundState.OVERDUE
    return RefundDuty(state, last_day, due_at, release)


def send_back_duty(
    course: Course, *, at: datetime, holidays: HolidayNames = no_holidays
) -> SendBackDuty:
    """By when the consumer must send the goods, as things stand at ``at``.

    14 days from the statement, kept by sending within them (art. 14(1)), and rolling
    over days of rest.
    """
    if not course.shipped or course.collected_by_trader:
        return SendBackDuty(SendBackState.NOT_NEEDED, None, None)
    plain = _statement_day(course) + timedelta(days=SEND_BACK_DAYS)
    last_day, _ = roll_over(plain, holidays)
    due_at = end_of_day(last_day, course.zone)
    known = (course.sent_at, course.proof_at, course.received_at)
    sent = min((moment for moment in known if moment is not None), default=None)
    if sent is not None and sent <= at:
        state = SendBackState.SENT if sent < due_at else SendBackState.SENT_LATE
    else:
        state = SendBackState.OPEN if at < due_at else SendBackState.OVERDUE
    return SendBackDuty(state, last_day, due_at)


def _statement_day(course: Course) -> date:
    return local_day(course.submitted_at, course.zone)


def _released(course: Course, at: datetime) -> tuple[Release | None, datetime | None]:
    if not course.shipped or course.collected_by_trader:
        return Release.NO_RIGHT, None
    known = [
        (moment, release)
        for moment, release in (
            (course.received_at, Release.GOODS_RECEIVED),
            (course.proof_at, Release.PROOF_OF_SENDING),
        )
        if moment is not None and moment <= at
    ]
    if not known:
        return None, None
    moment, release = min(known, key=lambda pair: pair[0])
    return release, moment
