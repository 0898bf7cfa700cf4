from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import AwareDatetime, BaseModel

from retour_core.accounts.models import Scope
from retour_core.api.auth import ShopToken, shop_of
from retour_core.api.paging import MAX_LIMIT, page
from retour_core.withdrawals.models import Withdrawal

router = Router(tags=["withdrawals"])


class WithdrawnLine(BaseModel):
    """``line_id`` is the order line's; empty if the customer used their own words."""

    line_id: str
    description: str
    quantity: int


class WithdrawalOut(BaseModel):
    """``was_shipped`` false: stop the shipment, cancel the order, refund.

    Otherwise a return follows, whose number ``rma_number`` is once it is made.
    ``lines`` are empty for a withdrawal from the whole contract.
    """

    reference: str
    order_id: str
    order_number: str
    submitted_at: datetime
    scope: Literal["whole", "partial"]
    lines: list[WithdrawnLine]
    was_shipped: bool
    flags: list[str]
    decision: Literal["", "accepted", "refused"]
    rma_number: str | None


class WithdrawalPage(BaseModel):
    items: list[WithdrawalOut]
    next_cursor: str | None


@router.get(
    "",
    auth=ShopToken(Scope.RETURNS_READ),
    response=WithdrawalPage,
    summary="List withdrawals",
)
def list_withdrawals(
    request: HttpRequest,
    submitted_after: AwareDatetime | None = None,
    cursor: Annotated[str, Query(max_length=300)] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
) -> WithdrawalPage:
    """Withdrawals from the shop's orders, oldest first."""
    rows = Withdrawal.objects.filter(order__shop=shop_of(request)).select_related(
        "record", "order", "ret"
    )
    if submitted_after is not None:
        rows = rows.filter(submitted_at__gt=submitted_after)
    found, following = page(rows, by="submitted_at", cursor=cursor, limit=limit)
    return WithdrawalPage(
        items=[withdrawal_out(row) for row in found], next_cursor=following
    )


def withdrawal_out(row: Withdrawal) -> WithdrawalOut:
    """Where no order was found, its number is what the customer typed."""
    content = row.content
    return WithdrawalOut(
        reference=row.reference,
        order_id=row.order.external_id if row.order else "",
        order_number=row.order.number if row.order else content.get("order", ""),
        submitted_at=row.submitted_at,
        scope=content.get("scope", "whole"),
        lines=[WithdrawnLine(**line) for line in content.get("lines", [])],
        was_shipped=row.was_shipped,
        flags=[kind for kind, _params in row.flags],
        decision=row.decision,
        rma_number=row.ret.rma_number if row.ret else None,
    )
