"""Which order a statement is about, and what is to be looked at in it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from retour_core.accounts.queries import account_zone
from retour_core.domain.windows import OrderDates, Parcel, Place, Window, window
from retour_core.domain.windows.public_holidays import holidays_in
from retour_core.domain.withdrawal import (
    Known,
    KnownLine,
    Statement,
    assess,
    statutory_terms,
)
from retour_core.orders.mailbox import same_mailbox
from retour_core.orders.models import Order, OrderStatus
from retour_core.orders.numbers import number_key

if TYPE_CHECKING:
    from retour_core.brands.models import Brand

_MOST_WORDS = 20
_WORD = re.compile(r"\S+")


def order_meant(brand: Brand, statement: Statement) -> Order | None:
    """The brand's order named in a statement by somebody who knows its e-mail address.

    ``None`` if there is no such order, or more than one: a person matches it then.
    One query.
    """
    words = _WORD.findall(statement.contract)[:_MOST_WORDS]
    keys = {number_key(text) for text in (statement.contract, *words)} - {""}
    alike = (
        Order.objects.for_brands([brand.pk])
        .filter(number_key__in=keys, email__iexact=statement.email)
        .select_related("brand", "shop")[:_MOST_WORDS]
    )
    # To PostgreSQL a dotless ı is an i, so that another's mailbox would be told.
    found = [order for order in alike if same_mailbox(order.email, statement.email)]
    return found[0] if len(found) == 1 else None


def was_shipped(order: Order) -> bool:
    """Whether any of it left for the consumer, as far as is known."""
    return order.has_shipment or any(line.fulfilled for line in order.lines.all())


def statutory_window(order: Order) -> Window:
    """The withdrawal period on the consumer's calendar (CRD art. 9, Reg. 1182/71)."""
    place = place_of(order)
    parcels = tuple(
        Parcel(shipment.shipped_at, shipment.delivered_at)
        for shipment in order.shipments.all()
    )
    dates = OrderDates(ordered_at=order.placed_at, parcels=parcels)
    return window(dates, statutory_terms(), place, holidays_in(place))


def place_of(order: Order | None, *, fallback: ZoneInfo | None = None) -> Place:
    """Where the order went; ``fallback`` is the merchant's zone, one query if it is not
    given."""
    fallback = fallback or ZoneInfo(account_zone())
    if order is None:
        return Place("", fallback=fallback)
    return Place(order.country, order.postal_code, fallback=fallback)


def flags_of(statement: Statement, order: Order | None, *, at: datetime) -> list[Any]:
    """What ``assess`` finds, as JSON; dates are ISO 8601."""
    known = _known(order) if order else Known(order_found=False, place=place_of(None))
    return [
        [str(flag.kind), {name: _plain(value) for name, value in flag.params.items()}]
        for flag in assess(statement, known, at=at)
    ]


def _known(order: Order) -> Known:
    return Known(
        order_found=True,
        place=place_of(order),
        is_shipped=was_shipped(order) and order.status != OrderStatus.CANCELLED,
        window=statutory_window(order),
        lines=tuple(
            KnownLine(line.external_id, line.title, line.exemption)
            for line in order.lines.all()
        ),
    )


def _plain(value: str | date) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
