"""Windows without public holidays: anchors, zones, clock changes, terms."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from retour_core.domain.windows import (
    AnchorKind,
    Extension,
    OrderDates,
    Parcel,
    Place,
    RestKind,
    Season,
    Window,
    WindowTerms,
    window,
)

CHRISTMAS = Season(date(2026, 11, 1), date(2026, 12, 24), date(2027, 1, 31))
SECOND = timedelta(seconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def delivered(*moments: str, ordered: str = "2026-01-01T12:00:00+00:00") -> OrderDates:
    parcels = tuple(Parcel(delivered_at=at(moment)) for moment in moments)
    return OrderDates(at(ordered), parcels)


def reckon(moment: str, country: str, postal_code: str = "", **terms: Any) -> Window:
    place = Place(country, postal_code)
    return window(delivered(moment), WindowTerms(**terms), place)


# sentence, delivered, country and postal code, terms, the first closed instant
BOUNDS = [
    (
        "the day of delivery is not counted, however early it was",
        ("2026-11-10T00:00:00+01:00", "DE", ""),
        {"days": 14},
        "2026-11-25T00:00:00+01:00",
    ),
    (
        "the day of delivery is not counted, however late it was",
        ("2026-11-10T23:59:59+01:00", "DE", ""),
        {"days": 14},
        "2026-11-25T00:00:00+01:00",
    ),
    (
        "a second later it is the next day, and so is the end",
        ("2026-11-11T00:00:00+01:00", "DE", ""),
        {"days": 14},
        "2026-11-26T00:00:00+01:00",
    ),
    (
        "late in the evening in UTC it is tomorrow for a consumer in Finland",
        ("2026-11-10T22:30:00+00:00", "FI", ""),
        {"days": 14},
        "2026-11-26T00:00:00+02:00",
    ),
    (
        "zero days end with the day itself",
        ("2026-11-10T09:00:00+01:00", "FR", ""),
        {"days": 0},
        "2026-11-11T00:00:00+01:00",
    ),
    (
        "31 days cross a whole month",
        ("2026-01-31T09:00:00+01:00", "DE", ""),
        {"days": 31},
        "2026-03-04T00:00:00+01:00",
    ),
    (
        "100 days cross both the winter and the end of the year",
        ("2026-11-10T09:00:00+01:00", "DE", ""),
        {"days": 100},
        "2027-02-19T00:00:00+01:00",
    ),
    (
        "365 days end a day early in the calendar when a leap day lies between",
        ("2027-06-01T09:00:00+02:00", "DE", ""),
        {"days": 365},
        "2028-06-01T00:00:00+02:00",
    ),
    (
        "14 days from a middle of February end on the leap day",
        ("2028-02-15T09:00:00+01:00", "DE", ""),
        {"days": 14},
        "2028-03-01T00:00:00+01:00",
    ),
    (
        "in a common year the same 14 days end on the first of March",
        ("2027-02-15T09:00:00+01:00", "DE", ""),
        {"days": 14},
        "2027-03-02T00:00:00+01:00",
    ),
    (
        "a delivery on the leap day counts from it",
        ("2028-02-29T09:00:00+01:00", "DE", ""),
        {"days": 14},
        "2028-03-15T00:00:00+01:00",
    ),
    (
        "the window ends with New Year's Eve",
        ("2026-12-17T09:00:00+01:00", "DE", ""),
        {"days": 14},
        "2027-01-01T00:00:00+01:00",
    ),
    (
        "summer time begins inside: calendar days, not 24 hours each",
        ("2027-03-20T09:00:00+01:00", "DE", ""),
        {"days": 14},
        "2027-04-04T00:00:00+02:00",
    ),
    (
        "summer time ends inside",
        ("2026-10-20T09:00:00+02:00", "DE", ""),
        {"days": 14},
        "2026-11-04T00:00:00+01:00",
    ),
    (
        "the last day is the one on which summer time begins",
        ("2027-03-14T09:00:00+01:00", "DE", ""),
        {"days": 14},
        "2027-03-29T00:00:00+02:00",
    ),
    (
        "the last day is the one on which summer time ends",
        ("2026-10-11T09:00:00+02:00", "DE", ""),
        {"days": 14},
        "2026-10-26T00:00:00+01:00",
    ),
    (
        "on the Azores the clocks change at midnight, and there is no 00:00",
        ("2027-03-13T09:00:00-01:00", "PT", "9500-150"),
        {"days": 14},
        "2027-03-28T00:00:00-01:00",
    ),
    (
        "on the Azores in autumn midnight comes twice, and the first one counts",
        ("2026-10-10T09:00:00+00:00", "PT", "9500-150"),
        {"days": 14},
        "2026-10-25T00:00:00+00:00",
    ),
    (
        "Madeira has a zone of its own",
        ("2026-11-10T23:30:00+00:00", "PT", "9000-018"),
        {"days": 14},
        "2026-11-25T00:00:00+00:00",
    ),
    (
        "mainland Portugal by its postal code",
        ("2026-11-10T23:30:00+00:00", "PT", "1000-001"),
        {"days": 14},
        "2026-11-25T00:00:00+00:00",
    ),
    (
        "without a postal code Portugal's last zone counts, the Azores",
        ("2026-11-10T12:00:00+00:00", "PT", ""),
        {"days": 14},
        "2026-11-25T00:00:00-01:00",
    ),
    (
        "Madrid by its postal code",
        ("2026-11-10T12:00:00+00:00", "ES", "28013"),
        {"days": 14},
        "2026-11-25T00:00:00+01:00",
    ),
    (
        "Las Palmas ends its day an hour after Madrid",
        ("2026-11-10T12:00:00+00:00", "ES", "35001"),
        {"days": 14},
        "2026-11-25T00:00:00+00:00",
    ),
    (
        "Tenerife too",
        ("2026-11-10T12:00:00+00:00", "ES", "E-38001"),
        {"days": 14},
        "2026-11-25T00:00:00+00:00",
    ),
    (
        "without a postal code Spain's last zone counts, the Canaries",
        ("2026-11-10T12:00:00+00:00", "ES", ""),
        {"days": 14},
        "2026-11-25T00:00:00+00:00",
    ),
    (
        "but where only Madrid was already in the next day, Madrid counts",
        ("2026-11-10T23:30:00+00:00", "ES", ""),
        {"days": 14},
        "2026-11-26T00:00:00+01:00",
    ),
    (
        "Réunion has its own code and zone",
        ("2026-11-10T21:00:00+00:00", "RE", ""),
        {"days": 14},
        "2026-11-26T00:00:00+04:00",
    ),
    (
        "Réunion written as France is found by the postal code",
        ("2026-11-10T21:00:00+00:00", "FR", "97400"),
        {"days": 14},
        "2026-11-26T00:00:00+04:00",
    ),
    (
        "Guadeloupe written as France",
        ("2026-11-10T12:00:00+00:00", "FR", "97110"),
        {"days": 14},
        "2026-11-25T00:00:00-04:00",
    ),
    (
        "Corsica is in Paris's zone",
        ("2026-11-10T12:00:00+00:00", "FR", "20000"),
        {"days": 14},
        "2026-11-25T00:00:00+01:00",
    ),
    (
        "Hawaii by its ZIP code",
        ("2026-11-10T12:00:00+00:00", "US", "96813"),
        {"days": 30},
        "2026-12-11T00:00:00-10:00",
    ),
    (
        "the contiguous states end with the Pacific coast",
        ("2026-11-10T12:00:00+00:00", "US", "10001-1234"),
        {"days": 30},
        "2026-12-11T00:00:00-08:00",
    ),
    (
        "grace days keep it open after the last day that is told",
        ("2026-11-10T09:00:00+01:00", "DE", ""),
        {"days": 14, "grace_days": 3},
        "2026-11-28T00:00:00+01:00",
    ),
    (
        "a last day on a Saturday stays, unless the terms roll over",
        ("2026-11-07T09:00:00+01:00", "DE", ""),
        {"days": 14},
        "2026-11-22T00:00:00+01:00",
    ),
    (
        "a last day on a Saturday moves to Monday",
        ("2026-11-07T09:00:00+01:00", "DE", ""),
        {"days": 14, "rolls_over": True},
        "2026-11-24T00:00:00+01:00",
    ),
    (
        "a last day on a Sunday moves to Monday",
        ("2026-11-08T09:00:00+01:00", "DE", ""),
        {"days": 14, "rolls_over": True},
        "2026-11-24T00:00:00+01:00",
    ),
    (
        "a last day on a Friday stays",
        ("2026-11-06T09:00:00+01:00", "DE", ""),
        {"days": 14, "rolls_over": True},
        "2026-11-21T00:00:00+01:00",
    ),
    (
        "grace days are added after rolling over",
        ("2026-11-07T09:00:00+01:00", "DE", ""),
        {"days": 14, "rolls_over": True, "grace_days": 2},
        "2026-11-26T00:00:00+01:00",
    ),
    (
        "a weekend at the end of the year leads into the next",
        ("2027-12-18T09:00:00+01:00", "DE", ""),
        {"days": 14, "rolls_over": True},
        "2028-01-04T00:00:00+01:00",
    ),
    (
        "a date it stays open until counts when it is later",
        ("2026-11-10T09:00:00+01:00", "DE", ""),
        {"days": 14, "open_until": date(2027, 1, 31)},
        "2027-02-01T00:00:00+01:00",
    ),
    (
        "a date it stays open until never shortens",
        ("2026-11-10T09:00:00+01:00", "DE", ""),
        {"days": 14, "open_until": date(2026, 11, 12)},
        "2026-11-25T00:00:00+01:00",
    ),
    (
        "without information the period runs twelve months longer",
        ("2026-11-10T09:00:00+01:00", "DE", ""),
        {"days": 14, "uninformed": True},
        "2027-11-25T00:00:00+01:00",
    ),
    (
        "twelve months after a leap day end on 28 February",
        ("2028-02-15T09:00:00+01:00", "DE", ""),
        {"days": 14, "uninformed": True},
        "2029-03-01T00:00:00+01:00",
    ),
    (
        "the twelve months count from where the initial period had rolled to",
        ("2026-11-07T09:00:00+01:00", "DE", ""),
        {"days": 14, "uninformed": True, "rolls_over": True},
        "2027-11-24T00:00:00+01:00",
    ),
    (
        "the end of the twelve months rolls over as well",
        ("2026-11-14T09:00:00+01:00", "DE", ""),
        {"days": 14, "uninformed": True, "rolls_over": True},
        "2027-12-01T00:00:00+01:00",
    ),
]


@pytest.mark.parametrize(
    ("course", "terms", "end"),
    [case[1:] for case in BOUNDS],
    ids=[case[0] for case in BOUNDS],
)
def test_the_bound_to_the_second(
    course: tuple[str, str, str], terms: dict[str, Any], end: str
) -> None:
    found = reckon(*course, **terms)

    assert found.ends_at is not None
    assert found.ends_at.isoformat() == end
    assert found.is_open(at(end) - SECOND)
    assert not found.is_open(at(end))


ORDERED = "2026-11-02T10:00:00+01:00"


def parcel(shipped: str = "", arrived: str = "") -> Parcel:
    return Parcel(
        at(shipped + "T15:00:00+01:00") if shipped else None,
        at(arrived + "T15:00:00+01:00") if arrived else None,
    )


# sentence, the order's course, terms, kind and day of the anchor (None: not begun)
ANCHORS = [
    (
        "delivery comes first",
        OrderDates(at(ORDERED), (parcel("2026-11-03", "2026-11-05"),)),
        {},
        (AnchorKind.DELIVERED, "2026-11-05"),
    ),
    (
        "of several parcels the last one delivered counts",
        OrderDates(
            at(ORDERED),
            (parcel("2026-11-03", "2026-11-12"), parcel("2026-11-04", "2026-11-06")),
        ),
        {},
        (AnchorKind.DELIVERED, "2026-11-12"),
    ),
    (
        "without a delivery the dispatch and the transit days count",
        OrderDates(at(ORDERED), (parcel("2026-11-03"),)),
        {"transit_days": 5},
        (AnchorKind.SHIPPED, "2026-11-08"),
    ),
    (
        "one parcel without a delivery makes the anchor an estimate",
        OrderDates(
            at(ORDERED), (parcel("2026-11-03", "2026-11-05"), parcel("2026-11-04"))
        ),
        {"transit_days": 5},
        (AnchorKind.SHIPPED, "2026-11-09"),
    ),
    (
        "the estimate of an early parcel does not outrun a late delivery",
        OrderDates(
            at(ORDERED), (parcel("2026-11-03"), parcel("2026-11-04", "2026-11-20"))
        ),
        {"transit_days": 5},
        (AnchorKind.SHIPPED, "2026-11-20"),
    ),
    (
        "never shipped here: the order itself counts",
        OrderDates(at(ORDERED)),
        {},
        (AnchorKind.ORDERED, "2026-11-02"),
    ),
    (
        "the order does not count if only arrival may",
        OrderDates(at(ORDERED)),
        {"anchors": (AnchorKind.DELIVERED, AnchorKind.SHIPPED)},
        None,
    ),
    (
        "a parcel on its way has begun nothing if only delivery may",
        OrderDates(at(ORDERED), (parcel("2026-11-03"),)),
        {"anchors": (AnchorKind.DELIVERED,)},
        None,
    ),
    (
        "as long as goods are still to be sent, nothing has begun",
        OrderDates(
            at(ORDERED), (parcel("2026-11-03", "2026-11-05"),), more_to_come=True
        ),
        {},
        None,
    ),
    (
        "a parcel announced but not sent has begun nothing",
        OrderDates(at(ORDERED), (parcel("2026-11-03", "2026-11-05"), parcel())),
        {},
        None,
    ),
    (
        "a policy may count from the dispatch even where the delivery is known",
        OrderDates(at(ORDERED), (parcel("2026-11-03", "2026-11-05"),)),
        {"anchors": (AnchorKind.SHIPPED,), "transit_days": 0},
        (AnchorKind.SHIPPED, "2026-11-03"),
    ),
    (
        "a policy may count from the order alone",
        OrderDates(at(ORDERED), (parcel("2026-11-03", "2026-11-05"),)),
        {"anchors": (AnchorKind.ORDERED,)},
        (AnchorKind.ORDERED, "2026-11-02"),
    ),
]


@pytest.mark.parametrize(
    ("dates", "terms", "anchor"),
    [case[1:] for case in ANCHORS],
    ids=[case[0] for case in ANCHORS],
)
def test_what_the_days_are_counted_from(
    dates: OrderDates, terms: dict[str, Any], anchor: tuple[AnchorKind, str] | None
) -> None:
    found = window(dates, WindowTerms(**terms), Place("DE"))

    if anchor is None:
        assert (found.has_begun, found.ends_at) == (False, None)
    else:
        kind, day = anchor
        assert (found.anchor_kind, found.anchor_day) == (kind, date.fromisoformat(day))
        assert found.last_day == date.fromisoformat(day) + timedelta(days=14)


SEASONS = [
    ("the first day of the season is in it", "2026-11-01T00:00:00+01:00", True),
    ("the evening before is not", "2026-10-31T23:59:59+01:00", False),
    ("the last day of the season is in it", "2026-12-24T23:59:59+01:00", True),
    ("the day after is not", "2026-12-25T00:00:00+01:00", False),
    ("the consumer's day counts, not that of UTC", "2026-10-31T23:30:00+00:00", True),
]


@pytest.mark.parametrize(
    ("ordered", "covered"),
    [case[1:] for case in SEASONS],
    ids=[case[0] for case in SEASONS],
)
def test_orders_of_the_season_stay_open(ordered: str, covered: bool) -> None:
    dates = delivered("2026-12-28T10:00:00+01:00", ordered=ordered)

    found = window(dates, WindowTerms(days=14, seasons=(CHRISTMAS,)), Place("DE"))

    extension = Extension.SEASON if covered else None
    last_day = date(2027, 1, 31) if covered else date(2027, 1, 11)
    assert (found.extension, found.last_day) == (extension, last_day)


def test_a_season_never_shortens_a_longer_window() -> None:
    dates = delivered("2027-01-25T10:00:00+01:00", ordered="2026-12-20T10:00:00+01:00")

    found = window(dates, WindowTerms(days=14, seasons=(CHRISTMAS,)), Place("DE"))

    assert (found.extension, found.last_day) == (None, date(2027, 2, 8))


INFORMED = [
    ("told after delivery: the days run anew", "2027-03-01", "2027-03-15"),
    ("told on the anniversary: they still do", "2027-11-10", "2027-11-24"),
    ("told a day later: the twelve months stand", "2027-11-11", "2027-11-24"),
    ("told before delivery: the first days stand", "2026-11-05", "2026-11-24"),
]


@pytest.mark.parametrize(
    ("informed", "last_day"),
    [case[1:] for case in INFORMED],
    ids=[case[0] for case in INFORMED],
)
def test_information_given_later(informed: str, last_day: str) -> None:
    dates = OrderDates(
        at(ORDERED),
        (parcel("2026-11-03", "2026-11-10"),),
        informed_at=at(informed + "T12:00:00+01:00"),
    )

    found = window(dates, WindowTerms(days=14, uninformed=True), Place("DE"))

    assert found.last_day == date.fromisoformat(last_day)


def test_twelve_months_are_counted_from_the_law_s_period_not_from_a_season() -> None:
    dates = delivered("2026-11-10T10:00:00+01:00", ordered="2026-11-05T10:00:00+01:00")
    terms = WindowTerms(days=14, seasons=(CHRISTMAS,), uninformed=True)

    found = window(dates, terms, Place("DE"))

    assert (found.extension, found.last_day) == (
        Extension.UNINFORMED,
        date(2027, 11, 24),
    )


def test_unlimited_has_an_anchor_and_no_end() -> None:
    found = reckon("2026-11-10T09:00:00+01:00", "DE", days=None)

    assert (found.anchor_day, found.last_day, found.ends_at) == (
        date(2026, 11, 10),
        None,
        None,
    )
    assert found.is_open(at("2099-01-01T00:00:00+00:00"))
    assert found.days_left(at("2099-01-01T00:00:00+00:00")) is None


def test_grace_days_are_not_part_of_the_day_that_is_told() -> None:
    found = reckon("2026-11-10T09:00:00+01:00", "DE", days=14, grace_days=3)

    assert found.last_day == date(2026, 11, 24)


def test_the_days_of_rest_passed_over_are_named() -> None:
    found = reckon("2026-11-07T09:00:00+01:00", "DE", days=14, rolls_over=True)

    assert [(rest.day.day, rest.kind) for rest in found.rolled_over] == [
        (21, RestKind.SATURDAY),
        (22, RestKind.SUNDAY),
    ]
    assert (found.plain_last_day, found.last_day) == (
        date(2026, 11, 21),
        date(2026, 11, 23),
    )


def test_days_left_are_counted_on_the_consumer_s_calendar() -> None:
    found = reckon("2026-11-10T09:00:00+01:00", "DE", days=14)

    assert found.days_left(at("2026-11-10T12:00:00+01:00")) == 14
    assert found.days_left(at("2026-11-23T23:30:00+00:00")) == 0
    assert found.days_left(at("2026-11-25T00:00:00+01:00")) == -1


def test_a_reckoned_delivery_is_marked_as_an_estimate() -> None:
    known = window(delivered("2026-11-10T09:00:00+01:00"), WindowTerms(), Place("DE"))
    dates = OrderDates(at(ORDERED), (parcel("2026-11-03"),))
    reckoned = window(dates, WindowTerms(), Place("DE"))

    assert (known.is_estimate, reckoned.is_estimate) == (False, True)


def test_an_unknown_country_has_the_fallback_zone() -> None:
    place = Place("", fallback=ZoneInfo("Europe/Vienna"))

    found = window(delivered("2026-11-10T09:00:00+01:00"), WindowTerms(), place)

    assert found.zone.key == "Europe/Vienna"


def test_a_moment_without_a_zone_is_refused() -> None:
    dates = OrderDates(datetime(2026, 11, 2))  # noqa: DTZ001

    with pytest.raises(ValueError, match="needs a time zone"):
        window(dates, WindowTerms(), Place("DE"))
