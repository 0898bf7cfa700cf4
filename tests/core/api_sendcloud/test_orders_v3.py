from __future__ import annotations

import copy
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retour_core.orders.models import Order, OrderLine, OrderRevision, OrderSource
from tests.core.api_sendcloud.conftest import (
    Software,
    pointers,
    v3_item,
    v3_order,
)
from tests.factories import make_order


def changed(order: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with one field replaced, or left out for ``...``."""
    order = copy.deepcopy(order)
    *parents, last = path.split("/")
    inner: Any = order
    for name in parents:
        inner = inner[int(name)] if name.isdigit() else inner[name]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return order


def test_an_order_is_stored_with_its_lines(software: Software) -> None:
    order = v3_order(
        software.shop,
        customer_details={
            "name": "Anna Berg",
            "email": "anna@example.org",
            "phone_number": "+4930",
        },
        billing_address={"name": "Firma", "postal_code": "20357", "country_code": "DE"},
    )
    order["order_details"] |= {
        "tags": ["gift"],
        "order_items": [
            v3_item(
                sku="J-1",
                ean="4006381333931",
                unit_price={"value": 120, "currency": "EUR"},
                measurement={"weight": {"value": 2, "unit": "lbs"}},
                hs_code="620193",
                country_of_origin="PT",
                properties={"Size": "M"},
            )
        ],
    }
    order["payment_details"]["estimated_shipping_price"] = {
        "value": "4.90",
        "currency": "EUR",
    }

    answer = software.post("v3/orders", [order])

    stored = Order.objects.get()
    assert (answer.status_code, answer.json()) == (
        201,
        {"data": [{"id": stored.pk, "order_id": "o-1", "order_number": "NW-1"}]},
    )
    assert (stored.total_incl_minor, stored.shipping_incl_minor) == (20290, 490)
    assert (stored.postal_code, stored.billing_postal_code) == ("10119", "20357")
    assert stored.shipping_address["street"] == "Torstraße 1"
    assert (stored.email, stored.phone, stored.tags) == (
        "anna@example.org",
        "+4930",
        ["gift"],
    )
    assert stored.placed_at.isoformat() == "2026-11-06T10:00:00+00:00"
    line = stored.lines.get()
    assert (line.external_id, line.sku, line.ean) == ("1", "J-1", "4006381333931")
    assert (line.unit_list_minor, line.total_incl_minor) == (12000, 19800)
    assert (line.weight_grams, line.origin_country) == (907, "PT")
    assert OrderRevision.objects.get().source == OrderSource.SENDCLOUD


def test_the_same_order_again_is_updated(software: Software) -> None:
    order = v3_order(software.shop)
    first = software.post("v3/orders", [order]).json()
    moved = changed(order, "shipping_address/city", "Potsdam")

    assert software.post("v3/orders", [moved]).json() == first
    assert Order.objects.get().shipping_address["city"] == "Potsdam"


def test_an_older_state_changes_nothing(software: Software) -> None:
    order = v3_order(software.shop)
    path = "order_details/order_updated_at"
    new = changed(order, path, "2026-11-10T10:00:00Z")
    old = changed(order, path, "2026-11-09T10:00:00Z")
    software.post("v3/orders", [new])

    answer = software.post("v3/orders", [{**old, "order_number": "NW-0"}])

    [data] = answer.json()["data"]
    assert (answer.status_code, data["order_number"]) == (201, "NW-1")


def test_what_their_order_cannot_say_stays(software: Software) -> None:
    known = make_order(software.shop, id="o-1", number="NW-1")

    software.post("v3/orders", [v3_order(software.shop)])

    order = Order.objects.get(pk=known.pk)
    assert order.has_shipment
    assert order.shipments.get().external_id == "s1"
    assert order.lines.get().fulfilled == 2


def test_a_currency_they_do_not_know_is_no_problem(software: Software) -> None:
    order = v3_order(software.shop)
    order["payment_details"]["total_price"] = {"value": 1500, "currency": "JPY"}
    order["order_details"]["order_items"] = [
        v3_item(total_price={"value": 1500, "currency": "JPY"})
    ]

    assert software.post("v3/orders", [order]).status_code == 201
    assert Order.objects.get().total_incl_minor == 1500


@pytest.mark.parametrize("code", ["cancelled", "Canceled"])
def test_a_cancelled_order_is_cancelled(software: Software, code: str) -> None:
    order = changed(v3_order(software.shop), "order_details/status/code", code)

    software.post("v3/orders", [order])

    assert Order.objects.get().status == "cancelled"


def test_the_billing_address_stands_in(software: Software) -> None:
    order = v3_order(software.shop)
    order["billing_address"] = order.pop("shipping_address")

    assert software.post("v3/orders", [order]).status_code == 201
    assert Order.objects.get().postal_code == "10119"


def test_an_order_is_named_by_our_id_too(software: Software) -> None:
    order = v3_order(software.shop)
    [data] = software.post("v3/orders", [order]).json()["data"]

    again = software.post("v3/orders", [{**order, "id": str(data["id"])}])
    other = {**order, "id": str(data["id"]), "order_id": "o-2"}
    refused = software.post("v3/orders", [other])

    assert again.json() == {"data": [data]}
    assert pointers(refused) == ["/data/attributes/[0]/order_id"]


def test_one_bad_order_keeps_all_of_them_out(software: Software) -> None:
    good = v3_order(software.shop)
    bad = {**changed(good, "shipping_address/country_code", "QQ"), "order_id": "o-2"}

    answer = software.post("v3/orders", [good, bad])

    assert answer.json() == {
        "errors": [
            {
                "status": "400",
                "code": "invalid",
                "detail": "“QQ” is not an ISO 3166-1 alpha-2 country code.",
                "source": {
                    "pointer": "/data/attributes/[1]/shipping_address/country_code"
                },
            }
        ]
    }
    assert Order.objects.count() == 0


ITEM = "order_details/order_items/0"
REQUIRED = [
    "order_id",
    "order_number",
    "order_details",
    "order_details/integration",
    "order_details/integration/id",
    "order_details/status",
    "order_details/status/code",
    "order_details/order_created_at",
    "order_details/order_items",
    f"{ITEM}/name",
    f"{ITEM}/quantity",
    f"{ITEM}/total_price",
    f"{ITEM}/total_price/value",
    "payment_details",
    "payment_details/total_price",
    "payment_details/total_price/value",
    "payment_details/total_price/currency",
    "payment_details/status",
    "payment_details/status/code",
    "shipping_address",
    "shipping_address/country_code",
]


@pytest.mark.parametrize("path", REQUIRED)
def test_a_required_field_is_asked_for_by_its_pointer(
    software: Software, path: str
) -> None:
    answer = software.post(
        "v3/orders",
        [v3_order(software.shop), changed(v3_order(software.shop), path, ...)],
    )

    assert answer.status_code == 400
    assert pointers(answer) == [f"/data/attributes/[1]/{path}"]
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    ("path", "value", "pointer"),
    [
        (f"{ITEM}/quantity", 0, ""),
        (f"{ITEM}/quantity", "two", ""),
        (f"{ITEM}/quantity", True, ""),
        (f"{ITEM}/total_price/value", -1, ""),
        (f"{ITEM}/total_price/value", 1.234, ""),
        (f"{ITEM}/total_price/currency", "USD", ""),
        (f"{ITEM}/name", "a\x00", ""),
        (f"{ITEM}/country_of_origin", "QQ", ""),
        ("payment_details/total_price/value", "1.234", ""),
        ("order_id", "x" * 101, ""),
        ("order_id", {}, ""),
        ("id", 5, ""),
        ("id", "none", ""),
        ("id", "999999999999999999", ""),
        ("order_details/integration/id", "x", ""),
        ("order_details/integration/id", 0, ""),
        ("order_details/order_created_at", "2026-11-06T10:00:00", ""),
        ("order_details/order_created_at", "soon", ""),
        ("order_details/order_created_at", "2027-11-06T10:00:00Z", ""),
        ("order_details/order_updated_at", "2027-11-06T10:00:00Z", ""),
        ("order_details/order_items", [], ""),
        ("order_details/order_items", "none", ""),
        ("order_details/tags", "gift", ""),
        ("shipping_address/postal_code", "x" * 21, ""),
        ("shipping_address/state_province_code", "a\x00", ""),
        ("shipping_address", [], ""),
    ],
)
def test_a_bad_field_is_named_by_its_pointer(
    software: Software, path: str, value: Any, pointer: str
) -> None:
    answer = software.post("v3/orders", [changed(v3_order(software.shop), path, value)])

    assert answer.status_code == 400
    assert set(pointers(answer)) >= {f"/data/attributes/[0]/{pointer or path}"}
    assert Order.objects.count() == 0


def test_an_unknown_currency_is_named(software: Software) -> None:
    order = v3_order(software.shop)
    order["payment_details"]["total_price"]["currency"] = "XQX"
    order["order_details"]["order_items"][0]["total_price"]["currency"] = "XQX"

    assert pointers(software.post("v3/orders", [order])) == [
        "/data/attributes/[0]/payment_details/total_price/currency"
    ]


@pytest.mark.parametrize("body", [{}, [], "orders", {"orders": []}, 5])
def test_a_body_that_is_no_list_is_refused(software: Software, body: Any) -> None:
    assert software.post("v3/orders", body).json() == {
        "errors": [
            {
                "status": "400",
                "code": "non_field_errors",
                "title": "Wrong format",
                "detail": "Send a list of at least one order.",
            }
        ]
    }


def test_more_than_a_hundred_orders_are_refused(software: Software) -> None:
    answer = software.post("v3/orders", [{}] * 101)

    assert answer.json() == {
        "errors": [
            {
                "status": "400",
                "code": "invalid",
                "detail": "Send at most 100 orders, not 101.",
                "source": {"pointer": "/data/attributes/"},
            }
        ]
    }


def test_many_orders_cost_the_queries_of_one(software: Software) -> None:
    orders = [v3_order(software.shop, order_id=f"o-{n}") for n in range(4)]
    software.post("v3/orders", [v3_order(software.shop, order_id="first")])

    counts = []
    for batch in (orders[:1], orders[1:]):
        with CaptureQueriesContext(connection) as asked:
            software.post("v3/orders", batch)
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert OrderLine.objects.count() == 5
