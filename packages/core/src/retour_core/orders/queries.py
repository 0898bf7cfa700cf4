from __future__ import annotations

from typing import TYPE_CHECKING

from retour_core.domain.links import LinkInvalid, read_unverified, verify_return_link
from retour_core.domain.postal import has_postal_codes, same_postal_code
from retour_core.orders.models import Order, Shop
from retour_core.orders.numbers import number_key

if TYPE_CHECKING:
    from datetime import datetime

    from retour_core.brands.models import Brand

# More orders than this under one number of one brand is a misuse of numbers.
_CANDIDATES = 20


def find_order(brand: Brand, *, number: str, postal_code: str) -> Order | None:
    """The brand's order whose number and postal code (shipping or billing) match.

    Several shops may use the same number; the postal code tells them apart. No such
    order and a wrong postal code are the same answer, found by the same query.
    """
    # Sorted here: a database told to sort may walk all orders by date instead.
    candidates = Order.objects.filter(
        brand=brand, number_key=number_key(number)
    ).select_related("brand", "shop")[:_CANDIDATES]
    for order in sorted(candidates, key=lambda order: order.placed_at, reverse=True):
        if _matches(order, postal_code):
            return order
    return None


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


def _matches(order: Order, postal_code: str) -> bool:
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
