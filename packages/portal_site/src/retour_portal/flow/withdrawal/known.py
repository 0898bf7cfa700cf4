"""The order a visitor has shown to know, so that it need not be named again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

from retour_core.domain.links import LinkExpired, LinkInvalid
from retour_core.orders.models import Order
from retour_core.orders.queries import order_of_link
from retour_core.withdrawals.drafts import DRAFT_LIFETIME
from retour_portal.flow.keys import LONGEST_TOKEN

if TYPE_CHECKING:
    from retour_core.brands.models import Brand
    from retour_core.returns.models import Return

_SALT = "retour.flow.withdrawal.order"


@dataclass(frozen=True)
class KnownOrder:
    """``is_vouched``: the shop's link says whose order it is, so name and address may
    be shown. A postal code proves less: whoever saw the parcel knows it."""

    order: Order | None = None
    is_vouched: bool = False


def order_query(order: Order) -> str:
    """For a link to the function from a page that has found ``order``."""
    return "?" + urlencode({"order": signing.dumps(order.pk, salt=_SALT)})


def query_of(ret: Return) -> str:
    """The same from a page of a return; nothing where a gift slip led to it: its code
    proves less than the postal code."""
    return "" if ret.gift_slip_id else order_query(ret.order)


def token_query(token: str) -> str:
    """The same for who came by a shop's signed link."""
    return "?" + urlencode({"token": token})


def known_order(request: HttpRequest, brand: Brand) -> KnownOrder:
    """What the address of the page vouches for. One query, none without.

    A link that is broken, too old or another brand's knows no order, and that is all:
    the function stays open. The shop's ``token`` goes before ``order``.
    """
    vouched = order_of_token(request.GET.get("token", ""))
    if vouched is not None and vouched.brand_id == brand.pk:
        return KnownOrder(vouched, is_vouched=True)
    return KnownOrder(_order_found(request.GET.get("order", ""), brand))


def order_of_token(token: str) -> Order | None:
    if not token or len(token) > LONGEST_TOKEN:
        return None
    try:
        return order_of_link(token, now=timezone.now())
    except (LinkInvalid, LinkExpired):
        return None


def _order_found(signed: str, brand: Brand) -> Order | None:
    if not signed:
        return None
    try:
        key = signing.loads(signed, salt=_SALT, max_age=DRAFT_LIFETIME)
    except signing.BadSignature:
        return None
    return (
        Order.objects.for_brands([brand.pk])
        .select_related("brand", "shop")
        .filter(pk=key)
        .first()
    )
