from __future__ import annotations

from datetime import date, datetime

import pytest

from retour_core.domain.windows import (
    PATTERNS,
    AnchorKind,
    OrderDates,
    Parcel,
    Place,
    Season,
    Window,
    WindowTerms,
    describe,
    explain,
    window,
)

ORDERED = datetime.fromisoformat("2026-11-02T10:00:00+01:00")
ARRIVED = datetime.fromisoformat("2026-11-07T10:00:00+01:00")
SEASON = Season(date(2026, 11, 1), date(2026, 12, 24), date(2027, 1, 31))


def repentance_day(day: date) -> str | None:
    return "Buß- und Bettag" if day == date(2026, 11, 18) else None


def reckon(parcel: Parcel | None, terms: WindowTerms) -> Window:
    dates = OrderDates(ORDERED, (parcel,) if parcel else ())
    return window(dates, terms, Place("DE"), repentance_day)


DELIVERED = Parcel(delivered_at=ARRIVED)
CASES = [
    (
        "delivered and rolled over a weekend",
        DELIVERED,
        WindowTerms(days=14, rolls_over=True),
        (
            "Days granted: 14, counted from the day after delivery on 2026-11-07."
            " 2026-11-21 is a Saturday, so the last day moves to 2026-11-23."
            " The last day is 2026-11-23, until midnight."
        ),
    ),
    (
        "rolled over a holiday, which is named",
        DELIVERED,
        WindowTerms(days=11, rolls_over=True),
        (
            "Days granted: 11, counted from the day after delivery on 2026-11-07."
            " 2026-11-18 is a public holiday (Buß- und Bettag), so the last day moves"
            " to 2026-11-19. The last day is 2026-11-19, until midnight."
        ),
    ),
    (
        "rolled over from a Sunday",
        DELIVERED,
        WindowTerms(days=15, rolls_over=True),
        (
            "Days granted: 15, counted from the day after delivery on 2026-11-07."
            " 2026-11-22 is a Sunday, so the last day moves to 2026-11-23."
            " The last day is 2026-11-23, until midnight."
        ),
    ),
    (
        "reckoned from the dispatch",
        Parcel(shipped_at=ORDERED),
        WindowTerms(days=14, transit_days=4),
        (
            "Days granted: 14, counted from the day after 2026-11-06, when the goods"
            " should have arrived (dispatch and 4 days of transit)."
            " The last day is 2026-11-20, until midnight."
        ),
    ),
    (
        "counted from the order",
        None,
        WindowTerms(days=14),
        (
            "Days granted: 14, counted from the day after the order on 2026-11-02."
            " The last day is 2026-11-16, until midnight."
        ),
    ),
    (
        "of the season",
        DELIVERED,
        WindowTerms(days=14, seasons=(SEASON,)),
        (
            "Days granted: 14, counted from the day after delivery on 2026-11-07."
            " For orders of that season the time runs at least until 2027-01-31."
            " The last day is 2027-01-31, until midnight."
        ),
    ),
    (
        "open until a date that rolls over",
        DELIVERED,
        WindowTerms(days=14, open_until=date(2027, 1, 31), rolls_over=True),
        (
            "Days granted: 14, counted from the day after delivery on 2026-11-07."
            " The time runs at least until 2027-01-31."
            " 2027-01-31 is a Sunday, so the last day moves to 2027-02-01."
            " The last day is 2027-02-01, until midnight."
        ),
    ),
    (
        "uninformed",
        DELIVERED,
        WindowTerms(days=14, uninformed=True),
        (
            "Days granted: 14, counted from the day after delivery on 2026-11-07."
            " The time is 12 months longer, as information on withdrawal was not given."
            " The last day is 2027-11-21, until midnight."
        ),
    ),
    ("unlimited", DELIVERED, WindowTerms(days=None), "There is no time limit."),
    (
        "not begun",
        Parcel(),
        WindowTerms(anchors=(AnchorKind.DELIVERED,)),
        "The time has not begun: it starts when the last goods arrive.",
    ),
]


@pytest.mark.parametrize(
    ("parcel", "terms", "sentences"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_window_says_why_it_ends_then(
    parcel: Parcel | None, terms: WindowTerms, sentences: str
) -> None:
    assert describe(reckon(parcel, terms)) == sentences


def test_other_languages_hand_in_their_patterns_and_dates() -> None:
    patterns = {**PATTERNS, "unlimited": "Sans limite."}
    found = reckon(DELIVERED, WindowTerms(days=None))

    assert describe(found, patterns=patterns) == "Sans limite."
    assert [sentence.id for sentence in explain(found)] == ["unlimited"]
    limited = reckon(DELIVERED, WindowTerms(days=13))
    last = describe(limited, day_text=lambda day: f"{day.day}.{day.month}.")
    assert last.endswith("The last day is 20.11., until midnight.")
