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
from retour_core.api.schemas import StoreCreditPage
from retour_core.domain.money import Money
from retour_core.domain.wire_parts import StoreCreditOut, StoreCreditResultIn
from retour_core.returns.actors import Actor
from retour_core.returns.choices import RefundExecutor, StoreCreditState
from retour_core.returns.crediting import finish_credit
from retour_core.returns.part_models import StoreCredit

router = Router(tags=["store credits"])


@router.get(
    "",
    auth=ShopToken(Scope.RETURNS_READ),
    response=StoreCreditPage,
    summary="Store credit for the shop to issue",
)
def list_store_credits(
    request: HttpRequest,
    state: StoreCreditState = StoreCreditState.PENDING,
    cursor: Annotated[str, Query(max_length=300)] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
) -> StoreCreditPage:
    """Oldest first; a pending one stays in the list until its result is reported."""
    rows = StoreCredit.objects.filter(
        order__shop=shop_of(request), state=state, executor=RefundExecutor.SHOP
    ).select_related("parent", "order")
    found, following = page(rows, by="created_at", cursor=cursor, limit=limit)
    return StoreCreditPage(items=[_out(row) for row in found], next_cursor=following)


@router.post(
    "/{credit_id}/result",
    auth=ShopToken(Scope.REFUNDS_WRITE),
    response=StoreCreditOut,
    summary="Report a store credit",
)
@idempotent
def report_store_credit(
    request: HttpRequest, credit_id: uuid.UUID, body: StoreCreditResultIn
) -> tuple[int, StoreCreditOut]:
    """What became of a credit in the shop; the same report again changes nothing."""
    shop = shop_of(request)
    credit = get_object_or_404(
        StoreCredit,
        public_id=credit_id,
        order__shop=shop,
        executor=RefundExecutor.SHOP,
    )
    finish_credit(
        credit,
        succeeded=body.outcome == "success",
        actor=Actor.shop(shop),
        reference=body.reference,
        code=body.code,
        message=body.message,
    )
    rows = StoreCredit.objects.select_related("parent", "order")
    return 200, _out(rows.get(pk=credit.pk))


def _out(credit: StoreCredit) -> StoreCreditOut:
    currency = credit.currency
    return StoreCreditOut(
        id=str(credit.public_id),
        rma_number=credit.parent.rma_number,
        order_id=credit.order.external_id,
        order_number=credit.order.number,
        amount=Money(credit.worth_minor, currency).to_string(),
        bonus=Money(credit.bonus_minor, currency).to_string(),
        currency=currency,
        code=credit.code,
        state=cast("Any", credit.state),
        reference=credit.reference,
        created_at=credit.created_at,
    )
