"""One order's windows on its consumer's calendar, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from retour_core.domain.policies import RequestKind
from retour_core.domain.windows import (
    OrderDates,
    Parcel,
    Place,
    Window,
    WindowTerms,
    local_day,
    window,
    zones_for,
)
from retour_core.domain.windows.public_holidays import holidays_in
from retour_core.orders.models import Order, OrderLine, OutboundShipment


class OrderCalendar:
    """``order`` comes with ``lines`` and ``shipments__lines`` loaded.

    ``fallback`` counts where the consumer's country tells no zone. What a shipment
    names counts from that shipment alone, except for a withdrawal: its days begin with
    the last good of the order (CRD art. 9(2)(b)(i)).
    """

    def __init__(self, order: Order, kind: RequestKind, *, fallback: ZoneInfo) -> None:
        self.order = order
        self.place = Place(order.country, order.postal_code, fallback=fallback)
        self.by_line = kind is not RequestKind.WITHDRAWAL
        self.lines = {line.external_id: line for line in order.lines.all()}
        self.holidays = holidays_in(self.place)

    def window_of(self, line: str, terms: WindowTerms) -> Window:
        """The window of one line, by the shop's id of it; reckoned from ``terms``."""
        return window(self._dates(line), terms, self.place, self.holidays)

    def day_of(self, moment: datetime) -> date:
        """The consumer's day; of several zones the one that is last to begin it."""
        return min(local_day(moment, zone) for zone in zones_for(self.place))

    def _dates(self, external_id: str) -> OrderDates:
        line = self.lines[external_id]
        shipments = self._named.get(line.pk, []) if self.by_line else []
        counted = [line] if shipments else self.lines.values()
        return OrderDates(
            ordered_at=self.order.placed_at,
            parcels=_parcels(shipments or self.order.shipments.all()),
            more_to_come=self._reports_fulfilment
            and any(_is_to_come(one) for one in counted),
        )

    @cached_property
    def _named(self) -> dict[int, list[OutboundShipment]]:
        """The shipments that say to hold a line, by its primary key."""
        named: dict[int, list[OutboundShipment]] = {}
        for shipment in self.order.shipments.all():
            for part in shipment.lines.all():
                named.setdefault(part.order_line_id, []).append(shipment)
        return named

    @cached_property
    def _reports_fulfilment(self) -> bool:
        # A shop that never says what it sent must not keep every window from beginning.
        return any(line.fulfilled for line in self.lines.values())


def was_sent(order: Order, line: OrderLine) -> bool:
    """Whether it left for the customer, as far as is known."""
    if line.fulfilled:
        return True
    reports = any(other.fulfilled for other in order.lines.all())
    return order.has_shipment and not reports


def _parcels(shipments: Iterable[OutboundShipment]) -> tuple[Parcel, ...]:
    # Without any date a shipment tells nothing: the others count, or the order itself.
    return tuple(
        Parcel(shipment.shipped_at, shipment.delivered_at)
        for shipment in shipments
        if shipment.shipped_at or shipment.delivered_at
    )


def _is_to_come(line: OrderLine) -> bool:
    return not line.is_removed and line.fulfilled < (
        line.ordered - line.refunded_elsewhere
    )
