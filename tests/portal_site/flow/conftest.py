from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache

from retour_core.brands.models import Brand
from retour_core.orders.models import Order, Shop
from retour_portal.flow import lookup
from tests.factories import NOW, line_data, make_brand, make_order, make_shop
from tests.portal_site.flow.walk import Customer


@pytest.fixture(autouse=True)
def _at_noon(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The factories' day, no wrong tries yet, and no waiting before "not found"."""
    cache.clear()
    monkeypatch.setattr(lookup, "ANSWER_SECONDS", 0.0)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def brand() -> Brand:
    return make_brand("nordwand", name="Nordwand")


@pytest.fixture
def shop(brand: Brand) -> Shop:
    return make_shop(brand)


@pytest.fixture
def order(shop: Shop) -> Order:
    """Two jackets and a hat."""
    hat = line_data(
        "2",
        title="Hat",
        quantity=1,
        fulfilled_quantity=1,
        unit_list_price="24.00",
        total_incl_tax="24.00",
    )
    return make_order(shop, number="NW-2001", lines=[line_data(), hat])


@pytest.fixture
def customer(brand: Brand) -> Customer:
    return Customer(brand)
