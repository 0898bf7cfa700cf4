"""How long something may be returned, on the consumer's calendar.

``window()`` reckons from what is known of an order (:class:`OrderDates`), what the
merchant or the law grants (:class:`WindowTerms`) and where the consumer lives
(:class:`Place`). Public holidays come in as a function, so that only
``windows.public_holidays`` needs the holiday library of the server.
"""

from __future__ import annotations

from retour_core.domain.windows.anchors import (
    Anchor,
    AnchorKind,
    OrderDates,
    Parcel,
    find_anchor,
)
from retour_core.domain.windows.days import add_months, local_day, window_end
from retour_core.domain.windows.places import (
    Place,
    tells_zone,
    territory_of,
    zones_for,
)
from retour_core.domain.windows.rollover import (
    HolidayNames,
    RestDay,
    RestKind,
    no_holidays,
    roll_over,
)
from retour_core.domain.windows.sentences import PATTERNS, Sentence, describe, explain
from retour_core.domain.windows.terms import (
    Season,
    TermsInvalid,
    TermsOverride,
    WindowTerms,
    pick_terms,
)
from retour_core.domain.windows.window import Extension, Window, window

__all__ = [
    "PATTERNS",
    "Anchor",
    "AnchorKind",
    "Extension",
    "HolidayNames",
    "OrderDates",
    "Parcel",
    "Place",
    "RestDay",
    "RestKind",
    "Season",
    "Sentence",
    "TermsInvalid",
    "TermsOverride",
    "Window",
    "WindowTerms",
    "add_months",
    "describe",
    "explain",
    "find_anchor",
    "local_day",
    "no_holidays",
    "pick_terms",
    "roll_over",
    "tells_zone",
    "territory_of",
    "window",
    "window_end",
    "zones_for",
]
