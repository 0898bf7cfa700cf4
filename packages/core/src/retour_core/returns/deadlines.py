"""By when the items of a return are to be on their way, or at the counter, and by
when the money is promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from retour_core.domain.policies import Decision
from retour_core.domain.states import ReturnState
from retour_core.domain.windows import Place, local_day, zones_for
from retour_core.returns.agreed import policy_of
from retour_core.returns.models import Return

# Who returns on the last day of the window still has this long to send.
DAYS_TO_SEND = 14
# Staff may book in a parcel that no carrier said had arrived.
_HERE = (ReturnState.ARRIVED, ReturnState.INSPECTED)


def last_day(ret: Return, ready_at: datetime) -> date:
    """The later of the window's last day and 14 days after it was ready, where the
    customer lives."""
    days = [day_of(ret, ready_at) + timedelta(days=DAYS_TO_SEND)]
    if ret.decision:
        items = Decision.model_validate(ret.decision).items
        days += [item.window.last_day for item in items if item.window.last_day]
    return max(days)


def send_by(ret: Return) -> date | None:
    """The same of a return as it stands; None for one that never was ready. One
    query, none where its events are prefetched."""
    ready = _last_at(ret, ReturnState.READY)
    return None if ready is None else last_day(ret, ready)


@dataclass(frozen=True)
class RefundPromise:
    """The policy's word: the money is paid at most ``days`` after the items came, or
    after the approval where nothing comes. ``last_day``, where the customer lives, is
    None as long as neither has happened."""

    days: int
    last_day: date | None


def refund_promise(ret: Return) -> RefundPromise | None:
    """None where the policy promises nothing. Asks as ``send_by`` and ``policy_of``
    do."""
    days = policy_of(ret).refund_days
    if days is None:
        return None
    began = _came_at(ret) if ret.method else _last_at(ret, ReturnState.APPROVED)
    last = None if began is None else day_of(ret, began) + timedelta(days=days)
    return RefundPromise(days, last)


def _came_at(ret: Return) -> datetime | None:
    came = None
    for event in sorted(ret.events.all(), key=lambda event: (event.at, event.pk)):
        if event.to_state == ReturnState.BOUNCED:
            came = None
        elif came is None and event.to_state in _HERE:
            came = event.at
    return came


def _last_at(ret: Return, state: ReturnState) -> datetime | None:
    return max((e.at for e in ret.events.all() if e.to_state == state), default=None)


def day_of(ret: Return, at: datetime) -> date:
    """What the customer's calendar says at that moment."""
    return local_day(at, _zone(ret))


def _zone(ret: Return) -> ZoneInfo:
    country = str(ret.sender.get("country", ""))
    place = Place(country, str(ret.sender.get("postal_code", "")))
    return zones_for(place)[0]
