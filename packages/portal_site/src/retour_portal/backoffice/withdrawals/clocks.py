"""Why a refund is due, may wait or is overdue, as sentences for the merchant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from retour_core.domain.withdrawal import (
    RefundState,
    Release,
    SendBackState,
    refund_duty,
)
from retour_core.withdrawals.models import Withdrawal
from retour_portal.backoffice.withdrawals.standing import (
    Badge,
    Standing,
    day_text,
    refund_badge,
    send_back_badge,
    standing_of,
)


@dataclass(frozen=True)
class Clock:
    """``sentences``: what is owed, why, and what to do about it."""

    badge: Badge
    sentences: list[str]


def refund_clock(withdrawal: Withdrawal) -> Clock:
    """The merchant's own clock (CRD art. 13)."""
    standing = standing_of(withdrawal)
    if withdrawal.closed_at is not None:
        sentences = [_("This case is closed: nothing reminds you of the refund.")]
        if standing.refund.state is RefundState.DONE:
            sentences = [_refunded(standing)]
    elif standing.refund.state is RefundState.WITHHELD:
        sentences = _withheld(standing)
    elif standing.refund.state is RefundState.DONE:
        sentences = [_refunded(standing)]
    else:
        sentences = _due(standing)
    return Clock(refund_badge(withdrawal), sentences)


def send_back_clock(withdrawal: Withdrawal) -> Clock:
    """The customer's clock (CRD art. 14)."""
    return Clock(send_back_badge(withdrawal), _sending(standing_of(withdrawal)))


def _withheld(standing: Standing) -> list[str]:
    return [
        _(
            "You may wait with the refund until the goods are back, or until you have"
            " proof that they were sent, whichever is first (art. 13(3))."
        ),
        _(
            "From then on it is due by %(day)s, 14 days after the withdrawal; if that"
            " day is over by then, it is due the same day."
        )
        % {"day": _earliest_last_day(standing)},
        _("When you get the goods or such a proof, note it under “What next?”."),
    ]


def _due(standing: Standing) -> list[str]:
    day = day_text(standing.refund.last_day) if standing.refund.last_day else ""
    if standing.refund.state is RefundState.OVERDUE:
        days = standing.days_overdue
        first = ngettext(
            "The refund was due by %(day)s; that was %(count)d day ago. Pay now.",
            "The refund was due by %(day)s; that was %(count)d days ago. Pay now.",
            days,
        ) % {"day": day, "count": days}
    else:
        first = _("Refund by the end of %(day)s at the latest.") % {"day": day}
    return [
        first,
        _why_not_wait(standing),
        _(
            "What to refund: all that was paid for what is withdrawn from, and for the"
            " whole contract the standard delivery as well, by the same means of"
            " payment (art. 13(1))."
        ),
    ]


def _why_not_wait(standing: Standing) -> str:
    course, release = standing.course, standing.refund.release
    if release is Release.GOODS_RECEIVED and course.received_at:
        return _(
            "You may not wait any longer: the goods are back since %(time)s"
            " (art. 13(3))."
        ) % {"time": _moment(course.received_at)}
    if release is Release.PROOF_OF_SENDING and course.proof_at:
        return _(
            "You may not wait for the goods: it is proved since %(time)s that they were"
            " sent (art. 13(3))."
        ) % {"time": _moment(course.proof_at)}
    return _(
        "You may not wait: as far as is known nothing was shipped, so nothing has to"
        " come back first."
    )


def _refunded(standing: Standing) -> str:
    when = standing.course.refunded_at
    return _("Refunded on %(time)s.") % {"time": _moment(when) if when else ""}


def _sending(standing: Standing) -> list[str]:
    duty, course = standing.send_back, standing.course
    if duty.last_day is None:
        return [_("Nothing was shipped, as far as is known: nothing is to come back.")]
    day = {"day": day_text(duty.last_day)}
    found = {
        SendBackState.OPEN: _(
            "The customer must send the goods by the end of %(day)s: 14 days after the"
            " withdrawal, later where that is a day of rest (art. 14(1))."
        ),
        SendBackState.SENT: _("The goods were sent in time, which was by %(day)s."),
        SendBackState.SENT_LATE: _("The goods were sent after the last day, %(day)s."),
        SendBackState.OVERDUE: _(
            "The goods should have been sent by %(day)s, and nothing is known of it."
            " Ask the customer; the withdrawal itself stays valid."
        ),
    }
    sentences = [found[duty.state] % day]
    if duty.state is SendBackState.OPEN:
        sentences.append(
            _("It counts when the goods are handed to a carrier, not when they arrive.")
        )
    for pattern, moment in (
        (_("Sent, or sending proved: %(time)s"), course.proof_at),
        (_("Received: %(time)s"), course.received_at),
    ):
        if moment is not None:
            sentences.append(pattern % {"time": _moment(moment)})
    return sentences


def _earliest_last_day(standing: Standing) -> str:
    # As if there were nothing to wait for: the plain 14 days.
    at_once = refund_duty(replace(standing.course, shipped=False), at=timezone.now())
    return day_text(at_once.last_day) if at_once.last_day else ""


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
