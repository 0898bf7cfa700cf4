"""A window as people read it: ids and parameters, put into words at the edge."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from retour_core.domain.windows.anchors import AnchorKind
from retour_core.domain.windows.rollover import RestKind
from retour_core.domain.windows.window import Extension, Window

PATTERNS: Mapping[str, str] = {
    "unlimited": "There is no time limit.",
    "not_begun": "The time has not begun: it starts when the last goods arrive.",
    "from_delivered": (
        "Days granted: {days}, counted from the day after delivery on {anchor_day}."
    ),
    "from_shipped": (
        "Days granted: {days}, counted from the day after {anchor_day}, when the goods"
        " should have arrived (dispatch and {transit_days} days of transit)."
    ),
    "from_ordered": (
        "Days granted: {days}, counted from the day after the order on {anchor_day}."
    ),
    "season": "For orders of that season the time runs at least until {until}.",
    "open_until": "The time runs at least until {until}.",
    "informed_late": (
        "The days count anew from when the information on withdrawal was given."
    ),
    "uninformed": (
        "The time is 12 months longer, as information on withdrawal was not given."
    ),
    "rolled_saturday": "{from_day} is a Saturday, so the last day moves to {to_day}.",
    "rolled_sunday": "{from_day} is a Sunday, so the last day moves to {to_day}.",
    "rolled_public_holiday": (
        "{from_day} is a public holiday ({holiday}), so the last day moves to {to_day}."
    ),
    "last_day": "The last day is {last_day}, until midnight.",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of ``PATTERNS`` and what goes into it; days are dates, to be formatted."""

    id: str
    params: Mapping[str, str | int | date]


def explain(window: Window) -> tuple[Sentence, ...]:
    """Why the window closes when it does, in the order one would say it."""
    return tuple(_sentences(window))


def describe(
    window: Window,
    *,
    patterns: Mapping[str, str] = PATTERNS,
    day_text: Callable[[date], str] = date.isoformat,
) -> str:
    """All of it in words. ``patterns`` are ``str.format`` texts by sentence id."""
    return " ".join(
        patterns[sentence.id].format(
            **{
                name: day_text(value) if isinstance(value, date) else value
                for name, value in sentence.params.items()
            }
        )
        for sentence in explain(window)
    )


def _sentences(window: Window) -> Iterator[Sentence]:
    if window.terms.days is None:
        yield Sentence("unlimited", {})
        return
    if (
        window.anchor_kind is None
        or window.anchor_day is None
        or window.plain_last_day is None
        or window.last_day is None
    ):
        yield Sentence("not_begun", {})
        return
    yield _counted_from(
        window.anchor_kind, window.anchor_day, window.terms.days, window
    )
    if window.extension and window.extended_to:
        by_date = window.extension in (Extension.SEASON, Extension.OPEN_UNTIL)
        yield Sentence(
            window.extension, {"until": window.extended_to} if by_date else {}
        )
    if window.rolled_over:
        first = window.rolled_over[0]
        params: dict[str, str | int | date] = {
            "from_day": first.day,
            "to_day": window.last_day,
        }
        if first.kind is RestKind.PUBLIC_HOLIDAY:
            params["holiday"] = first.name
        yield Sentence(f"rolled_{first.kind}", params)
    yield Sentence("last_day", {"last_day": window.last_day})


def _counted_from(
    kind: AnchorKind, anchor_day: date, days: int, window: Window
) -> Sentence:
    params: dict[str, str | int | date] = {"days": days, "anchor_day": anchor_day}
    if kind is AnchorKind.SHIPPED:
        params["transit_days"] = window.terms.transit_days
    return Sentence(f"from_{kind}", params)
