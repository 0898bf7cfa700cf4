"""Orders placed through Oscar's own machinery, as a checkout does it."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

from oscar.apps.partner import strategy
from oscar.core.loading import get_class, get_model
from oscar.core.prices import Price
from oscar.test import factories

_numbers = count(200_001)


class QuarterTax(
    strategy.UseFirstStockRecord,
    strategy.StockRequired,
    strategy.FixedRateTax,
    strategy.Structured,
):
    rate = Decimal("0.25")


def product(title: str = "Jacket", price: str = "80.00", **kwargs: Any) -> Any:
    return factories.create_product(
        title=title,
        product_class="Clothing",
        price=Decimal(price),
        num_in_stock=1000,
        partner_sku=kwargs.pop("sku", f"SKU-{next(_numbers)}"),
        partner_name="Alpenglow",
        **kwargs,
    )


def address(**changes: Any) -> Any:
    country, _ = get_model("address", "Country").objects.get_or_create(
        iso_3166_1_a2="CH",
        defaults={"name": "Switzerland", "printable_name": "Switzerland"},
    )
    values = {
        "first_name": "Mia",
        "last_name": "Keller",
        "line1": "Seestrasse 5",
        "line4": "Zürich",
        "postcode": "8002",
        "country": country,
        **changes,
    }
    return get_model("order", "ShippingAddress").objects.create(**values)


def place(*items: tuple[Any, int], offers: bool = False, **kwargs: Any) -> Any:
    """Prices are net; 25 % are added. Shipping is 4.90 with tax."""
    basket = factories.create_basket(empty=True)
    basket.strategy = QuarterTax()
    for item, quantity in items or ((product(), 2),):
        basket.add_product(item, quantity)
    if offers:
        get_class("offer.applicator", "Applicator")().apply(basket)
    shipping = Price("EUR", excl_tax=Decimal("4.12"), incl_tax=Decimal("4.90"))
    total = Price(
        "EUR",
        excl_tax=basket.total_excl_tax + shipping.excl_tax,
        incl_tax=basket.total_incl_tax + shipping.incl_tax,
    )
    values = {"guest_email": "mia@example.com", "shipping_address": address(), **kwargs}
    order = get_class("order.utils", "OrderCreator")().place_order(
        order_number=next(_numbers),
        basket=basket,
        total=total,
        shipping_method=get_class("shipping.methods", "Free")(),
        shipping_charge=shipping,
        user=values.pop("user", None),
        **values,
    )
    basket.submit()
    return get_model("order", "Order").objects.get(pk=order.pk)


def pay(order: Any, amount: str | None = None, by: str = "Invoice") -> Any:
    paid = Decimal(amount) if amount else order.total_incl_tax
    source_type, _ = get_model("payment", "SourceType").objects.get_or_create(name=by)
    return order.sources.create(
        source_type=source_type,
        currency=order.currency,
        amount_allocated=paid,
        amount_debited=paid,
    )


def event(order: Any, name: str, *quantities: tuple[Any, int], notes: str = "") -> Any:
    kind, _ = get_model("order", "ShippingEventType").objects.get_or_create(name=name)
    lines = [line for line, _ in quantities] or list(order.lines.all())
    counts = [number for _, number in quantities] or [line.quantity for line in lines]
    handler = get_class("order.processing", "EventHandler")()
    return handler.create_shipping_event(order, kind, lines, counts, reference=notes)


def refunded(order: Any, line: Any, quantity: int, amount: str = "10.00") -> Any:
    kind, _ = get_model("order", "PaymentEventType").objects.get_or_create(
        name="Refunded"
    )
    handler = get_class("order.processing", "EventHandler")()
    return handler.create_payment_event(
        order, kind, Decimal(amount), [line], [quantity]
    )


def state(order: Any) -> Any:
    return get_model("retour_shop_oscar", "PushState").objects.get(order_id=order.pk)


def is_dirty(order: Any) -> bool:
    row = state(order)
    return bool(row.dirty > row.pushed)
