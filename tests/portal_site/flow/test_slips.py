"""The QR code on the slip in a parcel."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from retour_core.orders.models import Order
from retour_core.orders.slips import SLIP_LIFETIME, slip_url
from retour_core.returns.models import Return
from tests.factories import NOW, make_brand
from tests.portal_site.flow.walk import Customer, text_of


def path_of(order: Order, *, is_gift: bool = False) -> str:
    url = slip_url(order, is_gift=is_gift)
    assert url.startswith("http://nordwand.localhost:8100/s/")
    return url.removeprefix("http://nordwand.localhost:8100")


def test_a_slip_fills_in_the_number_and_asks_for_the_postal_code(
    customer: Customer, order: Order
) -> None:
    answer = customer.client.get(path_of(order))
    assert answer["Location"] == customer.url("lookup") + "?number=NW-2001"
    page = customer.client.get(answer["Location"])
    assert 'name="number" type="text" value="NW-2001"' in page.content.decode()
    assert "Jacket" not in text_of(page)
    assert not Return.objects.exists()


def test_a_gift_slip_leads_to_the_way_without_prices(
    customer: Customer, order: Order
) -> None:
    answer = customer.client.get(path_of(order, is_gift=True))
    assert answer["Location"] == customer.url("gift") + "?number=NW-2001"
    page = customer.client.get(answer["Location"]).content.decode()
    assert 'name="number" type="text" value="NW-2001"' in page


def test_an_old_slip_says_so_and_offers_the_lookup(
    customer: Customer, order: Order
) -> None:
    path = path_of(order)
    with time_machine.travel(NOW + SLIP_LIFETIME + timedelta(seconds=2), tick=False):
        page = customer.client.get(path)
    assert page.status_code == 410
    assert "This link has expired" in text_of(page)
    assert f'href="{customer.url("lookup")}"' in page.content.decode()


def test_a_forged_slip_and_another_brands_are_no_slips(order: Order) -> None:
    customer, stranger = Customer(order.brand), Customer(make_brand("lune"))
    for client, path in (
        (customer.client, path_of(order)[:-2]),
        (customer.client, "/s/x"),
        (stranger.client, path_of(order)),
    ):
        page = client.get(path)
        assert page.status_code == 400
        assert "NW-2001" not in text_of(page)
