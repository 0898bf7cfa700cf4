from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.core.api.conftest import Caller
from tests.core.dropoffs.points import MARIENPLATZ, SCHWABING, take


@pytest.fixture(autouse=True)
def _points(db: None) -> None:
    take(MARIENPLATZ, SCHWABING)


def test_points_near_a_postal_code_are_told_with_all_that_is_known(
    call: Caller,
) -> None:
    items = call.get("/dropoffs?country=de&near=80331").json()["items"]
    assert [(item["id"], item["distance_m"]) for item in items] == [
        ("M1", 0),
        ("M2", 1939),
    ]
    assert items[0] == {
        "carrier": "dhl_de",
        "id": "M1",
        "name": "Kiosk am Marienplatz",
        "kind": "shop",
        "street": "Marienplatz 1",
        "postal_code": "80331",
        "city": "München",
        "country": "DE",
        "latitude": 48.1372,
        "longitude": 11.5756,
        "distance_m": 0,
        "opening_hours": {
            **{day: [["08:00", "18:00"]] for day in ("mo", "tu", "we", "th", "fr")},
            "sa": [["09:00", "13:00"]],
            "su": [],
        },
        "open_now": items[0]["open_now"],
        "wheelchair": "yes",
        "services": ["takes_codes"],
        "languages": ["de", "en"],
        "valid_to": None,
    }
    assert items[1]["open_now"] is True  # round the clock


def test_coordinates_need_no_place(call: Caller) -> None:
    path = "/dropoffs?country=DE&latitude=48.154&longitude=11.5826&limit=1"
    items = call.get(path).json()["items"]
    assert [(item["id"], item["distance_m"]) for item in items] == [("M2", 0)]


def test_a_carrier_may_be_named(call: Caller) -> None:
    path = "/dropoffs?country=DE&near=80331&carrier=gls"
    assert call.get(path).json() == {"items": []}


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("country=DE&near=10115", 404, "place_unknown"),
        ("country=XX&near=10115", 422, "validation_failed"),
        ("country=DE", 422, "validation_failed"),
        ("country=DE&near=%00", 422, "validation_failed"),
        ("country=DE&latitude=48", 422, "validation_failed"),
        ("country=DE&latitude=nan&longitude=1", 422, "validation_failed"),
        ("country=DE&near=80331&limit=51", 422, "validation_failed"),
    ],
)
def test_what_cannot_be_answered_says_why(
    call: Caller, query: str, status: int, code: str
) -> None:
    answer = call.get(f"/dropoffs?{query}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_the_list_takes_as_many_queries_for_one_as_for_three(
    call: Caller, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    take(MARIENPLATZ, *[SCHWABING | {"id": f"N{n}"} for n in range(3)])
    call.get("/shop")  # notes when the token was used, once in a while
    for limit in (1, 3):
        with django_assert_num_queries(3):
            items = call.get(f"/dropoffs?country=DE&near=80331&limit={limit}").json()
        assert len(items["items"]) == limit
