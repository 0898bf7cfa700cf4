from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import BaseModel

from retour_core.accounts.models import Scope
from retour_core.api.auth import ShopToken, shop_of
from retour_core.api.problems import ApiProblem
from retour_core.domain.wire import Key
from retour_core.labels.documents.barcodes import qr_symbol
from retour_core.labels.documents.slip import SlipPaper
from retour_core.labels.packing_slips import MOST_SLIPS, packing_slips
from retour_core.orders.models import Order
from retour_core.orders.slips import SLIP_LIFETIME, slip_url

router = Router(tags=["orders"])

# A slip's QR beside a few words; modules stay above what a cheap printer can do.
_ROOM_MM = 40


class SlipOut(BaseModel):
    """``qr_svg`` and ``gift_qr_svg`` are the codes of the links, a unit a module and
    without a margin: leave four modules white around them."""

    url: str
    qr_svg: str
    gift_url: str
    gift_qr_svg: str
    expires_at: datetime


@router.get(
    "", auth=ShopToken(Scope.RETURNS_READ), response=SlipOut, summary="Get slip codes"
)
def get_slip(request: HttpRequest, order_id: str) -> SlipOut:
    """What to print on the slip in the parcel, for the buyer and for a gift.

    The links fill in the order's number and ask for the postal code; the gift's shows
    no prices. Asking again gives new links and leaves the old ones good.
    """
    if "\x00" in order_id:
        raise ApiProblem(422, "validation_failed", "No id has a NUL in it.")
    order = (
        Order.objects.for_shop(shop_of(request))
        .select_related("brand")
        .filter(external_id=order_id)
        .first()
    )
    if order is None:
        raise ApiProblem(404, "order_unknown", "This shop has no such order.")
    url, gift_url = slip_url(order), slip_url(order, is_gift=True)
    return SlipOut(
        url=url,
        qr_svg=qr_symbol(url, room_mm=_ROOM_MM).svg,
        gift_url=gift_url,
        gift_qr_svg=qr_symbol(gift_url, room_mm=_ROOM_MM).svg,
        expires_at=timezone.now() + SLIP_LIFETIME,
    )


@router.get(
    "/document",
    auth=ShopToken(Scope.RETURNS_READ),
    summary="Download packing slips",
    openapi_extra={"responses": {200: {"content": {"application/pdf": {}}}}},
)
def get_document(
    request: HttpRequest,
    order_id: Annotated[list[Key], Query(min_length=1, max_length=MOST_SLIPS)],
    paper: SlipPaper = SlipPaper.A4,
    *,
    is_gift: bool = False,
) -> HttpResponse:
    """The slips of 1 to 100 orders as one PDF: lines without prices, how to return
    in three steps, and the code of `GET /slips`."""
    orders = Order.objects.for_shop(shop_of(request)).filter(external_id__in=order_id)
    if orders.count() < len(set(order_id)):
        raise ApiProblem(404, "order_unknown", "This shop has not all of these orders.")
    content = packing_slips(orders.order_by("pk"), paper, is_gift=is_gift)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="packing-slips.pdf"'
    return response
