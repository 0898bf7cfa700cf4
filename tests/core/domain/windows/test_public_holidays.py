"""The statutory fourteen days over real public holidays."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from retour_core.domain.windows import (
    OrderDates,
    Parcel,
    Place,
    RestKind,
    WindowTerms,
    no_holidays,
    window,
)
from retour_core.domain.windows.public_holidays import holidays_in
from retour_core.domain.withdrawal import statutory_terms

# sentence, place, plain last day, the day it moves to
ROLLED = [
    ("an ordinary Wednesday stays", Place("DE"), "2026-11-11", "2026-11-11"),
    ("Armistice Day in France moves on", Place("FR"), "2026-11-11", "2026-11-12"),
    ("German Unity Day is a Saturday", Place("DE"), "2026-10-03", "2026-10-05"),
    (
        "Good Friday to Easter Tuesday in Germany",
        Place("DE"),
        "2027-03-26",
        "2027-03-30",
    ),
    ("Good Friday is a working day in France", Place("FR"), "2027-03-26", "2027-03-26"),
    (
        "but a holiday in Alsace, if the region is known",
        Place("FR", subdivision="6AE"),
        "2027-03-26",
        "2027-03-30",
    ),
    ("Holy Saturday runs to Easter Tuesday", Place("FR"), "2027-03-27", "2027-03-30"),
    ("Ascension Day in the Netherlands", Place("NL"), "2027-05-06", "2027-05-07"),
    (
        "Corpus Christi in Bavaria",
        Place("DE", subdivision="BY"),
        "2027-05-27",
        "2027-05-28",
    ),
    (
        "Corpus Christi is no holiday in Berlin",
        Place("DE", subdivision="BE"),
        "2027-05-27",
        "2027-05-27",
    ),
    (
        "an unknown region has the country's holidays",
        Place("DE", subdivision="??"),
        "2027-05-27",
        "2027-05-27",
    ),
    (
        "Christmas to the Monday after in Germany",
        Place("DE"),
        "2026-12-25",
        "2026-12-28",
    ),
    (
        "Saint Patrick's Day in Ireland",
        Place("IE"),
        "2027-03-17",
        "2027-03-18",
    ),
    (
        "New Year's Day and the weekend after it",
        Place("IT"),
        "2027-01-01",
        "2027-01-04",
    ),
    ("Epiphany in Austria", Place("AT"), "2027-01-06", "2027-01-07"),
    ("Epiphany in Germany is regional", Place("DE"), "2027-01-06", "2027-01-06"),
    (
        "Orthodox Good Friday, Labour Day, Easter and a substitute in Greece",
        Place("GR"),
        "2027-04-30",
        "2027-05-05",
    ),
    ("Orthodox Easter Monday in Cyprus", Place("CY"), "2027-05-03", "2027-05-04"),
    (
        "Orthodox Good Friday to Tuesday in Romania",
        Place("RO"),
        "2027-04-30",
        "2027-05-04",
    ),
    (
        "Western Easter Monday is a working day in Greece",
        Place("GR"),
        "2027-03-29",
        "2027-03-29",
    ),
    (
        "Orthodox and Western Easter fall together in 2028",
        Place("GR"),
        "2028-04-17",
        "2028-04-18",
    ),
    (
        "Midsummer in Sweden and the Sunday after it",
        Place("SE"),
        "2027-06-26",
        "2027-06-28",
    ),
    (
        "the Constitution Day of Norway, in the EEA",
        Place("NO"),
        "2027-05-17",
        "2027-05-18",
    ),
    (
        "a regional day of Catalonia",
        Place("ES", subdivision="CT"),
        "2026-06-24",
        "2026-06-25",
    ),
    ("abolition of slavery on Réunion", Place("RE"), "2027-12-20", "2027-12-21"),
    ("the same, written as France", Place("FR", "97400"), "2027-12-20", "2027-12-21"),
    ("in Paris it is a working day", Place("FR", "75001"), "2027-12-20", "2027-12-20"),
    ("a leap day is a working day", Place("DE"), "2028-02-29", "2028-02-29"),
]


@pytest.mark.parametrize(
    ("place", "plain", "moved"),
    [case[1:] for case in ROLLED],
    ids=[case[0] for case in ROLLED],
)
def test_a_last_day_that_is_a_holiday_moves_on(
    place: Place, plain: str, moved: str
) -> None:
    arrived = datetime.fromisoformat(plain + "T12:00:00+00:00") - timedelta(days=14)
    dates = OrderDates(arrived, (Parcel(delivered_at=arrived),))

    found = window(dates, statutory_terms(), place, holidays_in(place))

    assert (found.plain_last_day, found.last_day) == (
        date.fromisoformat(plain),
        date.fromisoformat(moved),
    )


def test_a_holiday_has_its_name_in_the_country_s_language() -> None:
    arrived = datetime.fromisoformat("2026-12-11T12:00:00+00:00")
    dates = OrderDates(arrived, (Parcel(delivered_at=arrived),))

    found = window(dates, statutory_terms(), Place("DE"), holidays_in(Place("DE")))

    assert [(rest.kind, rest.name) for rest in found.rolled_over] == [
        (RestKind.PUBLIC_HOLIDAY, "Erster Weihnachtstag"),
        (RestKind.SATURDAY, "Zweiter Weihnachtstag"),
        (RestKind.SUNDAY, ""),
    ]


def test_a_merchant_s_own_window_ignores_holidays() -> None:
    arrived = datetime.fromisoformat("2026-12-11T12:00:00+00:00")
    dates = OrderDates(arrived, (Parcel(delivered_at=arrived),))

    found = window(dates, WindowTerms(days=14), Place("DE"), holidays_in(Place("DE")))

    assert found.last_day == date(2026, 12, 25)


def test_a_country_unknown_to_the_library_has_weekends_only() -> None:
    assert holidays_in(Place("")) is no_holidays
