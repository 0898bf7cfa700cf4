"""Packing slips of orders, put together from their rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.brands.languages import spoken
from retour_core.labels.documents.data import SlipLine
from retour_core.labels.documents.slip import (
    PackingSlip,
    SlipPaper,
    SlipWords,
    render_slips,
)
from retour_core.labels.paper import brand_logo, consumer_address
from retour_core.orders.models import Order
from retour_core.orders.slips import slip_url

# What one request prints while somebody waits for it.
MOST_SLIPS = 100


def packing_slips(
    orders: QuerySet[Order], paper: SlipPaper, *, is_gift: bool = False
) -> bytes:
    """One PDF, the orders as they are sorted; at least one. Three queries.

    Each slip's code opens its order in the portal and lets nobody in without the
    postal code (``orders.slips``); it is signed anew each time.
    """
    found = orders.select_related("brand").prefetch_related("lines")
    slips = [packing_slip(order, is_gift=is_gift) for order in found]
    return render_slips(slips, paper)


def packing_slip(order: Order, *, is_gift: bool = False) -> PackingSlip:
    brand = order.brand
    locale = spoken(brand, order.locale)
    lines = sorted(order.lines.all(), key=lambda line: line.position)
    return PackingSlip(
        brand_name=brand.name,
        brand_colour=brand.primary_colour,
        logo=brand_logo(brand),
        recipient=consumer_address(order.shipping_address),
        order_number=order.number,
        ordered_on=order.placed_at.date(),
        lines=[
            SlipLine(
                quantity=line.ordered,
                title=" ".join(part for part in (line.title, line.variant) if part),
                sku=line.sku,
            )
            for line in lines
            if not line.is_removed
        ],
        url=slip_url(order, is_gift=is_gift),
        short_url=brand.portal_url.partition("://")[2],
        words=slip_words(locale),
        locale=locale,
    )


def slip_words(locale: str) -> SlipWords:
    with translation.override(locale):
        return SlipWords(
            title=_("Packing slip"),
            order=_("Order"),
            date=_("Date"),
            ship_to=_("Shipped to"),
            quantity=_("Quantity"),
            item=_("Item"),
            sku=_("SKU"),
            how_to=_("How to return something"),
            steps=_steps(),
            more=_("Further items in this parcel: {count}"),
            qr_alt=_("QR code that opens the return of order {order}"),
        )


def _steps() -> Sequence[str]:
    return [
        _("Scan the code with your phone and type your postal code."),
        _("Choose what goes back, and why."),
        _("Pack it with the label or code you get, and hand the parcel in."),
    ]
