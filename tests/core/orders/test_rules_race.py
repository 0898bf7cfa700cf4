"""Rules applied to existing orders while an import brings the same ones in."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from retour_core.orders.models import Order, Shop
from retour_core.orders.operations import receive_orders
from retour_core.orders.rules_preview import apply_batch
from tests.core.orders.test_rules import make_rule
from tests.factories import NOW, make_brand, make_shop, order_data

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite lets one transaction write at a time",
    ),
]


def _in_a_connection_of_its_own(work: Callable[[], object]) -> None:
    try:
        work()
    finally:
        connection.close()


def _wait_until_somebody_waits() -> None:
    """Returns when a transaction waits for a lock of ours, or after five seconds."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)


def _push(shop: Shop, numbers: list[str], title: str) -> None:
    orders = [order_data(number=number) for number in numbers]
    for order in orders:
        order["lines"][0]["title"] = title
    receive_orders(shop, orders, now=NOW)


def test_neither_waits_for_the_other_in_a_circle() -> None:
    shop = make_shop(make_brand("nordwand"))
    lune = make_brand("lune")
    numbers = [f"NW-{number}" for number in range(6)]
    _push(shop, numbers, "Jacket")
    make_rule(lune)
    last = Order.objects.latest("pk").pk

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            # An import goes by its file, the rules by the orders' keys.
            _push(shop, numbers[3:], "Coat")
            applying = pool.submit(
                _in_a_connection_of_its_own, lambda: apply_batch(0, until=last)
            )
            _wait_until_somebody_waits()
            _push(shop, numbers[:3], "Coat")
        applying.result(timeout=30)

    assert set(Order.objects.values_list("brand", flat=True)) == {lune.pk}
    assert set(Order.objects.values_list("lines__title", flat=True)) == {"Coat"}
