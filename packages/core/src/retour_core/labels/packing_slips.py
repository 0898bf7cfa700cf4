"""Packing slips of orders, put together from their rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.accounts.queries import account_zone
from retour_core.brands.languages import spoken
from retour_core.domain.windows.days import local_day
from retour_core.labels.documents.data import SlipLine
from retour_core.labels.documents.slip import (
    PackingSlip,
    SlipPaper,
    SlipWords,
    render_slips,
)
from retour_core.labels.paper import brand_logo, consumer_address
from retour_core.orders.models import GiftSlip, Order
from retour_core.orders.slips import gift_slip_url, slip_url

# What one request prints while somebody waits for it.
MOST_SLIPS = 100


def packing_slips(
    orders: QuerySet[Order], paper: SlipPaper, *, is_gift: bool = False
) -> bytes:
    """One PDF, the orders as they are sorted; at least one. Four queries.

    Each slip's code opens its order in the portal and lets nobody in without the
    postal code (``orders.slips``); it is signed anew each time.
    """
    found = orders.select_related("brand").prefetch_related("lines")
    zone = ZoneInfo(account_zone())
    slips = [packing_slip(order, zone, is_gift=is_gift) for order in found]
    return render_slips(slips, paper)


def gift_slips(slips: QuerySet[GiftSlip], paper: SlipPaper) -> bytes:
    """The same for gift slips: what they cover, their code, and nobody's name. Four
    queries."""
    found = slips.select_related("order__brand")
    found = found.prefetch_related("lines", "order__lines")
    zone = ZoneInfo(account_zone())
    return render_slips([gift_slip(slip, zone) for slip in found], paper)


def packing_slip(order: Order, zone: ZoneInfo, *, is_gift: bool = False) -> PackingSlip:
    """``zone`` is the merchant's, on whose calendar the order has its day."""
    brand = order.brand
    locale = spoken(brand, order.locale)
    return PackingSlip(
        brand_name=brand.name,
        brand_colour=brand.primary_colour,
        logo=brand_logo(brand),
        recipient=consumer_address(order.shipping_address),
        order_number=order.number,
        ordered_on=local_day(order.placed_at, zone),
        lines=_lines(order),
        url=slip_url(order, is_gift=is_gift),
        short_url=brand.portal_url.partition("://")[2],
        words=slip_words(locale),
        locale=locale,
    )


def gift_slip(slip: GiftSlip, zone: ZoneInfo) -> PackingSlip:
    plain = packing_slip(slip.order, zone)
    return replace(
        plain,
        recipient=None,
        lines=_lines(slip.order, of=slip.covered()),
        url=gift_slip_url(slip),
        short_url=f"{plain.short_url}/gift",
        words=_gift_words(plain.words, plain.locale),
        code=slip.code,
    )


def _lines(order: Order, of: Collection[int] | None = None) -> list[SlipLine]:
    return [
        SlipLine(
            quantity=line.ordered,
            title=" ".join(part for part in (line.title, line.variant) if part),
            sku=line.sku,
        )
        for line in sorted(order.lines.all(), key=lambda line: line.position)
        if not line.is_removed and (of is None or line.pk in of)
    ]


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


def _gift_words(words: SlipWords, locale: str) -> SlipWords:
    with translation.override(locale):
        scan = _(
            "Scan the code with your phone, or open the page below and type the code."
        )
        return replace(
            words,
            title=_("Gift slip"),
            how_to=_("How to return a gift"),
            steps=[scan, *words.steps[1:]],
            code=_("Gift slip code"),
        )


def _steps() -> Sequence[str]:
    return [
        _("Scan the code with your phone and type your postal code."),
        _("Choose what goes back, and why."),
        _("Pack it with the label or code you get, and hand the parcel in."),
    ]
