"""One Oscar order, read whole, as the order Retour understands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse

from retour_core.domain.wire import OrderIn
from retour_shop.platforms.oscar.conf import RetourSettings
from retour_shop.platforms.oscar.money import amount, tax_rate
from retour_shop.platforms.oscar.payments import captured, shipping, tenders
from retour_shop.platforms.oscar.products import absolute, describe_product
from retour_shop.platforms.oscar.shipments import fulfilled_quantities, shipments
from retour_shop.platforms.oscar.text import clean


@dataclass(frozen=True)
class Facts:
    """What is known about an order besides Oscar's own tables.

    ``booked_here`` holds the keys of payment events booked for Retour's refunds:
    Retour knows those units already and must not count them a second time.
    """

    read_at: datetime
    locale: str = ""
    booked_here: frozenset[int] = frozenset()


def normalise(order: Any, conf: RetourSettings, facts: Facts) -> OrderIn:
    """Raises pydantic's ``ValidationError`` for an order that cannot be told."""
    fulfilled = fulfilled_quantities(order, conf)
    refunded = _refunded_quantities(order, conf, facts.booked_here)
    lines = [
        _line(line, conf, order, fulfilled[line.pk], refunded[line.pk])
        for line in order.lines.all()
        if line.quantity > 0
    ]
    known = {line["id"] for line in lines}
    sent_to = order.shipping_address or order.billing_address
    return OrderIn.model_validate(
        {
            "id": str(order.pk),
            "number": str(order.number),
            "currency": order.currency,
            "placed_at": order.date_placed.astimezone(UTC),
            "changed_at": facts.read_at.astimezone(UTC),
            "status": (
                "cancelled" if order.status in conf.cancelled_statuses else "open"
            ),
            "email": clean(order.email, 254),
            "phone": clean(getattr(sent_to, "phone_number", ""), 40),
            "locale": clean(facts.locale, 16),
            "sales_channel": clean(conf.sales_channel, 100),
            "shipping_address": _address(sent_to),
            "billing_address": _address(order.billing_address),
            "lines": lines,
            "shipments": shipments(order, conf, known),
            **shipping(order, conf),
            "total_incl_tax": amount(order.total_incl_tax),
            "captured": captured(order),
            "tenders": tenders(order, conf),
            "url": _order_url(order, conf),
        }
    )


def _line(
    line: Any, conf: RetourSettings, order: Any, fulfilled: int, refunded: int
) -> dict[str, Any]:
    before = line.line_price_before_discounts_incl_tax
    list_price = line.unit_price_incl_tax
    if list_price is None:
        list_price = before / line.quantity
    rate = tax_rate(
        before, line.line_price_before_discounts_excl_tax, line.quantity, conf.tax_rates
    )
    return {
        "id": str(line.pk),
        "sku": clean(line.partner_sku, 100),
        "ean": _ean(line.upc),
        "title": clean(line.title, 255) or clean(line.partner_sku, 255),
        "quantity": line.quantity,
        "fulfilled_quantity": min(fulfilled, line.quantity),
        "refunded_quantity": min(refunded, line.quantity),
        "unit_list_price": amount(Decimal(list_price).quantize(Decimal("0.0001"))),
        # The line's own totals are after every offer and voucher. LinePrice rows
        # are not: they need not add up to the line.
        "total_incl_tax": amount(line.line_price_incl_tax),
        "total_excl_tax": amount(line.line_price_excl_tax),
        "discount": amount(line.discount_incl_tax),
        "tax_rate": rate,
        **describe_product(line, conf, order),
    }


def _ean(upc: str | None) -> str:
    """Oscar keeps an EAN in ``upc`` by convention only; anything else is no EAN."""
    text = clean(upc, 64)
    return text if text.isdigit() and len(text) in {8, 12, 13, 14} else ""


def _refunded_quantities(
    order: Any, conf: RetourSettings, booked_here: frozenset[int]
) -> Counter[int]:
    quantities: Counter[int] = Counter()
    for event in order.payment_events.all():
        if event.event_type.code not in conf.refunded_events:
            continue
        if event.pk in booked_here:
            continue
        for entry in event.line_quantities.all():
            quantities[entry.line_id] += entry.quantity
    return quantities


def _address(address: Any) -> dict[str, str] | None:
    if address is None:
        return None
    name = f"{address.first_name or ''} {address.last_name or ''}"
    further = ", ".join(part for part in (address.line2, address.line3) if part)
    return {
        "name": clean(name, 100),
        "street": clean(address.line1, 255),
        "street2": clean(further, 255),
        "postal_code": clean(address.postcode, 20),
        "city": clean(address.line4, 100),
        "region": clean(address.state, 100),
        "country": str(address.country_id),
        "phone": clean(getattr(address, "phone_number", ""), 40),
    }


def _order_url(order: Any, conf: RetourSettings) -> str:
    try:
        path = reverse("dashboard:order-detail", kwargs={"number": order.number})
    except NoReverseMatch:
        return ""
    return absolute(path, conf, order)
