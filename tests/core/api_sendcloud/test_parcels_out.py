from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from retour_core.orders.models import Order
from retour_core.orders.queries import order_of_link
from tests.core.api_sendcloud.conftest import Software, item_data, message
from tests.factories import NOW, line_data, make_order, make_return, order_data


def test_a_parcel_reads_as_it_was_sent(software: Software) -> None:
    parcel = software.create()

    answer = software.get(f"v2/parcels/{parcel['id']}")

    assert answer.json() == {"parcel": parcel}
    uuids = (parcel.pop("shipment_uuid"), parcel.pop("colli_uuid"))
    assert len(set(uuids)) == 2
    assert parcel == {
        "id": Order.objects.get().pk,
        "name": "Anna Berg",
        "company_name": "",
        "address": "Torstraße 1",
        "address_2": "",
        "address_divided": {"street": "Torstraße", "house_number": "1"},
        "city": "Berlin",
        "postal_code": "10119",
        "to_state": "",
        "country": {"iso_2": "DE", "iso_3": "DEU", "name": "Germany"},
        "telephone": "+49301234567",
        "email": "anna@example.org",
        "order_number": "NW-1",
        "external_reference": "ref-1",
        "total_order_value": "202.90",
        "total_order_value_currency": "EUR",
        "insured_value": 0,
        "total_insured_value": 0,
        "weight": "1.200",
        "parcel_items": [
            {
                "item_id": "SKU-1",
                "description": "Jacket",
                "quantity": 2,
                "value": 99.0,
                "weight": "0.600",
                "sku": "SKU-1",
                "hs_code": "620193",
                "origin_country": "PT",
                "properties": {"variant": "Size: M, Colour: green"},
            }
        ],
        "status": {"id": 999, "message": "No label"},
        "shipment": {"id": 0, "name": "Shipped elsewhere"},
        "tracking_number": "",
        "tracking_url": "",
        "carrier": {},
        "label": {"normal_printer": [], "label_printer": ""},
        "documents": [],
        "data": {},
        "date_created": "20-11-2026 12:00:00",
        "date_updated": "20-11-2026 12:00:00",
        "date_announced": "",
        "collo_nr": 0,
        "collo_count": 1,
        "is_return": False,
    }


def test_an_order_that_came_another_way_is_a_parcel_too(software: Software) -> None:
    order = make_order(software.shop, number="NW-7")

    parcel = software.get(f"v2/parcels/{order.pk}").json()["parcel"]

    assert parcel["status"] == {"id": 11, "message": "Delivered"}
    assert parcel["tracking_number"] == "00340434161094042557"
    assert parcel["carrier"] == {"code": "dhl"}
    assert parcel["date_announced"] == "08-11-2026 10:00:00"
    assert parcel["parcel_items"][0]["value"] == 99.0


def test_a_list_is_newest_first_and_of_the_own_shop(
    software: Software, stranger: Software
) -> None:
    stranger.create()
    ids = [software.create(external_reference=f"r{n}")["id"] for n in range(3)]

    body = software.get("v2/parcels").json()

    assert [p["id"] for p in body["parcels"]] == ids[::-1]
    assert (body["next"], body["previous"]) == (None, None)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_queries_however_long(
    software: Software,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        make_order(software.shop, lines=[line_data("1"), line_data("2")])
        software.create(external_reference=f"r{number}")

    # The token, the orders, their lines, their shipments.
    with django_assert_num_queries(4):
        body = software.get("v2/parcels").json()

    assert len(body["parcels"]) == 2 * count


def test_pages_lead_there_and_back(software: Software) -> None:
    ids = [software.create(external_reference=f"r{n}")["id"] for n in range(5)][::-1]

    def page(cursor: int | None) -> tuple[list[int], int | None, int | None]:
        query = f"&cursor={cursor}" if cursor is not None else ""
        body = software.get(f"v2/parcels?limit=2{query}").json()
        return [p["id"] for p in body["parcels"]], body["next"], body["previous"]

    first, second, nothing = page(None)
    assert (first, nothing) == (ids[:2], None)
    middle, third, back = page(second)
    assert (middle, back is not None) == (ids[2:4], True)
    last, end, _ = page(third)
    assert (last, end) == (ids[4:], None)
    assert page(back) == (ids[:2], second, None)


@pytest.mark.parametrize("cursor", ["x", "1.5", "--3", "9" * 19, "²"])
def test_what_is_no_cursor_is_not_found(software: Software, cursor: str) -> None:
    answer = software.get(f"v2/parcels?cursor={cursor}")

    assert message(answer) == (404, "Use a cursor exactly as the last page gave it.")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("order_number=NW-1", ["NW-1"]),
        ("external_reference=ref-1", ["NW-1"]),
        ("tracking_number=00340434161094042557", ["NW-3", "NW-2"]),
        ("parcel_status=999", ["NW-1"]),
        ("parcel_status=91", ["NW-2"]),
        ("parcel_status=11", ["NW-3"]),
        ("parcel_status=2000", ["NW-4"]),
        ("parcel_status=1", []),
        ("updated_after=2026-11-20T11:00:00Z", ["NW-4", "NW-3", "NW-2", "NW-1"]),
        ("updated_after=2026-11-20T12:00:00+00:00", []),
        ("announced_after=2026-11-08T09:00:00%2B00:00", ["NW-3", "NW-2"]),
        ("order_number=NW-1&parcel_status=11", []),
        ("order_number=%00", []),
        ("ids=9999999999999999999", []),
        ("errors=verbose-carrier&order_number=NW-1", ["NW-1"]),
    ],
)
def test_filters_narrow_the_list(
    software: Software, query: str, numbers: list[str]
) -> None:
    software.create()
    [shipment] = order_data()["shipments"]
    under_way = {**shipment, "delivered_at": None}
    make_order(software.shop, number="NW-2", shipments=[under_way])
    make_order(software.shop, number="NW-3")
    make_order(software.shop, number="NW-4", status="cancelled", shipments=[])

    body = software.get(f"v2/parcels?{query}").json()

    assert [p["order_number"] for p in body["parcels"]] == numbers


def test_parcels_are_found_by_their_ids_in_the_own_shop(
    software: Software, stranger: Software
) -> None:
    mine = software.create()["id"]
    software.create(external_reference="other")
    foreign = stranger.create()["id"]

    body = software.get(f"v2/parcels?ids={mine},{foreign}").json()

    assert [p["id"] for p in body["parcels"]] == [mine]


MOMENT = "Write a time with its offset, like 2026-11-20T12:00:00Z."


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("ids=1,x", "ids: 'Write a whole number.'"),
        (f"ids={','.join(['1'] * 101)}", "ids: 'Give at most 100, not 101.'"),
        ("parcel_status=sorted", "parcel_status: 'Write a whole number.'"),
        ("limit=0", "limit: 'Use 1 to 500.'"),
        ("limit=many", "limit: 'Write a whole number.'"),
        ("updated_after=today", f"updated_after: '{MOMENT}'"),
        ("announced_after=2026-11-20T12:00:00", f"announced_after: '{MOMENT}'"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(
    software: Software, query: str, sentence: str
) -> None:
    assert message(software.get(f"v2/parcels?{query}")) == (400, sentence)


def test_a_parcel_changes_in_what_is_sent(software: Software) -> None:
    before = software.create()
    change = {"id": before["id"], "name": "Ben Berg", "house_number": "2b"}

    answer = software.put("v2/parcels", {"parcel": change})

    assert answer.status_code == 200
    assert answer.json() == {
        "parcel": [
            {
                **before,
                "name": "Ben Berg",
                "address": "Torstraße 2b",
                "address_divided": {"street": "Torstraße", "house_number": "2b"},
            }
        ]
    }


def test_changed_items_replace_those_before(software: Software) -> None:
    before = software.create()
    items = [item_data(sku="B", quantity=1, value="5.00")]
    change = {"id": before["id"], "parcel_items": items}

    [parcel] = software.put("v2/parcels", {"parcel": change}).json()["parcel"]

    assert [item["sku"] for item in parcel["parcel_items"]] == ["B"]
    assert parcel["total_order_value"] == "5.00"


def test_an_item_on_its_way_back_survives_a_change(software: Software) -> None:
    order = make_order(software.shop)
    make_return(order)
    change = {"id": order.pk, "parcel_items": [item_data(item_id="9", sku="B")]}

    answer = software.put("v2/parcels", {"parcel": change})

    assert answer.status_code == 200
    lines = order.lines.order_by("external_id").values_list("external_id", "is_removed")
    assert list(lines) == [("1", True), ("9", False)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "id: 'Give this field a value.'"),
        ({"id": "x"}, "id: 'Write a whole number.'"),
        ({"name": "x" * 76}, "name: 'Use at most 75 characters.'"),
        (
            {"country": "QQ"},
            "country: '“QQ” is not an ISO 3166-1 alpha-2 country code.'",
        ),
        (
            {"request_label": True},
            (
                "request_label: 'Retour makes return labels only: send “request_label”:"
                " false and have the parcel shipped where you ship.'"
            ),
        ),
    ],
)
def test_a_bad_change_is_named(
    software: Software, change: dict[str, Any], sentence: str
) -> None:
    before = software.create()
    if change and "id" not in change:
        change = {"id": before["id"], **change}

    answer = software.put("v2/parcels", {"parcel": change})

    assert message(answer) == (400, sentence)
    assert software.get(f"v2/parcels/{before['id']}").json()["parcel"] == before


def test_a_cancelled_parcel_stays_and_says_so(software: Software) -> None:
    parcel = software.create()
    path = f"v2/parcels/{parcel['id']}"

    first = software.post(f"{path}/cancel")
    second = software.post(f"{path}/cancel")

    assert first.json() == {"status": "cancelled", "message": "The order is cancelled."}
    assert message(second) == (400, "This parcel is cancelled or delivered already.")
    assert software.get(path).json()["parcel"]["status"]["message"] == "Cancelled"


def test_the_portal_link_opens_the_order(software: Software) -> None:
    parcel = software.create()

    answer = software.get(f"v2/parcels/{parcel['id']}/return_portal_url")

    url = answer.json()["url"]
    start = "http://nordwand.localhost:8100/go/"
    assert url.startswith(start)
    order = order_of_link(url.removeprefix(start), now=NOW)
    assert order is not None
    assert order.pk == parcel["id"]


def test_a_brand_without_a_portal_has_no_link(software: Software) -> None:
    parcel = software.create()
    software.shop.brand.portal_url = ""
    software.shop.brand.save()

    answer = software.get(f"v2/parcels/{parcel['id']}/return_portal_url")

    assert message(answer) == (404, "The brand of this shop has no return portal yet.")


def test_the_statuses_are_those_a_parcel_can_have(software: Software) -> None:
    assert software.get("v2/parcels/statuses").json() == [
        {"id": 11, "message": "Delivered"},
        {"id": 91, "message": "Parcel en route"},
        {"id": 999, "message": "No label"},
        {"id": 2000, "message": "Cancelled"},
    ]
