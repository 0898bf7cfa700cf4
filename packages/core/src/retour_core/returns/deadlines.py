"""By when the items of a return are to be on their way, or at the counter."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from retour_core.domain.policies import Decision
from retour_core.domain.states import ReturnState
from retour_core.domain.windows import Place, local_day, zones_for
from retour_core.returns.models import Return

# Who returns on the last day of the window still has this long to send.
DAYS_TO_SEND = 14


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
    query."""
    ready = ret.events.filter(to_state=ReturnState.READY).order_by("-at").first()
    return None if ready is None else last_day(ret, ready.at)


def day_of(ret: Return, at: datetime) -> date:
    """What the customer's calendar says at that moment."""
    return local_day(at, _zone(ret))


def _zone(ret: Return) -> ZoneInfo:
    country = str(ret.sender.get("country", ""))
    place = Place(country, str(ret.sender.get("postal_code", "")))
    return zones_for(place)[0]
