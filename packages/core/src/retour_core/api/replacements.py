from __future__ import annotations

import uuid
from typing import Annotated, Any, cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from retour_core.accounts.models import Scope
from retour_core.api.auth import ShopToken, shop_of
from retour_core.api.idempotency import idempotent
from retour_core.api.paging import MAX_LIMIT, page
from retour_core.api.schemas import ReplacementPage
from retour_core.domain.money import Money
from retour_core.domain.wire_parts import ReplacementOut
from retour_core.domain.wire_returns import RefundResultIn
from retour_core.returns.actors import Actor
from retour_core.returns.choices import ReplacementState
from retour_core.returns.part_models import ReplacementItem
from retour_core.returns.replacing import finish_replacement

router = Router(tags=["replacements"])
_RELATED = ("parent__order", "line__order_line")


@router.get(
    "",
    auth=ShopToken(Scope.RETURNS_READ),
    response=ReplacementPage,
    summary="Goods to send for exchanges and claims",
)
def list_replacements(
    request: HttpRequest,
    state: ReplacementState = ReplacementState.TO_SEND,
    cursor: Annotated[str, Query(max_length=300)] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
) -> ReplacementPage:
    """Oldest first; one to send stays in the list until its result is reported, or
    staff note it as sent."""
    rows = ReplacementItem.objects.filter(
        parent__order__shop=shop_of(request), state=state
    ).select_related(*_RELATED)
    found, following = page(rows, by="created_at", cursor=cursor, limit=limit)
    return ReplacementPage(items=[_out(row) for row in found], next_cursor=following)


@router.post(
    "/{replacement_id}/result",
    auth=ShopToken(Scope.RETURNS_WRITE),
    response=ReplacementOut,
    summary="Report a replacement",
)
@idempotent
def report_replacement(
    request: HttpRequest, replacement_id: uuid.UUID, body: RefundResultIn
) -> tuple[int, ReplacementOut]:
    """Whether the goods were sent; ``reference`` is the new order's number or the
    parcel's. The same report again changes nothing."""
    shop = shop_of(request)
    item = get_object_or_404(
        ReplacementItem, public_id=replacement_id, parent__order__shop=shop
    )
    finish_replacement(
        item,
        succeeded=body.outcome == "success",
        actor=Actor.shop(shop),
        reference=body.reference,
        message=body.message,
    )
    rows = ReplacementItem.objects.select_related(*_RELATED)
    return 200, _out(rows.get(pk=item.pk))


def _out(item: ReplacementItem) -> ReplacementOut:
    order = item.parent.order
    return ReplacementOut(
        id=str(item.public_id),
        rma_number=item.parent.rma_number,
        order_id=order.external_id,
        order_number=order.number,
        resolution=cast("Any", item.line.resolution),
        line_id=item.line.order_line.external_id,
        quantity=item.quantity,
        sku=item.sku,
        title=item.title,
        variant=item.variant,
        price_difference=Money(item.difference_minor, item.currency).to_string(),
        currency=item.currency,
        state=cast("Any", item.state),
        reference=item.reference,
        created_at=item.created_at,
    )
