"""Gift slips: a code for whoever gets a present and knows no postal code."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import BaseModel, Field

from retour_core.accounts.models import Scope
from retour_core.api.auth import ShopToken, shop_of, token_of
from retour_core.api.problems import ApiProblem
from retour_core.domain.wire import Key, Wire
from retour_core.labels.documents.barcodes import qr_symbol
from retour_core.labels.documents.slip import SlipPaper
from retour_core.labels.packing_slips import MOST_SLIPS, gift_slips
from retour_core.orders.gift_slips import (
    GiftLineUnknown,
    give_gift_slip,
    revoke_gift_slip,
)
from retour_core.orders.models import GiftSlip, Order, Shop
from retour_core.orders.slips import gift_slip_url

router = Router(tags=["orders"])
READ, WRITE = ShopToken(Scope.RETURNS_READ), ShopToken(Scope.RETURNS_WRITE)

# A slip's QR beside a few words; modules stay above what a cheap printer can do.
_ROOM_MM = 40


class GiftSlipIn(Wire):
    """Without ``line_ids`` the slip is for the whole order."""

    order_id: Key
    line_ids: Annotated[list[Key], Field(max_length=500)] = []


class GiftSlipOut(BaseModel):
    """``line_ids`` is null for the whole order. ``qr_svg`` is the code of ``url``, a
    unit a module and without a margin: leave four modules white around it."""

    id: UUID
    order_id: str
    line_ids: list[str] | None
    code: str
    url: str
    qr_svg: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@router.post("", auth=WRITE, response=GiftSlipOut, summary="Make a gift slip")
def make(request: HttpRequest, body: GiftSlipIn) -> GiftSlipOut:
    """A code that returns these lines, or the whole order, without the postal code:
    for store credit or goods, and without a price. Asked again for the same lines it
    is the same slip while that is good (180 days)."""
    order = _order(shop_of(request), body.order_id)
    try:
        slip = give_gift_slip(
            order,
            by=token_of(request).name,
            now=timezone.now(),
            line_ids=body.line_ids,
        )
    except GiftLineUnknown as error:
        detail = f"The order has no line “{error.context['line_id']}”."
        raise ApiProblem(422, error.code, detail) from error
    return _out(_slips(shop_of(request)).get(pk=slip.pk))


@router.get(
    "", auth=READ, response=list[GiftSlipOut], summary="List an order's gift slips"
)
def of_order(request: HttpRequest, order_id: Annotated[Key, Query()]) -> object:
    """The newest first, revoked ones included."""
    order = _order(shop_of(request), order_id)
    found = _slips(shop_of(request)).filter(order=order).order_by("-pk")
    return [_out(slip) for slip in found]


@router.get(
    "/document",
    auth=READ,
    summary="Download gift slips",
    openapi_extra={"responses": {200: {"content": {"application/pdf": {}}}}},
)
def get_document(
    request: HttpRequest,
    slip_id: Annotated[list[UUID], Query(min_length=1, max_length=MOST_SLIPS)],
    paper: SlipPaper = SlipPaper.A4,
) -> HttpResponse:
    """1 to 100 good slips as one PDF: what is in the present without prices, nobody's
    name, the way back in three steps, QR code and code."""
    found = _slips(shop_of(request)).filter(public_id__in=slip_id, revoked_at=None)
    if found.count() < len(set(slip_id)):
        raise ApiProblem(
            404,
            "gift_slip_unknown",
            "This shop has not all of these gift slips, or they are revoked.",
        )
    content = gift_slips(found.order_by("order_id", "pk"), paper)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="gift-slips.pdf"'
    return response


@router.post(
    "/{gift_slip_id}/revoke",
    auth=WRITE,
    response=GiftSlipOut,
    summary="Revoke a gift slip",
)
def revoke(request: HttpRequest, gift_slip_id: UUID) -> GiftSlipOut:
    """Its code opens nothing from now on; returns that were sent with it stay. Again it
    changes nothing."""
    slips = _slips(shop_of(request)).filter(public_id=gift_slip_id)
    slip = slips.first()
    if slip is None:
        raise Http404
    revoke_gift_slip(slip, now=timezone.now())
    return _out(slips.get())


def _slips(shop: Shop) -> QuerySet[GiftSlip]:
    slips = GiftSlip.objects.filter(order__shop=shop)
    return slips.select_related("order__brand").prefetch_related("lines")


def _order(shop: Shop, order_id: str) -> Order:
    order = Order.objects.for_shop(shop).filter(external_id=order_id).first()
    if order is None:
        raise ApiProblem(404, "order_unknown", "This shop has no such order.")
    return order


def _out(slip: GiftSlip) -> GiftSlipOut:
    url = gift_slip_url(slip)
    lines = None if slip.is_whole else [one.external_id for one in slip.lines.all()]
    return GiftSlipOut(
        id=slip.public_id,
        order_id=slip.order.external_id,
        line_ids=lines,
        code=slip.code,
        url=url,
        qr_svg=qr_symbol(url, room_mm=_ROOM_MM).svg,
        created_at=slip.created_at,
        expires_at=slip.expires_at,
        revoked_at=slip.revoked_at,
    )
