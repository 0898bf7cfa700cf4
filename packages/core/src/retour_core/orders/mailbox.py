"""The orders of one mailbox, opened by a link that was mailed to it.

Whoever follows the link reads that mailbox, which proves the e-mail of all its orders.
An order's number and a postal code prove only that one order: both are on its parcel,
for a neighbour or whoever got it as a present to read. So nobody is shown the other
orders of an address for knowing one of them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from retour_core.domain.links import LinkExpired, LinkInvalid
from retour_core.orders.models import Order
from retour_core.orders.search_keys import email_key

if TYPE_CHECKING:
    from retour_core.brands.models import Brand

LINK_LIFETIME = timedelta(hours=24)
# Nobody returns what is older; a mailbox of a company may have thousands.
MOST_ORDERS = 20
_SALT = "retour.orders.mailbox"


def orders_of_mailbox(brand: Brand, email: str) -> list[Order]:
    """The brand's newest orders of this address, with shop and lines, newest first.

    At most ``MOST_ORDERS``; none for an empty address. Two queries.
    """
    key = email_key(email)
    if not key:
        return []
    found = (
        Order.objects.filter(brand=brand, email_key=key)
        .select_related("brand", "shop")
        .prefetch_related("lines")
        .order_by("-placed_at", "-pk")[:MOST_ORDERS]
    )
    return [order for order in found if same_mailbox(order.email, email)]


def same_mailbox(one: str, other: str) -> bool:
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def mailbox_token(order: Order) -> str:
    """For a link into the mailbox of ``order``; nothing personal can be read in it."""
    return signing.dumps([order.pk, _mark(order)], salt=_SALT)


def order_of_mailbox_token(token: str, brand: Brand) -> Order:
    """The order whose mailbox the link was sent to.

    Raises ``LinkExpired`` or ``LinkInvalid``; the latter, too, for another brand's
    link and where the order has got another address since.
    """
    try:
        key, mark = signing.loads(token, salt=_SALT, max_age=LINK_LIFETIME)
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid from error
    order = (
        Order.objects.for_brands([brand.pk])
        .select_related("brand", "shop")
        .filter(pk=key)
        .first()
    )
    if order is None or not constant_time_compare(mark, _mark(order)):
        raise LinkInvalid
    return order


def _mark(order: Order) -> str:
    return salted_hmac(_SALT, order.email.strip().casefold()).hexdigest()[:20]
