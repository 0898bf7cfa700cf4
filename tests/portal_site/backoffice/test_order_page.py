from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.brands.models import SenderAddress
from retour_core.domain.wire import ShipmentIn
from retour_core.orders.models import Order, OrderSource
from retour_core.orders.operations import receive_orders
from retour_core.orders.shipments import register_shipment
from tests.factories import NOW, line_data, order_data
from tests.portal_site.backoffice.conftest import House, SignIn

UPS = "1Z999AA10123456784"


@pytest.fixture
def desk(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


def _page(desk: Client, order: Order) -> Any:
    return desk.get(reverse("orders:inspect", args=[order.pk]))


def _push(house: House, **values: Any) -> None:
    data = order_data(
        id=house.order.external_id,
        number=house.order.number,
        changed_at=NOW.isoformat(),
        **values,
    )
    [result] = receive_orders(
        house.shop, [data], now=NOW, source=OrderSource.IMPORT, actor="Ines <import>"
    )
    assert result.status == "updated"


def test_the_history_says_who_changed_what_and_shows_what_was_sent(
    desk: Client, alpenglow: House
) -> None:
    _push(alpenglow, email="new@example.org")

    page = _page(desk, alpenglow.order)

    newest, first = page.context["history"]
    changed = {c.field: (c.before, c.after) for c in newest.changes}
    assert changed["email"] == (alpenglow.order.email, "new@example.org")
    assert (newest.is_first, first.is_first, first.changes) == (False, True, [])
    text = page.content.decode()
    assert "File import · Ines &lt;import&gt;" in text
    assert "&quot;email&quot;: &quot;new@example.org&quot;" in text


def test_a_push_after_a_registered_shipment_is_not_said_to_remove_it(
    desk: Client, alpenglow: House
) -> None:
    told = ShipmentIn(id="p1", tracking_number=UPS)
    register_shipment(alpenglow.order, told, now=NOW, actor="warehouse")
    _push(alpenglow, email="new@example.org")

    pushed, registered, _ = _page(desk, alpenglow.order).context["history"]

    assert [c for c in pushed.changes if "registered:" in c.field] == []
    assert [c.field for c in registered.changes] == [
        "shipments / registered:p1 / id",
        "shipments / registered:p1 / tracking_number",
    ]


@pytest.mark.parametrize(
    ("told", "url", "candidates"),
    [
        ({"tracking_number": UPS}, f"https://www.ups.com/track?tracknum={UPS}", []),
        (
            {"tracking_number": UPS, "carrier": "ups"},
            f"https://www.ups.com/track?tracknum={UPS}",
            [],
        ),
        (
            {"tracking_number": UPS, "carrier": "UPS", "tracking_url": "https://x.de/"},
            "https://x.de/",
            [],
        ),
        (
            {"tracking_number": "1", "tracking_url": "javascript:alert(1)"},
            "",
            [],
        ),
        ({"tracking_number": "01234567890123"}, "", ["DHL", "DPD"]),
    ],
)
def test_a_shipment_leads_to_its_carriers_page(
    told: dict[str, Any],
    url: str,
    candidates: list[str],
    desk: Client,
    alpenglow: House,
) -> None:
    _push(alpenglow, shipments=[{"id": "s1", **told}])

    page = _page(desk, alpenglow.order)

    [shown] = page.context["shipments"]
    assert shown.url == url
    assert [match.carrier_name for match in shown.candidates] == candidates
    text = page.content.decode()
    assert 'href="javascript:' not in text
    assert not url or f'href="{url}"' in text


def test_an_order_names_its_sender_address_and_the_rule_that_chose_it(
    desk: Client, alpenglow: House
) -> None:
    address = SenderAddress.objects.create(
        brand=alpenglow.brand, label="Hub Graz", company="Hub", country="AT"
    )
    Order.objects.update(sender_address=address, shipping_rule_name="To Austria")

    text = _page(desk, alpenglow.order).content.decode()

    assert "Sent from Hub Graz." in text
    assert "The shipping rule “To Austria” named the sender address." in text


@pytest.mark.parametrize("rows", [1, 3])
def test_an_order_costs_the_same_with_one_shipment_and_three(
    rows: int, desk: Client, alpenglow: House, django_assert_num_queries: Any
) -> None:
    shipments = [
        {"id": f"s{n}", "lines": [{"line_id": "1", "quantity": 1}]} for n in range(rows)
    ]
    _push(alpenglow, shipments=shipments)
    desk.get(reverse("wagtailadmin_home"))
    with django_assert_num_queries(23):
        _page(desk, alpenglow.order)


@pytest.mark.parametrize(
    ("asked", "found"), [("?source=api", 1), ("?source=import", 0), ("", 1)]
)
def test_orders_are_filtered_by_how_they_came_in(
    asked: str, found: int, desk: Client, alpenglow: House
) -> None:
    listed = desk.get(reverse("orders:index") + asked).context["object_list"]
    assert len(listed) == found


def test_an_order_says_how_it_was_paid_and_what_was_taken_off(
    desk: Client, alpenglow: House
) -> None:
    _push(
        alpenglow,
        lines=[line_data(brand="Alpen", exemption="e", total_incl_tax="200.00")],
        order_discount="10.00",
        shipping_incl_tax="9.90",
        standard_shipping_incl_tax="4.90",
        total_incl_tax="199.90",
        tenders=[
            {"kind": "gift_card", "id": "GC-1", "amount": "50"},
            {"kind": "card", "id": "ch_1", "amount": "149.90"},
        ],
    )

    page = _page(desk, alpenglow.order)

    assert page.context["tenders"] == [
        ("Gift card", "GC-1", "€50.00"),
        ("Card", "ch_1", "€149.90"),
    ]
    assert page.context["order_discount"] == "-€10.00"
    assert page.context["standard_shipping"] == "€4.90"
    text = page.content.decode()
    assert "CRD art. 16(e)" in text
    assert "Alpen · SKU-1" in " ".join(text.split())


def test_an_order_that_tells_none_of_it_shows_none_of_it(
    desk: Client, alpenglow: House
) -> None:
    page = _page(desk, alpenglow.order)

    shown = (page.context["order_discount"], page.context["standard_shipping"])
    assert (shown, page.context["tenders"]) == (("", ""), [])
    text = page.content.decode()
    assert ("Paid with" in text, "Discount on the order" in text) == (False, False)
