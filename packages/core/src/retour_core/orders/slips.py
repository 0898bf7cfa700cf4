"""The link printed as a QR code on the slip in a parcel.

A slip is read by whoever opens the parcel or finds it in the bin, so its link vouches
for nobody: it fills in the order's number, and the postal code is asked as always. A
gift slip leads to the way that shows no prices. (A shop that knows who is looking signs
``domain.links`` instead.)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core import signing

from retour_core.domain.links import LinkExpired, LinkInvalid
from retour_core.orders.models import Order

if TYPE_CHECKING:
    from retour_core.brands.models import Brand

# Printed when it is sent, and longer than a usual window with its extensions.
SLIP_LIFETIME = timedelta(days=180)
_SALT = "retour.orders.slip"


@dataclass(frozen=True)
class Slip:
    order: Order
    is_gift: bool


def slip_url(order: Order, *, is_gift: bool = False) -> str:
    """Short, on the host of the order's brand; load ``order.brand`` before."""
    token = signing.dumps([order.pk, int(is_gift)], salt=_SALT)
    return f"{order.brand.portal_url}/s/{token}"


def read_slip(token: str, brand: Brand) -> Slip:
    """One query. Raises ``LinkExpired`` or ``LinkInvalid``, the latter for another
    brand's, too."""
    try:
        key, is_gift = signing.loads(token, salt=_SALT, max_age=SLIP_LIFETIME)
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid from error
    order = (
        Order.objects.for_brands([brand.pk])
        .select_related("brand")
        .filter(pk=key)
        .first()
    )
    if order is None:
        raise LinkInvalid
    return Slip(order, bool(is_gift))
