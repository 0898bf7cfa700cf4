"""Finding an order by the number of the parcel it came in."""

from __future__ import annotations

import pytest

from retour_core.orders.models import Order, OutboundShipment, Shop
from retour_core.returns.models import Return
from retour_portal.flow import throttle
from tests.factories import make_brand, make_order
from tests.portal_site.flow.walk import Customer, errors_of

NOT_FOUND = ["We could not find an order with this number and postal code."]
PARCEL = {"id": "1", "tracking_number": "1Z 999 AA1 01 2345 6784"}


@pytest.fixture
def parcel(shop: Shop) -> Order:
    return make_order(shop, number="NW-3001", shipments=[PARCEL])


@pytest.mark.parametrize(
    "typed", ["1Z999AA10123456784", "1z 999 aa1 01 2345 6784", "1Z-999-AA1-0123456784"]
)
def test_a_parcels_number_finds_its_order(
    customer: Customer, parcel: Order, typed: str
) -> None:
    customer.look_up(typed)
    assert Return.objects.get().order == parcel


def test_a_parcels_number_and_a_wrong_postal_code_find_nothing(
    customer: Customer, parcel: Order
) -> None:
    assert errors_of(customer.look_up("1Z999AA10123456784", "99999")) == NOT_FOUND
    assert errors_of(customer.look_up("1Z999AA10123456785")) == NOT_FOUND
    assert not Return.objects.exists()


def test_another_brand_does_not_know_the_parcel(parcel: Order) -> None:
    stranger = Customer(make_brand("lune", name="Lune"))
    assert errors_of(stranger.look_up("1Z999AA10123456784")) == NOT_FOUND


def test_shipments_without_a_number_are_found_by_nothing(
    customer: Customer, order: Order
) -> None:
    OutboundShipment.objects.create(order=order, external_id="no number")
    for typed in ("-", "#", ".. ()"):
        assert errors_of(customer.look_up(typed)) == NOT_FOUND


def test_an_order_of_that_number_comes_before_a_parcel(
    customer: Customer, shop: Shop, parcel: Order
) -> None:
    order = make_order(shop, number="1Z999AA10123456784")
    customer.look_up("1Z999AA10123456784")
    assert Return.objects.get().order == order


def test_guessing_the_postal_code_of_a_parcel_is_stopped(
    customer: Customer, parcel: Order
) -> None:
    for guess in range(throttle.TRIES_PER_ORDER):
        assert customer.look_up("1Z999AA10123456784", f"{guess:05}").status_code == 200
    assert customer.look_up("1Z 999 AA1 01 2345 6784").status_code == 429
