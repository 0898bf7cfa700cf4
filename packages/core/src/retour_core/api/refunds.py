from __future__ import annotations

import uuid
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from retour_core.accounts.models import Scope
from retour_core.api.auth import ShopToken, shop_of
from retour_core.api.idempotency import idempotent
from retour_core.api.paging import MAX_LIMIT, page
from retour_core.api.present import refund_out
from retour_core.api.schemas import RefundPage
from retour_core.domain.wire_returns import RefundOut, RefundResultIn
from retour_core.returns.actors import Actor
from retour_core.returns.choices import RefundExecutor, RefundState
from retour_core.returns.refund_models import Refund
from retour_core.returns.refunding import finish_refund

router = Router(tags=["refunds"])


@router.get(
    "",
    auth=ShopToken(Scope.RETURNS_READ),
    response=RefundPage,
    summary="Refunds for the shop to execute",
)
def list_refunds(
    request: HttpRequest,
    state: RefundState = RefundState.PENDING,
    cursor: Annotated[str, Query(max_length=300)] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
) -> RefundPage:
    """Oldest first; a pending one stays in the list until its result is reported."""
    rows = (
        Refund.objects.filter(
            order__shop=shop_of(request), state=state, executor=RefundExecutor.SHOP
        )
        .select_related("parent__order")
        .prefetch_related("parent__lines__order_line")
    )
    found, following = page(rows, by="created_at", cursor=cursor, limit=limit)
    return RefundPage(items=[refund_out(r) for r in found], next_cursor=following)


@router.post(
    "/{refund_id}/result",
    auth=ShopToken(Scope.REFUNDS_WRITE),
    response=RefundOut,
    summary="Report a refund",
)
@idempotent
def report_refund(
    request: HttpRequest, refund_id: uuid.UUID, body: RefundResultIn
) -> tuple[int, RefundOut]:
    """What became of a refund in the shop; the same report again changes nothing."""
    shop = shop_of(request)
    refund = get_object_or_404(
        Refund, public_id=refund_id, order__shop=shop, executor=RefundExecutor.SHOP
    )
    finish_refund(
        refund,
        succeeded=body.outcome == "success",
        actor=Actor.shop(shop),
        reference=body.reference,
        message=body.message,
    )
    loaded = (
        Refund.objects.select_related("parent__order")
        .prefetch_related("parent__lines__order_line")
        .get(pk=refund.pk)
    )
    return 200, refund_out(loaded)
