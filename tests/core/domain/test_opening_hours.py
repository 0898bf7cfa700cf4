from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.distance import Coordinates, box_around, distance_m
from retour_core.domain.opening_hours import (
    DAY_MINUTES,
    HoursUnreadable,
    day_text,
    from_json,
    is_open,
    read_day,
    read_week,
    to_json,
    week_of,
    write_week,
)

CLOSED: tuple[tuple[int, int], ...] = ()


def test_days_are_read_one_by_one_and_in_ranges() -> None:
    week = read_week("Mo-Fr 08:00-12:00,14:00-18:00; Sa 9:00-13:00; Su off")
    weekday = ((480, 720), (840, 1080))
    assert week == (*[weekday] * 5, ((540, 780),), CLOSED)


def test_a_later_rule_replaces_an_earlier_one_for_its_days() -> None:
    assert read_week("Mo-Su 08:00-18:00; We off") == (
        *[((480, 1080),)] * 2,
        CLOSED,
        *[((480, 1080),)] * 4,
    )


def test_a_night_is_put_on_both_of_its_days() -> None:
    assert read_week("Su 22:00-02:00") == (((0, 120),), *[CLOSED] * 5, ((1320, 1440),))


def test_a_range_may_run_over_the_weekend() -> None:
    assert read_week("Sa-Mo,We 10:00-11:00") == (
        *[((600, 660),), CLOSED, ((600, 660),), CLOSED, CLOSED],
        *[((600, 660),), ((600, 660),)],
    )


def test_round_the_clock_and_nothing_said_are_two_things() -> None:
    assert read_week("24/7") == (((0, DAY_MINUTES),),) * 7
    assert read_week(" ") is None
    assert to_json(None) is None
    assert from_json(None) is None


@pytest.mark.parametrize(
    "text",
    ["Mo", "Mo-Fr", "Mo 8-18", "Mo 08:00-25:61", "Mo 24:00-25:00", "Xx 08:00-10:00"],
)
def test_what_is_unclear_is_not_guessed(text: str) -> None:
    with pytest.raises(HoursUnreadable):
        read_week(text)


def test_closing_time_is_closed() -> None:
    week = read_week("Mo 08:00-18:00")
    assert week is not None
    monday = datetime(2026, 11, 23)  # noqa: DTZ001 - on the clock of the place
    opened = [(7, 59), (8, 0), (17, 59), (18, 0)]
    assert [
        is_open(week, monday.replace(hour=hour, minute=minute))
        for hour, minute in opened
    ] == [False, True, True, False]


def apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that do not touch the one before."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not kept or start > kept[-1][1]:
            kept.append((start, end))
    return kept


_SPANS = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda s: s[0] < s[1]),
    max_size=3,
).map(tuple)


@given(st.tuples(*[_SPANS] * 7))
def test_what_is_kept_is_what_was_read(week: tuple[tuple[tuple[int, int], ...], ...]):
    assert from_json(to_json(week)) == week


_PLACES = st.builds(Coordinates, st.floats(-80, 80), st.floats(-170, 170))


@given(_PLACES, _PLACES, st.floats(1, 200_000))
def test_the_box_holds_its_whole_circle(
    centre: Coordinates, other: Coordinates, metres: float
) -> None:
    box = box_around(centre, metres)
    inside = (
        box.south <= other.latitude <= box.north
        and box.west <= other.longitude <= box.east
    )
    assert inside or distance_m(centre, other) > metres * 0.999


def test_munich_and_stuttgart_are_190_km_apart() -> None:
    munich, stuttgart = Coordinates(48.1372, 11.5756), Coordinates(48.7758, 9.1829)
    assert round(distance_m(munich, stuttgart) / 1000) == 190


_SPANS = st.lists(
    st.tuples(st.integers(0, 1438), st.integers(1, 1440)).filter(
        lambda span: span[0] < span[1]
    ),
    max_size=3,
).map(apart)


@given(st.lists(_SPANS, min_size=7, max_size=7).filter(any))
def test_a_week_is_written_as_it_is_read(
    days: list[list[tuple[int, int]]],
) -> None:
    week = week_of([read_day(day_text(day)) for day in days])
    assert week == tuple(tuple(day) for day in days)
    assert read_week(write_week(week)) == week


@pytest.mark.parametrize(
    "text", ["10-19", "10:00", "10:00-12:00, 11:00-13:00", "24:30-25:00", "soon"]
)
def test_a_days_hours_that_are_unclear_or_overlap_are_not_guessed(text: str) -> None:
    with pytest.raises(HoursUnreadable):
        read_day(text)


def test_a_day_without_hours_is_closed_and_a_week_of_them_says_nothing() -> None:
    assert [read_day(text) for text in ("", " off ", "closed")] == [[], [], []]
    assert week_of([[]] * 7) is None
    assert write_week(None) == ""


def test_like_days_in_a_row_are_one_rule() -> None:
    text = "Mo-Fr 08:00-12:00,14:00-18:00; Sa 09:00-13:00; Su off"
    assert write_week(read_week(text)) == text
