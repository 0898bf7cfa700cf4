"""The stores page: hours, the sketch, and the nearest store first."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from retour_core.brands.models import Brand, ReturnAddress
from retour_core.domain.distance import Coordinates
from retour_core.domain.opening_hours import read_week, to_json
from retour_core.dropoffs.models import Area
from retour_portal.places.store_sketch import (
    APART,
    HEIGHT,
    MOST_PINS,
    PIN,
    WIDTH,
    spread,
    store_sketch,
)
from retour_portal.places.stores import shown_stores, stores_of

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")

ALPENGLOW, LUNE, KIKO = (
    f"{name}.localhost:8100" for name in ("alpenglow", "maison-lune", "kiko")
)


def get(client: Client, path: str, host: str = ALPENGLOW) -> str:
    response = client.get(path, headers={"host": host})
    assert response.status_code == 200
    text: str = response.text
    return text


def names(html: str) -> list[str]:
    return re.findall(r'<h[23] class="store__name">(.*?)(?: <span|</h)', html)


def make_store(number: int = 1, **values: Any) -> ReturnAddress:
    """Unsaved."""
    return ReturnAddress(
        **{
            "label": f"Store {number}",
            "street": "Kai 1",
            "postal_code": "20457",
            "city": "Hamburg",
            "country": "DE",
            "is_store": True,
            **values,
        }
    )


def test_a_stores_week_is_told_with_like_days_as_one_row(
    portals: dict[str, Brand],
) -> None:
    with translation.override("de"):
        [store] = stores_of(portals["kiko"])
    assert [(row.days, row.hours) for row in store.hours] == [
        ("Mo–Fr", "09:30–13:00, 14:00–18:00"),
        ("Sa", "10:00–16:00"),
        ("So", "geschlossen"),
    ]
    assert store.zone == "Europe/Berlin"


def test_a_store_without_hours_shows_none(
    client: Client, portals: dict[str, Brand]
) -> None:
    assert get(client, "/de/laden/", KIKO).count("data-hours-zone") == 1
    store = ReturnAddress.objects.get(brand=portals["kiko"], is_store=True)
    store.opening_hours = None
    store.save()
    assert get(client, "/de/laden/", KIKO).count("data-hours-zone") == 0


def test_each_pin_leads_to_its_store_in_the_list(
    client: Client, portals: dict[str, Brand]
) -> None:
    html = get(client, "/en/stores/")
    pins = re.findall(r'<a class="sketch__mark" href="#(.*?)" aria-label="(.*?)"', html)
    assert pins == [
        ("store-1", "1: Ottensen, Hamburg"),
        ("store-2", "2: Speicherstadt, Hamburg"),
        ("store-3", "3: Glockenbach, München"),
    ]
    listed = re.findall(r'id="(store-\d)"', html)
    assert listed == ["store-1", "store-2", "store-3"]


def test_one_store_has_no_sketch_and_no_search(
    client: Client, portals: dict[str, Brand]
) -> None:
    html = get(client, "/de/laden/", KIKO)
    assert names(html) == ["Plagwitz"]
    assert re.findall(r'class="(sketch|finder)"', html) == []
    assert "geo:51.3328,12.3333?q=" in html


def test_the_nearest_store_comes_first_for_a_postal_code(
    client: Client, portals: dict[str, Brand]
) -> None:
    # No carrier's point is known: the stores' own codes say where 80xxx is.
    html = get(client, "/en/stores/?near=80331")
    assert names(html) == ["Glockenbach", "Speicherstadt", "Ottensen"]
    assert "The nearest to 80331 first." in html
    # Which says nothing of how far it is.
    assert html.count("store__distance") == 0


def test_distances_are_told_where_drop_off_points_say_where_a_place_is(
    client: Client, portals: dict[str, Brand]
) -> None:
    Area.objects.create(
        country="DE", key="=hamburg", latitude=53.55, longitude=9.98, points=1
    )
    html = get(client, "/en/stores/?near=hamburg")
    assert names(html) == ["Speicherstadt", "Ottensen", "Glockenbach"]
    told = re.findall(r'<span class="store__distance">(.*?)</span>', html)
    assert told == ["900 m", "3.6 km", "613 km"]


def test_a_place_nobody_knows_is_said_beside_the_field(
    client: Client, portals: dict[str, Brand]
) -> None:
    html = get(client, "/en/stores/?near=%00Nowhere<b>")
    assert names(html) == ["Ottensen", "Speicherstadt", "Glockenbach"]
    assert re.findall(r'<p class="field__error" id="error_near">(.*?)</p>', html) == [
        "We know no place of this name there. Try a postal code near by."
    ]
    assert 'value="Nowhere&lt;b&gt;"' in html


def test_stores_that_nobody_placed_come_last() -> None:
    stores = [
        make_store(1),
        make_store(2, latitude=48.1, longitude=11.5),
        make_store(3, latitude=53.5, longitude=10.0),
    ]
    shown = shown_stores(stores, near=Coordinates(53.5, 10.1))
    assert [(store.name, store.number) for store in shown] == [
        ("Store 3", 1),
        ("Store 2", 2),
        ("Store 1", 3),
    ]
    assert shown[2].distance == ""


@pytest.mark.parametrize("count", [2, 4])
@pytest.mark.parametrize(("query", "queries"), [("", 2), ("?near=04229", 3)])
def test_the_pages_own_queries_do_not_grow_with_the_stores(
    rf: Any,
    portals: dict[str, Brand],
    django_assert_num_queries: Any,
    count: int,
    query: str,
    queries: int,
) -> None:
    from retour_portal.places.stores_page import stores_page

    brand = portals["kiko"]
    store = ReturnAddress.objects.get(brand=brand, is_store=True)
    for _ in range(count - 1):
        store.pk = None
        store.save()
    with django_assert_num_queries(queries):
        context = stores_page(rf.get(f"/de/laden/{query}"), brand)
    assert len(context["stores"]) == count


_SPOTS = st.tuples(st.floats(PIN + 1, WIDTH - PIN - 1), st.floats(PIN + 1, HEIGHT - 40))


@given(st.lists(_SPOTS, max_size=MOST_PINS))
def test_no_pin_covers_another_wherever_the_stores_are(
    points: list[tuple[float, float]],
) -> None:
    spots = spread(points)
    assert len(spots) == len(points)
    for index, spot in enumerate(spots):
        assert PIN < spot[0] < WIDTH - PIN
        assert PIN < spot[1] < HEIGHT - PIN
        assert all(math.dist(spot, other) >= APART for other in spots[:index])


_PLACES = st.tuples(st.floats(-85, 85), st.floats(-180, 180))


@given(st.lists(_PLACES, min_size=2, max_size=MOST_PINS))
def test_every_store_on_earth_is_inside_the_sketch(
    places: list[tuple[float, float]],
) -> None:
    stores = shown_stores(
        make_store(number, latitude=north, longitude=east)
        for number, (north, east) in enumerate(places)
    )
    drawn = store_sketch(stores, country="DE")
    assert drawn is not None
    assert len(drawn.pins) == len(places)
    assert all(PIN < pin.x < WIDTH - PIN for pin in drawn.pins)
    assert all(PIN < pin.y < HEIGHT - PIN for pin in drawn.pins)
    assert 0 < drawn.bar <= WIDTH / 3


def test_stores_next_door_to_each_other_are_tied_to_their_places() -> None:
    stores = shown_stores(
        make_store(number, latitude=53.5437, longitude=9.9886) for number in range(3)
    )
    drawn = store_sketch(stores, country="DE")
    assert drawn is not None
    assert [pin.is_moved for pin in drawn.pins] == [False, True, True]
    assert [pin.town for pin in drawn.pins].count("Hamburg") <= 1


def test_north_is_up_and_east_is_right_across_the_date_line() -> None:
    stores = shown_stores(
        [
            make_store(1, latitude=-17.0, longitude=179.5),
            make_store(2, latitude=-18.0, longitude=-179.5),
        ]
    )
    drawn = store_sketch(stores, country="FJ")
    assert drawn is not None
    west, east = drawn.pins
    assert west.x < east.x
    assert west.y < east.y


def test_more_stores_than_can_be_told_apart_are_listed_only() -> None:
    stores = shown_stores(
        make_store(number, latitude=50 + number / 9, longitude=10)
        for number in range(MOST_PINS + 1)
    )
    assert store_sketch(stores, country="DE") is None


def test_round_the_clock_is_one_row() -> None:
    [store] = shown_stores([make_store(opening_hours=to_json(read_week("24/7")))])
    assert [(row.days, row.hours) for row in store.hours] == [("Mon–Sun", "all day")]
