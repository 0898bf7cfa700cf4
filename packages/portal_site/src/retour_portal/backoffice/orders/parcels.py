"""Outbound shipments as the order's page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from retour_core.domain.tracking_numbers import CarrierMatch, recognise
from retour_core.orders.models import Order, OutboundShipment
from retour_core.orders.parcels import REGISTERED

_MAX_CANDIDATES = 3


@dataclass(frozen=True)
class ShownShipment:
    """``candidates`` are offered where no carrier is known; ``parts`` may be empty."""

    row: OutboundShipment
    url: str
    is_registered: bool
    candidates: list[CarrierMatch]
    parts: list[tuple[int, str]]


def shipments_of(order: Order) -> list[ShownShipment]:
    """Needs ``shipments__lines__order_line`` loaded."""
    return [
        _shown(row) for row in sorted(order.shipments.all(), key=lambda row: row.pk)
    ]


def _shown(row: OutboundShipment) -> ShownShipment:
    matches = recognise(row.tracking_number) if row.tracking_number else []
    return ShownShipment(
        row=row,
        url=_safe(row.tracking_url) or _url_of(row.carrier, matches),
        is_registered=row.external_id.startswith(REGISTERED),
        candidates=[] if row.carrier else matches[:_MAX_CANDIDATES],
        parts=[(part.quantity, part.order_line.title) for part in row.lines.all()],
    )


def _url_of(carrier: str, matches: list[CarrierMatch]) -> str:
    """The page of the carrier the shop itself named, if the number can be its."""
    named = carrier.casefold()
    return next(
        (
            match.tracking_url
            for match in matches
            if named and named in (match.carrier_name.casefold(), match.carrier)
        ),
        "",
    )


def _safe(url: str) -> str:
    # The shop may write anything there; a script is no link.
    return url if urlsplit(url).scheme in {"http", "https"} else ""
