"""Shipments registered by themselves, next to those a push tells of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from retour_core.domain.wire import ShipmentIn
from retour_core.orders.models import (
    Order,
    OrderRevision,
    OutboundShipment,
    Shop,
    ShopStatus,
)
from retour_core.orders.operations import (
    ShopDisconnected,
    ShopPaused,
    receive_orders,
)
from retour_core.orders.shipments import (
    Registered,
    ShipmentInvalid,
    register_shipment,
)
from tests.factories import NOW, line_data, make_order, make_return, order_data

pytestmark = pytest.mark.django_db

UNSENT: dict[str, Any] = {
    "shipments": [],
    "lines": [
        line_data("a", quantity=3, fulfilled_quantity=0),
        line_data("b", quantity=2, fulfilled_quantity=0),
    ],
}
DHL = "00340434161094042557"
UPS = "1Z999AA10123456784"


def register(order: Order, shipment_id: str = "p1", **values: Any) -> Registered:
    told = ShipmentIn(
        **{"id": shipment_id, "tracking_number": shipment_id.upper(), **values}
    )
    return register_shipment(order, told, now=NOW, actor="warehouse")


def part(line_id: str, quantity: int) -> dict[str, Any]:
    return {"line_id": line_id, "quantity": quantity}


def lines_of(order: Order) -> list[tuple[str, int, int]]:
    """Each line with what is fulfilled and what may come back."""
    return list(
        order.lines.order_by("position").values_list(
            "external_id", "fulfilled", "returnable_limit"
        )
    )


def push(shop: Shop, **values: Any) -> str:
    data = order_data(changed_at=NOW.isoformat(), **values)
    [result] = receive_orders(shop, [data], now=NOW)
    return result.status


def test_a_parcel_of_unknown_contents_makes_the_whole_order_shipped() -> None:
    order = make_order(**UNSENT)

    registered = register(order)

    order.refresh_from_db()
    assert registered.is_new
    assert order.has_shipment
    assert lines_of(order) == [("a", 0, 3), ("b", 0, 2)]


def test_parcels_of_known_contents_let_what_they_held_come_back() -> None:
    order = make_order(**UNSENT)

    register(order, "p1", lines=[part("a", 1)])
    assert lines_of(order) == [("a", 1, 1), ("b", 0, 0)]

    register(order, "p2", lines=[part("a", 2), part("b", 1)])
    assert lines_of(order) == [("a", 3, 3), ("b", 1, 1)]


def test_the_shops_own_count_and_the_parcels_are_not_added_up() -> None:
    order = make_order(
        shipments=[], lines=[line_data("a", quantity=5, fulfilled_quantity=2)]
    )

    register(order, lines=[part("a", 1)])
    assert lines_of(order) == [("a", 2, 2)]

    register(order, "p2", lines=[part("a", 3)])
    assert lines_of(order) == [("a", 4, 4)]


@pytest.mark.parametrize(
    ("pushed", "limits"),
    [
        ({"tracking_number": UPS}, [("a", 1, 3), ("b", 0, 2)]),
        (
            {"tracking_number": UPS, "lines": [part("a", 2)]},
            [("a", 3, 3), ("b", 0, 0)],
        ),
        ({"tracking_number": DHL}, [("a", 1, 1), ("b", 0, 0)]),
        (
            {"tracking_number": DHL.lower() + " ", "lines": [part("a", 2)]},
            [("a", 2, 2), ("b", 0, 0)],
        ),
    ],
    ids=["another, unknown", "another, known", "the same, unknown", "the same, known"],
)
@pytest.mark.parametrize("pushed_first", [True, False])
def test_pushed_and_registered_parcels_count_alike_in_either_sequence(
    pushed: dict[str, Any],
    limits: list[Any],
    pushed_first: bool,
) -> None:
    order = make_order(number="NW-1", **UNSENT)
    later = {**UNSENT, "number": "NW-1", "shipments": [{"id": "s1", **pushed}]}
    if pushed_first:
        push(order.shop, **later)
    register(order, tracking_number=DHL, lines=[part("a", 1)])
    if not pushed_first:
        push(order.shop, **later)

    assert lines_of(order) == limits
    assert order.shipments.count() == 2


def test_a_push_without_shipments_leaves_the_registered_one() -> None:
    order = make_order(number="NW-1", **UNSENT)
    register(order, lines=[part("a", 1)])

    assert push(order.shop, number="NW-1", email="b@example.org", **UNSENT) == "updated"

    order.refresh_from_db()
    assert order.has_shipment
    assert [s.external_id for s in order.shipments.all()] == ["registered:p1"]
    assert lines_of(order) == [("a", 1, 1), ("b", 0, 0)]


def test_a_line_of_a_registered_parcel_stays_when_the_shop_removes_it() -> None:
    order = make_order(number="NW-1", **UNSENT)
    register(order, lines=[part("a", 2)])
    without_a = {**UNSENT, "lines": UNSENT["lines"][1:]}
    push(order.shop, number="NW-1", **without_a)
    assert order.lines.get(external_id="a").is_removed

    push(order.shop, number="NW-1", **UNSENT)

    assert lines_of(order) == [("a", 2, 2), ("b", 0, 0)]


def test_the_same_id_again_changes_nothing_and_leaves_no_trace() -> None:
    order = make_order(**UNSENT)
    first = register(order, lines=[part("a", 1)])

    again = register(order, lines=[part("a", 1)])

    assert (again.is_new, again.shipment.pk) == (False, first.shipment.pk)
    assert OutboundShipment.objects.count() == 1
    assert order.revisions.filter(source="shipments").count() == 1


def test_the_same_id_with_other_facts_replaces_them() -> None:
    order = make_order(**UNSENT)
    register(order, lines=[part("a", 2)])

    register(order, delivered_at=NOW, lines=[part("a", 1)])

    assert order.shipments.get().delivered_at == NOW
    assert lines_of(order) == [("a", 1, 1), ("b", 0, 0)]


def test_a_limit_never_drops_below_what_is_on_its_way_back() -> None:
    order = make_order(number="NW-1", **UNSENT)
    register(order)
    make_return(order, {"b": 1})

    register(order, lines=[part("a", 1)])

    assert lines_of(order) == [("a", 1, 1), ("b", 0, 1)]


def test_a_registered_shipment_is_a_revision_that_names_who_told() -> None:
    order = make_order(**UNSENT)

    register(order, lines=[part("a", 1)])

    revision = order.revisions.order_by("pk").last()
    assert revision is not None
    assert (revision.source, revision.actor) == ("shipments", "warehouse")
    assert revision.snapshot["shipments"] == [
        {"id": "registered:p1", "tracking_number": "P1", "lines": [part("a", 1)]}
    ]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"lines": [part("z", 1)]}, [("/lines/0/line_id", "line_unknown")]),
        ({"lines": [part("a", 4)]}, [("/lines", "more_than_ordered")]),
        ({"lines": [part("a", 2), part("a", 2)]}, [("/lines", "more_than_ordered")]),
        (
            {"shipped_at": NOW + timedelta(days=1)},
            [("/shipped_at", "date_in_future")],
        ),
        (
            {"delivered_at": NOW - timedelta(days=30000)},
            [("/delivered_at", "date_too_old")],
        ),
    ],
)
def test_what_does_not_fit_the_order_is_refused_by_field(
    values: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    order = make_order(**UNSENT)

    with pytest.raises(ShipmentInvalid) as refusal:
        register(order, **values)

    assert [(p.pointer, p.code) for p in refusal.value.problems] == found
    assert not OutboundShipment.objects.exists()


@pytest.mark.parametrize(
    ("status", "error"),
    [(ShopStatus.PAUSED, ShopPaused), (ShopStatus.DISCONNECTED, ShopDisconnected)],
)
def test_a_shop_that_takes_nothing_in_takes_no_shipment(
    status: ShopStatus, error: type[Exception]
) -> None:
    order = make_order(**UNSENT)
    Shop.objects.update(status=status)

    with pytest.raises(error):
        register(order)


@pytest.mark.parametrize(
    ("told", "carrier", "has_link"),
    [
        ({"tracking_number": UPS}, "UPS", True),
        ({"tracking_number": DHL}, "DHL", True),
        ({"tracking_number": UPS, "carrier": "My courier"}, "My courier", False),
        ({"tracking_number": "01234567890123"}, "", False),
        ({"tracking_number": "nobody's"}, "", False),
        ({}, "", False),
    ],
)
def test_a_pushed_shipment_without_a_carrier_gets_the_one_its_number_names(
    told: dict[str, Any],
    carrier: str,
    has_link: bool,
) -> None:
    shipment = make_order(shipments=[{"id": "s", **told}]).shipments.get()

    assert shipment.carrier == carrier
    assert bool(shipment.tracking_url) == has_link


def test_a_pushed_shipment_may_not_take_the_place_of_a_registered_one() -> None:
    order = make_order()

    [result] = receive_orders(
        order.shop, [order_data(shipments=[{"id": "registered:p1"}])], now=NOW
    )

    assert [(p.pointer, p.code) for p in result.errors] == [
        ("/shipments/0/id", "shipment_id_reserved")
    ]
    assert OrderRevision.objects.count() == 1
