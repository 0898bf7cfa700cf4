"""What is known of an order and its customer, as the facts policies decide by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from retour_core.domain.policies import (
    Facts,
    ItemFacts,
    Policy,
    discount_share,
)
from retour_core.domain.windows import add_months
from retour_core.orders.models import Order, OrderLine
from retour_core.policies.calendar import OrderCalendar, was_sent

COUNTED_MONTHS = 12


@dataclass(frozen=True)
class Chosen:
    """Units of one order line that are to come back.

    ``reason`` is the key of one of the brand's reasons, "" while none is given;
    ``our_fault`` what the merchant's list says of it.
    """

    line: OrderLine
    quantity: int = 1
    reason: str = ""
    our_fault: bool | None = None


def facts_of(
    calendar: OrderCalendar,
    policy: Policy,
    chosen: Iterable[Chosen],
    *,
    now: datetime,
    return_count: int | None,
    sent_from: str = "",
) -> Facts:
    """``policy`` says from which day an item's days are counted. ``sent_from`` is the
    country the parcel starts in, the order's unless told. No query, if ``order.shop``
    and ``order.brand`` are loaded."""
    order: Order = calendar.order
    return Facts(
        kind=policy.kind,
        brand=policy.brand,
        today=calendar.day_of(now),
        country=sent_from or order.country,
        window_country=order.country,
        shop=order.shop.key,
        sales_channel=order.sales_channel,
        order_number=order.number,
        order_tags=tuple(order.tags),
        order_day=calendar.day_of(order.placed_at),
        order_total_minor=order.total_incl_minor,
        currency=order.currency,
        return_count=return_count,
        items=tuple(_item(calendar, policy, one) for one in chosen),
    )


def return_counts(orders: Sequence[Order], *, now: datetime) -> dict[int, int | None]:
    """By order, the submitted returns of the last twelve months to the same brand by
    whoever has its e-mail address; None where there is none. One query."""
    first = add_months(now.date(), -COUNTED_MONTHS)
    since = datetime.combine(first, now.timetz())
    keys = {order.email_key for order in orders} - {""}
    found = Order.objects.filter(
        brand_id__in={order.brand_id for order in orders},
        email_key__in=keys,
        returns__submitted_at__gte=since,
        returns__submitted_at__lte=now,
    ).values_list("brand_id", "email_key")
    counted: dict[tuple[int, str], int] = {}
    for key in found:
        counted[key] = counted.get(key, 0) + 1
    return {
        order.pk: counted.get((order.brand_id, order.email_key), 0)
        if order.email_key
        else None
        for order in orders
    }


def _item(calendar: OrderCalendar, policy: Policy, chosen: Chosen) -> ItemFacts:
    line, order = chosen.line, calendar.order
    unit_minor = line.total_incl_minor // line.ordered if line.ordered else None
    terms = policy.terms_for(order.country)
    return ItemFacts(
        **_known_of(line),
        line=line.external_id,
        unit_price_minor=unit_minor,
        discount_percent=_discount(line, unit_minor),
        quantity=chosen.quantity,
        shipped=was_sent(order, line),
        anchor_day=calendar.window_of(line.external_id, terms).anchor_day,
        reason=chosen.reason or None,
        our_fault=chosen.our_fault,
    )


def _known_of(line: OrderLine) -> dict[str, Any]:
    """What the shop told of the product, by the fact's name."""
    return {
        "sku": line.sku,
        "product_brand": line.product_brand,
        "exemption": line.exemption,
        "category": line.category,
        "tags": tuple(line.tags),
        "list_price_minor": line.unit_list_minor,
        "weight_grams": line.weight_grams,
    }


def _discount(line: OrderLine, unit_minor: int | None) -> Decimal | None:
    if line.unit_list_minor is None or unit_minor is None:
        return None
    return discount_share(line.unit_list_minor, unit_minor)
