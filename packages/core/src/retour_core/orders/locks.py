"""Every row lock of orders has its name here; always the shop before the order.

Returns lock the order first too, so nobody waits in a circle.
"""

from __future__ import annotations

from retour_core.orders.models import Order, Shop

_JUDGED = ("external_id", "changed_at", "content_hash", "brand", "shipping_rule_name")


def lock_shop(shop_id: int) -> Shop:
    """Hold back other pushes of this shop until the transaction ends."""
    return Shop.objects.select_for_update(no_key=True).get(pk=shop_id)


def lock_order(order_id: int) -> Order:
    """Hold back whatever changes the counters of this order's lines."""
    return Order.objects.select_for_update(no_key=True).get(pk=order_id)


def lock_orders_by_external_id(shop: Shop, external_ids: list[str]) -> list[Order]:
    """The known ones among ``external_ids``, locked in the order of their keys.

    Only what decides about a push is loaded: most pushed orders are unchanged.
    """
    return list(
        Order.objects.for_shop(shop)
        .filter(external_id__in=external_ids)
        .only(*_JUDGED)
        .order_by("pk")
        .select_for_update(no_key=True)
    )
