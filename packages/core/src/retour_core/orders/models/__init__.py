"""Shops, their orders, and what was sent to customers."""

from __future__ import annotations

from retour_core.orders.models.gift_slip import SLIP_LIFETIME, GiftSlip
from retour_core.orders.models.line import OrderLine
from retour_core.orders.models.order import (
    Order,
    OrderQuerySet,
    OrderRevision,
    OrderSource,
    OrderStatus,
)
from retour_core.orders.models.rule import ShippingRule
from retour_core.orders.models.shipment import (
    OutboundShipment,
    OutboundShipmentLine,
    ShipmentSource,
)
from retour_core.orders.models.shop import (
    Platform,
    Shop,
    ShopStatus,
    new_link_secret,
    new_shop_key,
)

__all__ = [
    "SLIP_LIFETIME",
    "GiftSlip",
    "Order",
    "OrderLine",
    "OrderQuerySet",
    "OrderRevision",
    "OrderSource",
    "OrderStatus",
    "OutboundShipment",
    "OutboundShipmentLine",
    "Platform",
    "ShipmentSource",
    "ShippingRule",
    "Shop",
    "ShopStatus",
    "new_link_secret",
    "new_shop_key",
]
