"""Where an order stands in the words of their parcel statuses."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from retour_core.orders.models import Order, OrderStatus, OutboundShipment


@dataclass(frozen=True)
class ParcelStatus:
    id: int
    message: str

    @property
    def out(self) -> dict[str, int | str]:
        return {"id": self.id, "message": self.message}


NO_LABEL = ParcelStatus(999, "No label")
EN_ROUTE = ParcelStatus(91, "Parcel en route")
DELIVERED = ParcelStatus(11, "Delivered")
CANCELLED = ParcelStatus(2000, "Cancelled")
STATUSES = (DELIVERED, EN_ROUTE, NO_LABEL, CANCELLED)


def status_of(order: Order) -> ParcelStatus:
    """``order`` comes with its shipments loaded."""
    if order.status == OrderStatus.CANCELLED:
        return CANCELLED
    shipments = list(order.shipments.all())
    if shipments and all(shipment.delivered_at for shipment in shipments):
        return DELIVERED
    return EN_ROUTE if order.has_shipment else NO_LABEL


def having_status(status_id: int) -> Q:
    """Orders whose ``status_of`` has this id; none for an id we never use."""
    shipments = OutboundShipment.objects.filter(order=OuterRef("pk"))
    cancelled = Q(status=OrderStatus.CANCELLED)
    delivered = Exists(shipments) & ~Exists(shipments.filter(delivered_at=None))
    found = {
        CANCELLED.id: cancelled,
        DELIVERED.id: ~cancelled & delivered,
        EN_ROUTE.id: ~cancelled & ~delivered & Q(has_shipment=True),
        NO_LABEL.id: ~cancelled & ~delivered & Q(has_shipment=False),
    }
    return found.get(status_id, Q(pk__in=[]))
