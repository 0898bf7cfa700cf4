"""What the merchant must hear of a parcel: trouble on the way, and one that comes
although its return is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from retour_core.domain.states import ReturnState
from retour_core.domain.tracking.alarms import alarms_after
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from retour_core.returns.transition import Entry, noted
from retour_core.tracking.models import TrackedParcel

_OVER = frozenset(
    {
        ReturnState.CANCELLED,
        ReturnState.EXPIRED,
        ReturnState.REJECTED,
        ReturnState.SETTLED,
    }
)
_AFTER_END = "after_end"


def alarms_of(ret: Return, news: Iterable[TrackedParcel]) -> Iterator[Entry]:
    """Entries for the timeline of a locked return, each once; writes on the rows, not
    yet saved, what was told of them."""
    for row in news:
        known = row.alarms
        row.alarms = alarms_after(known, row.progress.status)
        for kind in row.alarms:
            if kind not in known:
                yield _entry(ret, f"return.parcel_{kind}", row)
        if _AFTER_END not in row.alarms and _comes_after_end(ret, row):
            row.alarms = [*row.alarms, _AFTER_END]
            yield _entry(ret, "return.parcel_after_end", row)


def _comes_after_end(ret: Return, row: TrackedParcel) -> bool:
    if row.sent_at is None or ret.current_state not in _OVER:
        return False
    if ret.current_state is not ReturnState.SETTLED:
        return True
    # Scans of what was received and settled come late; another parcel is sent later.
    settled = ret.events.filter(to_state=ReturnState.SETTLED).order_by("-pk").first()
    return settled is not None and row.sent_at > settled.at


def _entry(ret: Return, kind: str, row: TrackedParcel) -> Entry:
    return noted(ret, kind, actor=SYSTEM, number=row.number)
