"""A million orders: how long one of them takes to find, and the list to open."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from bench.copies import row_of
from bench.timing import CoreClock, progress
from retour_core.brands.models import Brand
from retour_core.orders.bulk import Row, insert_rows
from retour_core.orders.models import Order, OrderLine, OrderRevision, Shop
from retour_core.orders.numbers import number_key
from retour_core.orders.queries import find_order
from retour_core.orders.search_keys import code_key, email_key, name_keys, number_end
from tests.factories import make_order, make_shop

FEW, MANY = 10_000, 1_000_000
_CHUNK = 10_000
_FIRST = ("Anna", "Bülent", "Chloé", "Dmitri", "Éva", "Frida", "Giulia", "Hans")
_MIDDLE = ("", "", "", "von", "de la", "Maria")
_SYLLABLES = ("ber", "kow", "lin", "mar", "nes", "sen", "tor", "wal", "zi", "øst")
_LIST = {
    "the list": "",
    "its last page": "?p=10000",
    "… with the cancelled ones": "?status=cancelled",
    "… with the shipped ones": "?has_shipment=True",
    "… with those entered by hand": "?source=manual",
    "… with one month": "?placed_at_from=2026-03-01&placed_at_to=2026-03-31",
    "… sorted by customer": "?ordering=customer_name",
    "… searched for a number": "?q=nw-0500123",
    "… for a number's end": "?q=500123",
    "… for an e-mail": "?q=anna.500120@",
    "… for a postal code": "?q=10119",
    "… for a surname": "?q=berkowlin",
    "… for a full name": "?q=bertormar anna",
    "… for a SKU": "?q=sku-777",
    "… for what a tenth have": "?q=anna",
    "… for one letter": "?q=s",
    "… for what nobody has": "?q=qqqqqq",
}


def measure() -> list[str]:
    """The 99th of a hundred lookups; then the time to open the list, the best of three.

    The orders are spread over two brands and three years; all are listed.
    """
    shops = [make_shop(), make_shop(make_brand_two())]
    pattern = make_order(shops[0], shipments=[])
    lookups = []
    for count in (FEW, MANY):
        _fill(shops, pattern, count)
        lookups.append((count, _p99(shops[0].brand, count)))
    return [
        *(
            f"lookup, p99 among {count:>9,} orders{p99 * 1000:>12.2f} ms"
            f" {p99 / lookups[0][1]:8.2f} × among {FEW:,} (≤ 1.5)"
            for count, p99 in lookups
        ),
        *_listed(),
    ]


def make_brand_two() -> Brand:
    from tests.factories import make_brand

    return make_brand("lune")


def _fill(shops: list[Shop], pattern: Order, count: int) -> None:
    """Orders of two lines and a revision each, up to so many."""
    have = Order.objects.count() - 1
    base, line_base = row_of(pattern), row_of(pattern.lines.get())
    for start in range(have, count, _CHUNK):
        numbers = range(start, min(start + _CHUNK, count))
        rows = [{**base, **_order(n, shops)} for n in numbers]
        with transaction.atomic():
            insert_rows(Order, rows)
            insert_rows(OrderLine, list(_lines(line_base, rows, numbers)))
            insert_rows(OrderRevision, list(_revisions(rows, numbers)))
        progress("orders made", numbers.stop / count)
    if connection.vendor == "postgresql":  # which does so by itself in a while
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _order(n: int, shops: list[Shop]) -> Row:
    shop = shops[n % 5 == 0]
    number = f"NW-{n:07}"
    first, middle = _FIRST[n % 8], _MIDDLE[n // 8 % 6]
    surname = "".join(_SYLLABLES[n * 7 // 10**place % 10] for place in (0, 1, 2))
    name = " ".join(f"{first} {middle} {surname.title()}".split())
    postal_code = f"{10000 + n * 37 % 89999}"
    placed = datetime(2026, 11, 1, tzinfo=UTC) - timedelta(minutes=n * 1.5)
    name_key, surname_key, middle_key = name_keys(name)
    email = f"{first}.{n}@example.org"
    return {
        "shop_id": shop.pk,
        "brand_id": shop.brand_id,
        "external_id": f"many-{n}",
        "number": number,
        "number_key": number_key(number),
        "number_end": number_end(number),
        "email": email,
        "email_key": email_key(email),
        "customer_name": name,
        "name_key": name_key,
        "surname_key": surname_key,
        "middle_key": middle_key,
        "postal_code": postal_code,
        "postal_key": postal_code,
        "placed_at": placed,
        "changed_at": placed,
        "status": "cancelled" if n % 50 == 0 else "open",
        "has_shipment": n % 3 == 0,
    }


def _lines(base: Row, rows: list[Row], numbers: range) -> Iterator[Row]:
    for row, n in zip(rows, numbers, strict=True):
        for position in (0, 1):
            sku = f"SKU-{(n * 3 + position * 17) % 5000}"
            yield {
                **base,
                "order_id": row["id"],
                "external_id": str(position),
                "position": position,
                "sku": sku,
                "sku_key": code_key(sku),
            }


def _revisions(rows: list[Row], numbers: range) -> Iterator[Row]:
    for row, n in zip(rows, numbers, strict=True):
        yield {
            "order_id": row["id"],
            "source": "manual" if n % 1000 == 0 else "api",
            "actor": "",
            "snapshot": "{}",
            "changed_at": row["changed_at"],
            "received_at": row["changed_at"],
        }


def _p99(brand: Brand, count: int) -> float:
    """Seconds of one core; the orders asked for are spread over all of the brand's."""
    clock, times = CoreClock(), []
    for step in range(1000):
        n = step * 7919 % (count // 5) * 5 + 1
        started = clock()
        order = find_order(
            brand, number=f"nw {n:07}", postal_code=f"{10000 + n * 37 % 89999}"
        )
        times.append(clock() - started)
        if order is None:
            raise RuntimeError(n)
    return sorted(times)[990]


def _listed() -> Iterator[str]:
    root = get_user_model().objects.create_superuser("bench", "bench@example.org", "x")
    client = Client()
    client.force_login(root)
    client.get(reverse("wagtailadmin_home"))
    for name, asked in _LIST.items():
        times: list[float] = []
        for _ in range(3):
            started = time.perf_counter()
            response: Any = client.get(reverse("orders:index") + asked)
            times.append(time.perf_counter() - started)
            if response.status_code != 200:
                raise RuntimeError(f"{asked}: {response.status_code}")
        found = response.context["paginator"].items_count_label
        yield f"{name:<34}{min(times) * 1000:>8,.0f} ms   {found}"
