"""The link printed as a QR code on the slip in a parcel.

A slip is read by whoever opens the parcel or finds it in the bin, so its link vouches
for nobody: it fills in the order's number, and the postal code is asked as always. A
gift slip leads to the way that shows no prices; one made for it (``GiftSlip``) opens
its items by its code alone, as who gets a present cannot know the buyer's postal code.
(A shop that knows who is looking signs ``domain.links`` instead.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core import signing

from retour_core.domain.links import LinkExpired, LinkInvalid
from retour_core.orders.models import SLIP_LIFETIME, GiftSlip, Order

if TYPE_CHECKING:
    from retour_core.brands.models import Brand

__all__ = ["SLIP_LIFETIME", "Slip", "gift_slip_url", "read_slip", "slip_url"]

_SALT = "retour.orders.slip"


@dataclass(frozen=True)
class Slip:
    """``gift_slip`` is the row behind a gift's; without it the slip only names the
    order."""

    order: Order
    is_gift: bool
    gift_slip: GiftSlip | None = None


def slip_url(order: Order, *, is_gift: bool = False) -> str:
    """Short, on the host of the order's brand; load ``order.brand`` before."""
    return _url(order, [order.pk, int(is_gift)])


def gift_slip_url(slip: GiftSlip) -> str:
    """As long good as the slip itself; load ``slip.order.brand`` before."""
    return _url(slip.order, [slip.order_id, 1, slip.pk])


def _url(order: Order, named: list[int]) -> str:
    return f"{order.brand.portal_url}/s/{signing.dumps(named, salt=_SALT)}"


def read_slip(token: str, brand: Brand) -> Slip:
    """One query. Raises ``LinkExpired`` or ``LinkInvalid``, the latter for another
    brand's and for a revoked gift slip, too."""
    try:
        named = signing.loads(token, salt=_SALT, max_age=SLIP_LIFETIME)
        key, is_gift, *rest = named
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid from error
    if rest:
        return _gift_slip(rest[0], brand)
    order = (
        Order.objects.for_brands([brand.pk])
        .select_related("brand")
        .filter(pk=key)
        .first()
    )
    if order is None:
        raise LinkInvalid
    return Slip(order, bool(is_gift))


def _gift_slip(key: int, brand: Brand) -> Slip:
    slips = GiftSlip.objects.filter(order__brand=brand, revoked_at=None)
    found = slips.select_related("order__brand").filter(pk=key).first()
    if found is None:
        raise LinkInvalid
    if not found.is_good:
        raise LinkExpired
    return Slip(found.order, is_gift=True, gift_slip=found)
