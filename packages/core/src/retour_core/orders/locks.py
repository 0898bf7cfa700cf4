"""Every row lock of orders has its name here; always the shop before the order.

Returns lock the order first too, so nobody waits in a circle.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connection

from retour_core.orders.models import Order, Shop


class Stored(NamedTuple):
    """What decides about a push of an order that is known."""

    pk: int
    external_id: str
    changed_at: datetime
    content_hash: str
    brand_id: int
    shipping_rule_name: str


_STORED = (
    f"SELECT id, {', '.join(Stored._fields[1:])}"  # noqa: S608 - our own names
    " FROM retour_orders_order WHERE shop_id = %s AND external_id"
)
_STORED_POSTGRESQL = _STORED + " = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
_STORED_SQLITE = _STORED + " IN (SELECT value FROM json_each(%s)) ORDER BY id"  # noqa: S608


def lock_shop(shop_id: int, *fields: str) -> Shop:
    """Hold back other pushes of this shop until the transaction ends.

    With ``fields`` only these are loaded: Django's work for each of a shop's columns
    is felt where a whole push changes nothing.
    """
    shops = Shop.objects.select_for_update(no_key=True)
    return (shops.only(*fields) if fields else shops).get(pk=shop_id)


def lock_order(order_id: int) -> Order:
    """Hold back whatever changes the counters of this order's lines."""
    return Order.objects.select_for_update(no_key=True).get(pk=order_id)


def lock_order_if_free(order_id: int) -> bool:
    """The same, but where somebody else holds it: then nothing is waited for."""
    rows = Order.objects.filter(pk=order_id)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(no_key=True, skip_locked=True)
    return bool(list(rows.values_list("pk", flat=True)))


def lock_orders(order_ids: Iterable[int]) -> None:
    """Several orders by primary key, locked in the order of their keys.

    None of them is loaded: where hundreds are locked, few are asked for anything.
    """
    rows = Order.objects.select_for_update(no_key=True).filter(pk__in=list(order_ids))
    list(rows.order_by("pk").values_list("pk", flat=True))


def lock_orders_by_external_id(shop: Shop, external_ids: list[str]) -> list[Stored]:
    """The known ones among ``external_ids``, locked in the order of their keys.

    Only what decides about a push is loaded: most pushed orders are unchanged. All
    ids are one parameter, which spares Django and the planner hundreds of them.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_STORED_POSTGRESQL, [shop.pk, external_ids])
            return [Stored(*row) for row in cursor.fetchall()]
        cursor.execute(_STORED_SQLITE, [shop.pk, json.dumps(external_ids)])
        # The driver gives moments without their offset, which is UTC.
        return [
            Stored(pk, key, changed_at.replace(tzinfo=UTC), *others)
            for pk, key, changed_at, *others in cursor.fetchall()
        ]
