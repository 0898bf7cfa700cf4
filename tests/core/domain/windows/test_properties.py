from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.windows import (
    OrderDates,
    Parcel,
    Place,
    Season,
    WindowTerms,
    add_months,
    roll_over,
    window,
)

MOMENTS = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001
    max_value=datetime(2035, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
PLACES = st.builds(
    Place,
    st.sampled_from(["DE", "ES", "PT", "GR", "IE", "CL", "US", "NZ", "EG", ""]),
    st.sampled_from(["", "35001", "9500-150", "10119"]),
)
# Far apart enough that a working day is always near.
HOLIDAYS = st.frozensets(st.dates(date(2019, 1, 1), date(2047, 1, 1)), max_size=40)


def season(days: list[date]) -> Season:
    return Season(*sorted(days))


TERMS = st.builds(
    WindowTerms,
    days=st.integers(0, 400),
    transit_days=st.integers(0, 30),
    rolls_over=st.booleans(),
    open_until=st.none() | st.dates(date(2019, 1, 1), date(2046, 1, 1)),
    seasons=st.tuples(
        st.lists(
            st.dates(date(2019, 1, 1), date(2036, 1, 1)), min_size=3, max_size=3
        ).map(season)
    ),
    grace_days=st.integers(0, 30),
    uninformed=st.booleans(),
)


def course(moment: datetime, delay: int) -> OrderDates:
    return OrderDates(moment, (Parcel(delivered_at=moment + timedelta(days=delay)),))


@given(MOMENTS, st.integers(0, 60), TERMS, PLACES, HOLIDAYS)
def test_a_window_never_ends_before_its_plain_days_do(
    moment: datetime,
    delay: int,
    terms: WindowTerms,
    place: Place,
    days: frozenset[date],
) -> None:
    dates = course(moment, delay)
    plain = window(dates, WindowTerms(days=terms.days), place)

    found = window(dates, terms, place, lambda day: "x" if day in days else None)

    assert found.ends_at is not None
    assert plain.ends_at is not None
    assert found.ends_at >= plain.ends_at
    assert found.last_day is not None
    assert found.plain_last_day is not None
    assert found.last_day >= found.plain_last_day
    if terms.rolls_over:
        assert found.last_day.weekday() < 5
        assert found.last_day not in days


@given(MOMENTS, TERMS, PLACES, HOLIDAYS, st.integers(0, 30))
def test_more_days_never_end_earlier(
    moment: datetime, terms: WindowTerms, place: Place, days: frozenset[date], more: int
) -> None:
    dates = course(moment, 3)
    longer = WindowTerms(
        days=(terms.days or 0) + more,
        transit_days=terms.transit_days,
        rolls_over=terms.rolls_over,
        open_until=terms.open_until,
        seasons=terms.seasons,
        grace_days=terms.grace_days,
        uninformed=terms.uninformed,
    )

    first = window(dates, terms, place, lambda day: "x" if day in days else None)
    second = window(dates, longer, place, lambda day: "x" if day in days else None)

    assert first.ends_at is not None
    assert second.ends_at is not None
    assert second.ends_at >= first.ends_at


@given(MOMENTS, TERMS, PLACES)
def test_the_days_are_never_fewer_than_promised(
    moment: datetime, terms: WindowTerms, place: Place
) -> None:
    found = window(course(moment, 0), terms, place)

    assert found.ends_at is not None
    assert found.ends_at - moment > timedelta(days=terms.days or 0) - timedelta(hours=1)
    assert found.is_open(moment)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), HOLIDAYS)
def test_rolling_over_stops_at_the_first_working_day(
    day: date, days: frozenset[date]
) -> None:
    found, passed = roll_over(day, lambda one: "x" if one in days else None)

    assert [rest.day for rest in passed] == [
        day + timedelta(days=offset) for offset in range((found - day).days)
    ]
    assert all(rest.day.weekday() >= 5 or rest.day in days for rest in passed)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 48))
def test_months_later_is_the_same_date_or_the_last_of_the_month(
    day: date, months: int
) -> None:
    found = add_months(day, months)

    months_later = (found.year - day.year) * 12 + found.month - day.month
    assert months_later == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1
