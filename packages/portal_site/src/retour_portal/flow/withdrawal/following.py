"""What happens after a withdrawal, as its writer reads it on the private page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date
from django.utils.translation import gettext as _

from retour_core.domain.withdrawal import RefundState, SendBackState
from retour_core.domain.written_dates import date_locale
from retour_core.withdrawals.models import Decision
from retour_core.withdrawals.queries import FollowUp, follow_up
from retour_portal.flow.presentation import language

if TYPE_CHECKING:
    from retour_core.withdrawals.models import Withdrawal

# The return follows from the outbox within seconds; after that it needs a person.
_RETURN_EXPECTED = timedelta(minutes=2)


@dataclass(frozen=True)
class Following:
    """``return_key`` opens the page of the return; ``is_waiting``: it comes at once.

    ``refusal`` is the merchant's reason, if it did not accept the withdrawal.
    """

    sentences: list[str] = field(default_factory=list)
    return_key: str = ""
    is_waiting: bool = False
    refusal: str = ""


def following(withdrawal: Withdrawal, *, now: datetime, is_proven: bool) -> Following:
    """For a row of ``with_course``. One query, for the account's zone.

    Unless it is proven whose order it is (``withdrawals.links``), the return is told of
    by mail alone.
    """
    if withdrawal.decision == Decision.REFUSED:
        return Following(refusal=withdrawal.decision_reason)
    duties = follow_up(withdrawal, now=now)
    waits = is_proven and is_waiting(withdrawal, now=now)
    ret = withdrawal.ret if is_proven else None
    goods = _goods(withdrawal, duties, is_linked=ret is not None, is_waiting=waits)
    return Following(
        sentences=[*goods, _money(duties)],
        return_key=ret.private_key if ret else "",
        is_waiting=waits,
    )


def is_waiting(withdrawal: Withdrawal, *, now: datetime) -> bool:
    """Whether the return of goods that were sent is about to be made."""
    return (
        withdrawal.order_id is not None
        and withdrawal.was_shipped
        and withdrawal.ret_id is None
        and not withdrawal.decision
        and now < withdrawal.submitted_at + _RETURN_EXPECTED
    )


def _goods(
    withdrawal: Withdrawal, duties: FollowUp, *, is_linked: bool, is_waiting: bool
) -> list[str]:
    back = duties.send_back
    if back.state is SendBackState.NOT_NEEDED:
        return [
            _(
                "As far as we know, nothing has left us yet, so we are stopping the "
                "order. You need not send anything back."
            ),
            _("If a parcel reaches you all the same, please tell us."),
        ]
    if back.state in (SendBackState.SENT, SendBackState.SENT_LATE):
        return [_("Your items are on their way back or have arrived.")]
    send = _("Please send your items back by %(day)s.") % {"day": _day(back.last_day)}
    if withdrawal.order_id is None:
        return [
            _(
                "We look up your order by hand and write to you. "
                "Your withdrawal counts from the moment above."
            ),
            _("If you have the items already: %(send)s") % {"send": send},
        ]
    if is_linked:
        return [send, _("How and where to is on the page of your return.")]
    if is_waiting:
        return [send, _("Your return is being prepared; its page is linked here soon.")]
    return [send, _("If they are not on their way yet, we write to you how.")]


def _money(duties: FollowUp) -> str:
    refund = duties.refund
    day = {"day": _day(refund.last_day)}
    if refund.state is RefundState.DONE:
        return _("Your money has been paid back the way you paid.")
    if refund.state is RefundState.OVERDUE:
        return _("Your money was due by %(day)s. Please contact us.") % day
    if refund.state is RefundState.DUE:
        return _(
            "You get your money back the way you paid, by %(day)s at the latest."
        ) % (day)
    return _(
        "You get your money back the way you paid, within 14 days of your withdrawal. "
        "Until your items are back, or you have shown us that you sent them, we may "
        "wait: keep the carrier's receipt."
    )


def _day(day: date | None) -> str:
    return format_date(day, "long", locale=date_locale(language())) if day else ""
