"""What their interface refuses is to be read on the shop's page as well."""

from __future__ import annotations

from retour_core.orders.rejections import last_rejections
from tests.core.api_sendcloud.conftest import (
    Software,
    item_data,
    parcel_data,
    v3_item,
    v3_order,
)


def _noted(software: Software) -> list[tuple[str, str]]:
    return [(r.order_id, r.pointer) for r in last_rejections(software.shop)]


def test_a_refused_parcel_is_noted_with_its_field(
    software: Software, stranger: Software
) -> None:
    software.post("v2/parcels", {"parcel": parcel_data(country="XX")})

    assert _noted(software) == [("ref-1", "/country")]
    assert _noted(stranger) == []


def test_of_a_batch_the_refused_are_noted(software: Software) -> None:
    parcels = [
        parcel_data(),
        parcel_data(external_reference="", order_number="NW-2", city=""),
        parcel_data(external_reference="ref-3", parcel_items=[item_data(quantity=-1)]),
        7,
    ]
    software.post("v2/parcels", {"parcels": parcels})

    assert _noted(software) == [
        ("", ""),
        ("ref-3", "/parcel_items/0/quantity"),
        ("NW-2", "/city"),
    ]


def test_a_refused_change_is_noted(software: Software) -> None:
    parcel = software.create()
    change = {"id": parcel["id"], "order_number": "NW-1", "country": "XX"}
    assert software.put("v2/parcels", {"parcel": change}).status_code == 400

    assert _noted(software) == [("NW-1", "/country")]


def test_of_orders_the_refused_are_noted(software: Software) -> None:
    bad = v3_order(software.shop, order_id="o-2")
    bad["order_details"]["order_items"] = [v3_item(quantity=0)]
    software.post("v3/orders", [v3_order(software.shop), bad])

    [(order_id, pointer)] = _noted(software)
    assert (order_id, pointer) == ("o-2", "/order_details/order_items/0/quantity")


def test_a_body_of_another_form_is_no_order_that_was_refused(
    software: Software,
) -> None:
    software.post("v3/orders", {})
    software.post("v2/parcels", {})

    assert _noted(software) == []
