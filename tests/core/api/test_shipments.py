from __future__ import annotations

from typing import Any

import pytest

from retour_core.orders.models import OrderRevision, OutboundShipment, Shop, ShopStatus
from tests.core.api.conftest import Caller
from tests.factories import line_data, make_order, order_data

UPS = "1Z999AA10123456784"


@pytest.fixture(autouse=True)
def _an_unsent_order(call: Caller) -> None:
    lines = [line_data("1", fulfilled_quantity=0)]
    make_order(call.shop, number="NW-1", shipments=[], lines=lines)


def told(**values: Any) -> dict[str, Any]:
    return {"id": "p1", "order_id": "NW-1", "tracking_number": UPS, **values}


def test_a_registered_shipment_is_answered_with_its_carrier(call: Caller) -> None:
    answer = call.post(
        "/shipments",
        told(
            shipped_at="2026-11-19T10:00:00+00:00",
            lines=[{"line_id": "1", "quantity": 1}],
        ),
    )

    assert answer.status_code == 201
    url = f"https://www.ups.com/track?tracknum={UPS}"
    assert answer.json() == {
        "id": "p1",
        "order_id": "NW-1",
        "is_registered": True,
        "tracking_number": UPS,
        "carrier": "UPS",
        "tracking_url": url,
        "shipped_at": "2026-11-19T10:00:00Z",
        "delivered_at": None,
        "export_mrn": "",
        "lines": [{"line_id": "1", "quantity": 1}],
        "candidates": [{"carrier": "ups", "name": "UPS", "tracking_url": url}],
    }


def test_a_number_of_several_carriers_names_them_and_decides_for_none(
    call: Caller,
) -> None:
    answer = call.post("/shipments", told(tracking_number="01234567890123")).json()

    assert answer["carrier"] == ""
    assert [candidate["carrier"] for candidate in answer["candidates"]] == [
        "dhl",
        "dpd",
    ]


def test_the_same_id_again_is_the_same_shipment(call: Caller) -> None:
    answers = [call.post("/shipments", told()) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert OutboundShipment.objects.count() == 1


def test_an_idempotency_key_repeats_the_first_answer(call: Caller) -> None:
    answers = [call.post("/shipments", told(), key="k") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1]["Idempotent-Replayed"] == "true"


def test_an_orders_shipments_are_listed_pushed_and_registered(call: Caller) -> None:
    call.post("/shipments", told())
    pushed = order_data(
        number="NW-1",
        changed_at="2026-11-12T10:00:00+00:00",
        shipments=[{"id": "s1", "tracking_number": "00340434161094042557"}],
    )
    assert call("PUT", "/orders", {"orders": [pushed]}).status_code == 200

    items = call.get("/shipments?order_id=NW-1").json()["items"]

    assert [(i["id"], i["is_registered"], i["carrier"]) for i in items] == [
        ("p1", True, "UPS"),
        ("s1", False, "DHL"),
    ]


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (told(id=""), ["/id"]),
        (told(id="x" * 90), ["/id"]),
        (told(tracking_number=""), ["/tracking_number"]),
        (told(colour="red"), ["/colour"]),
        (told(shipped_at="2026-11-19T10:00:00"), ["/shipped_at"]),
        (told(shipped_at="2027-11-19T10:00:00+00:00"), ["/shipped_at"]),
        (told(lines=[{"line_id": "1", "quantity": 0}]), ["/lines/0/quantity"]),
        (told(lines=[{"line_id": "1", "quantity": 1.5}]), ["/lines/0/quantity"]),
        (told(lines=[{"line_id": "z", "quantity": 1}]), ["/lines/0/line_id"]),
        (told(lines=[{"line_id": "1", "quantity": 3}]), ["/lines"]),
    ],
)
def test_a_bad_field_of_a_shipment_is_named_by_pointer(
    call: Caller, body: dict[str, Any], pointers: list[str]
) -> None:
    answer = call.post("/shipments", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")
    assert [error["pointer"] for error in answer.json()["errors"]] == pointers
    assert not OutboundShipment.objects.exists()


@pytest.mark.parametrize("query", ["", "?order_id=NW-2", "?order_id=%00"])
def test_shipments_of_no_order_are_refused(call: Caller, query: str) -> None:
    answer = call.get(f"/shipments{query}")

    assert answer.status_code == (404 if "NW-2" in query else 422)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (ShopStatus.PAUSED, "shop_paused"),
        (ShopStatus.DISCONNECTED, "shop_disconnected"),
    ],
)
def test_a_shop_that_takes_nothing_in_says_so_and_may_try_again(
    call: Caller, status: ShopStatus, code: str
) -> None:
    Shop.objects.update(status=status)

    pushed = call("PUT", "/orders", {"orders": [order_data()]})
    shipped = call.post("/shipments", told())

    # The plugin waits at 409 and keeps what it has to send; see retour_shop.refusals.
    for answer in (pushed, shipped):
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert call.get("/shop").status_code == 200


def test_a_push_names_its_token_in_the_orders_history(call: Caller) -> None:
    call("PUT", "/orders", {"orders": [order_data(number="NW-2")]})
    call.post("/shipments", told(order_id="NW-2"))

    pushed, shipped = OrderRevision.objects.filter(order__external_id="NW-2").order_by(
        "pk"
    )
    assert call.shop is not None
    token = str(call.shop.tokens.get())
    assert [(r.source, r.actor) for r in (pushed, shipped)] == [
        ("api", token),
        ("shipments", token),
    ]
