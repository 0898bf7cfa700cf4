"""Where to hand a parcel in: the public finder, and what the return's pages show."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse

from retour_core.orders.models import Order
from retour_portal.flow import dropoffs
from tests.core.dropoffs.points import MARIENPLATZ, SCHWABING, STUTTGART, take
from tests.factories import make_brand
from tests.portal_site.flow.test_after import label_ready
from tests.portal_site.flow.walk import Customer, errors_of, first_line, text_of

OWN = {"carrier": "own"}
# Six of them count the search in the database cache.
QUERIES = 10


def find(customer: Customer, **query: str) -> HttpResponse:
    return customer.client.get(customer.url("dropoffs"), query)


def names(page: HttpResponse) -> list[str]:
    return re.findall(r"<h3>(.*?)</h3>", page.content.decode())


def test_a_stranger_finds_the_nearest_points_first(customer: Customer) -> None:
    take(STUTTGART, SCHWABING, MARIENPLATZ)
    page = find(customer, near="80331")
    assert names(page) == [
        "Kiosk am Marienplatz",
        "Automat Schwabing",
        "Laden am Schlossplatz",
    ]
    text = text_of(page)
    assert "1.9 km · Parcel locker" in text
    assert "Marienplatz 1, 80331 München" in text
    assert "Today: all day" in text
    assert page.cookies == {}


def test_the_list_is_what_a_screen_reader_reads_and_the_sketch_is_hidden(
    customer: Customer,
) -> None:
    take(MARIENPLATZ, SCHWABING)
    html = find(customer, near="80331").content.decode()
    assert html.index('class="places"') < html.index('class="sketch"')
    assert re.findall(r'<svg class="sketch"[^>]* aria-hidden="(\w+)"', html) == ["true"]
    assert re.findall(r'style="|<script>', html) == []


def test_distances_and_hours_are_in_the_reader_s_language(customer: Customer) -> None:
    # 80802 is Schwabing's alone; the other is 520 m to the west.
    take(MARIENPLATZ | {"id": "X", "latitude": "48.1540"}, SCHWABING)
    german = customer.client.get(
        customer.url("dropoffs").replace("/en/", "/de/"), {"near": "80802"}
    )
    assert "520 m" in text_of(german)
    assert "Mittwoch 08:00–18:00" in text_of(german)


def test_miles_are_told_where_road_signs_count_them(customer: Customer) -> None:
    london = MARIENPLATZ | {"country": "GB", "postal_code": "SW1A 1AA"}
    take(london, london | {"id": "L2", "postal_code": "", "latitude": "48.1540"})
    assert "1.2 mi" in text_of(find(customer, near="SW1A 1AA", country="GB"))


def test_an_unknown_place_says_what_to_do(customer: Customer) -> None:
    take(MARIENPLATZ)
    page = find(customer, near="Atlantis")
    assert errors_of(page) == [
        "We know no place of this name there. Try a postal code near by."
    ]


@pytest.mark.parametrize("query", [{}, {"near": " "}, {"near": "80331"}])
def test_without_points_the_form_stays_usable(
    customer: Customer, query: dict[str, str]
) -> None:
    assert find(customer, **query).status_code == 200


def test_what_a_visitor_types_never_breaks_the_page(customer: Customer) -> None:
    take(MARIENPLATZ)
    for near in ("\x00", "<script>", "8" * 5000, "東京"):
        page = find(customer, near=near, country="\x00", carrier="\x00")
        assert page.status_code == 200
        assert "<script>8" not in page.content.decode()


def test_copying_the_whole_list_is_slowed(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(MARIENPLATZ)
    monkeypatch.setattr(dropoffs, "SEARCHES_PER_ADDRESS", 2)
    answers = [find(customer, near="80331").status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert find(customer).status_code == 200


def test_a_host_without_a_brand_has_no_finder(customer: Customer) -> None:
    page = customer.client.get(
        customer.url("dropoffs"), headers={"host": "nobody.test"}
    )
    assert page.status_code == 404


def test_the_page_asks_as_often_for_three_points_as_for_six(
    customer: Customer, django_assert_num_queries: Any
) -> None:
    find(customer)
    for points in (3, 6):
        take(*[MARIENPLATZ | {"id": f"N{n}"} for n in range(points)])
        find(customer, near="80331")
        with django_assert_num_queries(QUERIES):
            page = find(customer, near="80331")
        assert len(names(page)) == points


def at_the_way_back(customer: Customer, order: Order) -> Customer:
    line = first_line(order)
    customer.find(order)
    customer.choose((line, 1))
    customer.give_reason(line)
    return customer


def test_the_step_of_the_way_back_names_the_carrier_s_points_near_the_customer(
    customer: Customer, order: Order
) -> None:
    take(MARIENPLATZ | OWN | {"postal_code": "10119"}, MARIENPLATZ)
    page = at_the_way_back(customer, order).see("method")
    assert names(page) == ["Kiosk am Marienplatz"]
    assert "near=10119&amp;country=DE&amp;carrier=own" in page.content.decode()


def test_without_points_near_by_the_step_says_nothing_of_them(
    customer: Customer, order: Order
) -> None:
    take(MARIENPLATZ | OWN)
    page = at_the_way_back(customer, order).see("method")
    assert "Where to hand it in" not in text_of(page)


def test_the_page_of_the_label_says_where_to_hand_the_parcel_in(
    customer: Customer, order: Order
) -> None:
    take(MARIENPLATZ | OWN | {"postal_code": "10119"})
    ret = customer.submit(order)
    assert names(customer.see("tracking")) == []
    label_ready(ret)
    assert names(customer.see("tracking")) == ["Kiosk am Marienplatz"]
    assert names(customer.see("confirmation")) == ["Kiosk am Marienplatz"]
    stranger = Customer(make_brand("stranger"))
    stranger.key = customer.key
    assert stranger.see("tracking").status_code == 404


def test_beside_an_aggregator_s_label_are_the_points_of_who_drives_it(
    customer: Customer, order: Order
) -> None:
    near = {"postal_code": "10119"}
    take(MARIENPLATZ | near | {"carrier": "dpd"}, SCHWABING | near | {"carrier": "gls"})
    label = label_ready(customer.submit(order))
    label.carrier, label.service = "sendcloud", "DPD Return 0-31.5kg"
    label.save()
    page = customer.see("tracking")
    assert names(page) == ["Kiosk am Marienplatz"]
    assert "near=10119&amp;country=DE&amp;carrier=dpd" in page.content.decode()


def test_beside_a_label_of_who_knows_whom_no_points_are_named(
    customer: Customer, order: Order
) -> None:
    take(MARIENPLATZ | OWN | {"postal_code": "10119"})
    label = label_ready(customer.submit(order))
    label.carrier, label.service = "sendcloud", "Return"
    label.save()
    assert names(customer.see("tracking")) == []
