"""May this order be returned at all? The brand's answer, before any line's."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from retour_core.domain.errors import DomainError
from retour_core.domain.windows import window_end
from retour_core.orders.models import Order, OrderStatus


class OrderCancelled(DomainError):
    """This order was cancelled, so there is nothing to return."""

    code = "order_cancelled"


class NotShippedYet(DomainError):
    """This order has not been shipped yet; contact the shop if you received it."""

    code = "not_shipped"


class WindowClosed(DomainError):
    """The time to return this order is over."""

    code = "window_closed"


def check_returnable(order: Order, *, now: datetime, zone: ZoneInfo) -> None:
    """Raise the ``DomainError`` that keeps this order from being returned, if any.

    Costs one query for the shipments; ``order.brand`` should be loaded.
    """
    if order.status == OrderStatus.CANCELLED:
        raise OrderCancelled
    if not order.has_shipment and not order.brand.allow_unshipped_returns:
        raise NotShippedYet
    end = return_window_end(order, zone=zone)
    if now >= end:
        last_day = (end - timedelta(microseconds=1)).date()
        raise WindowClosed(
            f"The time to return this order ended on {last_day.isoformat()}.",
            ended_at=end.isoformat(),
        )


def return_window_end(order: Order, *, zone: ZoneInfo) -> datetime:
    """Counted from the last delivery known, else the last dispatch, else the order."""
    shipments = order.shipments.all()
    delivered = [s.delivered_at for s in shipments if s.delivered_at]
    shipped = [s.shipped_at for s in shipments if s.shipped_at]
    anchor = max(delivered or shipped or [order.placed_at])
    return window_end(anchor, order.brand.return_window_days, zone)
