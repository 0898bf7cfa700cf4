from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from retour_core.domain.distance import Coordinates
from retour_core.dropoffs.queries import locate, nearest
from tests.core.dropoffs.points import MARIENPLATZ, SCHWABING, STUTTGART, take

pytestmark = pytest.mark.django_db

# A Monday, 17:30 in Munich.
MONDAY = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
MUNICH = Coordinates(48.1372, 11.5756)


def near(**values: Any) -> list[tuple[str, int]]:
    values.setdefault("country", "DE")
    values.setdefault("now", MONDAY)
    found = nearest(values.pop("centre", MUNICH), **values)
    return [(row.point.provider_id, row.distance_m) for row in found]


def test_the_nearest_comes_first_with_its_distance_in_metres() -> None:
    take(SCHWABING, MARIENPLATZ)
    assert near() == [("M1", 0), ("M2", 1939)]


def test_the_circle_is_widened_until_there_are_enough() -> None:
    take(MARIENPLATZ, SCHWABING, STUTTGART)
    assert [name for name, _ in near(limit=2)] == ["M1", "M2"]
    assert [name for name, _ in near(limit=3)] == ["M1", "M2", "S1"]


def test_nobody_is_sent_further_than_200_km_or_abroad() -> None:
    berlin = MARIENPLATZ | {"id": "B1", "latitude": "52.52", "longitude": "13.405"}
    abroad = MARIENPLATZ | {"id": "A1", "country": "AT"}
    take(berlin, abroad)
    assert near() == []


def test_only_the_wanted_carriers_are_asked() -> None:
    take(MARIENPLATZ, SCHWABING | {"carrier": "gls"})
    assert near(carriers=["gls"]) == [("M2", 1939)]


def test_a_point_counts_from_its_first_day_to_its_last() -> None:
    take(
        MARIENPLATZ | {"id": "later", "valid_from": "2026-11-24"},
        MARIENPLATZ | {"id": "over", "valid_to": "2026-11-22"},
        MARIENPLATZ | {"id": "now", "valid_from": "2026-11-23"},
        MARIENPLATZ | {"id": "still", "valid_to": "2026-11-23"},
    )
    assert sorted(name for name, _ in near()) == ["now", "still"]


def test_open_now_goes_by_the_clock_of_the_place() -> None:
    unknown = MARIENPLATZ | {"id": "U", "opening_hours": ""}
    take(MARIENPLATZ, SCHWABING, unknown)
    until_six = {
        row.point.provider_id: row.is_open
        for row in nearest(MUNICH, country="DE", now=MONDAY)
    }
    assert until_six == {"M1": True, "M2": True, "U": None}
    evening = MONDAY.replace(hour=17)  # 18:00 in Munich
    after_six = {
        row.point.provider_id: row.is_open
        for row in nearest(MUNICH, country="DE", now=evening)
    }
    assert after_six == {"M1": False, "M2": True, "U": None}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("80331", (48.1372, 11.5756)),
        (" 80331 ", (48.1372, 11.5756)),
        ("80339", (48.1372, 11.5756)),  # 8033… is the longest beginning known
        ("80999", (48.1456, 11.5791)),  # the middle of 80…
        ("MÜNCHEN", (48.1456, 11.5791)),
        ("Munchen", (48.1456, 11.5791)),
        ("10115", None),
        ("Atlantis", None),
        ("8", None),
        ("", None),
    ],
)
def test_a_place_is_found_by_what_people_type(
    text: str, found: tuple[float, float] | None
) -> None:
    take(MARIENPLATZ, SCHWABING)
    place = locate(text, country="DE")
    if found is None:
        assert place is None
    else:
        assert place is not None
        assert (round(place.latitude, 5), round(place.longitude, 5)) == found


def test_one_query_finds_the_place_and_one_the_points(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    take(MARIENPLATZ, *[SCHWABING | {"id": f"N{n}"} for n in range(3)])
    for limit in (1, 3):
        with django_assert_num_queries(2):
            centre = locate("80331", country="DE")
            assert centre is not None
            assert len(near(centre=centre, limit=limit)) == limit


def test_a_long_way_takes_two_queries_at_most(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    take(MARIENPLATZ)
    with django_assert_num_queries(2):
        assert near(limit=3) == [("M1", 0)]
