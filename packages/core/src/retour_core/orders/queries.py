from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from retour_core.domain.links import LinkInvalid, read_unverified, verify_return_link
from retour_core.domain.postal import has_postal_codes, same_postal_code
from retour_core.domain.tracking_numbers import normalise_tracking_number, recognise
from retour_core.orders.models import (
    Order,
    OrderLine,
    OrderQuerySet,
    OutboundShipment,
    Shop,
)
from retour_core.orders.numbers import number_key
from retour_core.orders.search_keys import LONGEST, code_key, email_key, name_key

if TYPE_CHECKING:
    from datetime import datetime

    from retour_core.brands.models import Brand

# More orders than this under one number of one brand is a misuse of numbers.
_CANDIDATES = 20
# Nobody reads on; a longer text finds fewer.
MOST_FOUND = 10_000


def find_order(brand: Brand, *, number: str, postal_code: str) -> Order | None:
    """The brand's order whose number and postal code (shipping or billing) match.

    ``number`` may be that of one of its parcels, too; an order of that number comes
    first. Several shops may use the same number; the postal code tells them apart. No
    such order and a wrong postal code are the same answer, found by the same two
    queries.
    """
    by_number = Q(number_key=number_key(number))
    by_parcel = Q(
        pk__in=OutboundShipment.objects.filter(
            tracking_key__in=_tracking_keys(number)
        ).values("order_id")
    )
    for known_by in (by_number, by_parcel):
        # Sorted here: a database told to sort may walk all orders by date instead.
        found = Order.objects.filter(known_by, brand=brand).select_related(
            "brand", "shop"
        )[:_CANDIDATES]
        for order in sorted(found, key=lambda order: order.placed_at, reverse=True):
            if knows_postal_code(order, postal_code):
                return order
    return None


def _tracking_keys(text: str) -> set[str]:
    """As typed, and what carriers make of it: a label's barcode says more than the
    number people are told. Never none, so that there is always something to ask."""
    typed = normalise_tracking_number(text)[:LONGEST]
    # PostgreSQL takes no NUL, and no carrier prints what cannot be seen.
    known = typed if typed and typed.isprintable() else "-"
    return {known} | {match.number for match in recognise(text)}


def search_orders(orders: QuerySet[Order], text: str) -> OrderQuerySet:
    """Those of ``orders`` that have something beginning with ``text``.

    Their number or its last digits, e-mail, postal code, a SKU, a word of the name.
    Signs, accents and case make no difference; a text of signs only finds nothing.
    Of more than ``MOST_FOUND`` that match in one of these ways, some are left out.
    The answer has nothing of ``orders`` but its rows: no sequence, no annotations.
    """
    code, name = code_key(text), name_key(text)
    begins = [_begins("email_key", email_key(text))]
    if "@" not in text:
        begins += [
            _begins("number_key", code),
            _begins("number_end", code.lstrip("0") if code.isdigit() else ""),
            _begins("postal_key", code),
            *(_begins(key, name) for key in ("name_key", "surname_key", "middle_key")),
        ]
    # One look into each index: with “or” the databases would read all orders.
    every = orders.order_by()
    found: list[QuerySet[Any, Any]] = [
        every.filter(begin).values("pk") for begin in begins if begin
    ]
    if code and "@" not in text:
        lines = OrderLine.objects.filter(
            _begins("sku_key", code),
            Exists(every.filter(pk=OuterRef("order_id"))),
            is_removed=False,
        )
        found.append(lines.values("order_id"))
    # SQLite has no limit within a union, but within a subquery of it.
    few = [Order.objects.filter(pk__in=ids[: MOST_FOUND + 1]) for ids in found]
    if not few:
        return Order.objects.none()
    keys = [part.values("pk") for part in few]
    # By key alone: told the brand once more, SQLite would walk through all of it.
    return Order.objects.filter(pk__in=keys[0].union(*keys[1:]))


def order_of_link(token: str, *, now: datetime) -> Order | None:
    """The order a shop's signed link opens; ``None`` if it has not arrived here yet.

    Raises ``LinkInvalid`` or ``LinkExpired``.
    """
    claimed = read_unverified(token)
    shop = Shop.objects.filter(key=claimed.shop_key).first()
    if shop is None:
        raise LinkInvalid
    link = verify_return_link(shop.link_secret, token, now=int(now.timestamp()))
    return (
        Order.objects.for_shop(shop)
        .filter(external_id=link.order_id)
        .select_related("brand", "shop")
        .first()
    )


def knows_postal_code(order: Order, postal_code: str) -> bool:
    """Whether it is that of the delivery or the billing address, however written; the
    e-mail address in countries without postal codes."""
    if not has_postal_codes(order.country):
        # Nothing to compare there: the e-mail address stands in for it.
        typed = postal_code.strip().casefold()
        return bool(order.email) and order.email.casefold() == typed
    return same_postal_code(order.country, order.postal_code, postal_code) or (
        bool(order.billing_postal_code)
        and same_postal_code(
            order.billing_country, order.billing_postal_code, postal_code
        )
    )


def _begins(key: str, text: str) -> Q:
    """Said so that the database reads an index; empty for an empty text."""
    if not text:
        return Q()
    if connection.vendor == "postgresql":
        return Q(**{f"{key}__startswith": text})
    return Q(**{f"{key}__gte": text, f"{key}__lt": text + chr(sys.maxunicode)})
