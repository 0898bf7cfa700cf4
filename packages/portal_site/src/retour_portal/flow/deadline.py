"""By when items have to be on their way and by when the money comes, in words and as a
calendar's entry (RFC 5545)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from retour_core.domain.states import ReturnState
from retour_core.domain.withdrawal import RefundState, SendBackState
from retour_core.returns.choices import RequestKind
from retour_core.returns.deadlines import day_of, refund_promise, send_by
from retour_core.returns.links import tracking_url
from retour_core.returns.models import Return
from retour_core.withdrawals.queries import follow_up, with_course
from retour_portal.flow.handover import handover_of
from retour_portal.flow.presentation import day_text
from retour_portal.flow.words import refund_days_text

_TO_SEND = frozenset(
    {ReturnState.LABEL_PENDING, ReturnState.LABEL_FAILED, ReturnState.READY}
)
# Nobody knows yet whether there will be money, there is none, or it has been paid.
_WITHOUT_PROMISE = frozenset({ReturnState.REQUESTED, ReturnState.SETTLED})
_REMIND_BEFORE = timedelta(days=1)


@dataclass(frozen=True)
class Deadlines:
    """``send_by`` is None where nothing is to be sent, or no more; ``money`` is a
    sentence, or empty where no day can be told."""

    send_by: date | None = None
    money: str = ""


def deadlines_of(ret: Return, *, now: datetime) -> Deadlines:
    """What the law says of a withdrawal; else the day the reminder mail names, too,
    and what its policy promises. Four queries for a withdrawal; for a return those of
    ``send_by`` and ``refund_promise``."""
    if ret.kind == RequestKind.WITHDRAWAL:
        return _of_withdrawal(ret, now)
    is_to_send = ret.method and ret.current_state in _TO_SEND
    return Deadlines(send_by(ret) if is_to_send else None, _promised(ret, now))


def _promised(ret: Return, now: datetime) -> str:
    if not ret.holds_units or ret.current_state in _WITHOUT_PROMISE:
        return ""
    promise = refund_promise(ret)
    if promise is None:
        return ""
    if promise.last_day is None:
        return refund_days_text(promise.days)
    day = {"day": day_text(promise.last_day, ret.order)}
    if promise.last_day < day_of(ret, now):
        return _("Your money was due by %(day)s. Please contact us.") % day
    return _("You get your money by %(day)s at the latest.") % day


def _of_withdrawal(ret: Return, now: datetime) -> Deadlines:
    withdrawal = with_course().filter(ret=ret).first()
    if withdrawal is None:
        return Deadlines()
    owed = follow_up(withdrawal, now=now)
    is_open = owed.send_back.state is SendBackState.OPEN
    send_by = owed.send_back.last_day if is_open and ret.method else None
    day = owed.refund.last_day
    money = ""
    if owed.refund.state is RefundState.DUE and day is not None:
        money = _("You get your money by %(day)s at the latest.") % {
            "day": day_text(day, ret.order)
        }
    elif owed.refund.state is RefundState.WITHHELD:
        money = _(
            "You get your money within 14 days of your withdrawal, once your items are "
            "here or you have shown us that you sent them."
        )
    return Deadlines(send_by, money)


def calendar_of(ret: Return, day: date, *, now: datetime) -> bytes:
    """An entry for the whole of ``day``, with a reminder the day before.

    It links to the return's page by the short link of the mails. The same entry keeps
    its identity when it is downloaded again.
    """
    words = handover_of(ret.method)
    event = Event()
    event.add("uid", f"{ret.public_id}@retour")
    event.add("dtstamp", now)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add(
        "summary",
        words.calendar_title % {"brand": ret.brand.name},
    )
    event.add(
        "description",
        words.calendar_text % {"rma": ret.rma_number},
    )
    event.add("url", tracking_url(ret))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", str(words.calendar_alarm))
    alarm.add("trigger", -_REMIND_BEFORE)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Retour//Returns//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
