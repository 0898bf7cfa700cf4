from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from retour_core.accounts.models import Scope
from retour_core.api.auth import ShopToken, shop_of, token_of
from retour_core.api.bodies import json_body
from retour_core.api.openapi import ORDERS_BODY
from retour_core.api.problems import ApiProblem
from retour_core.domain.wire import MAX_ORDERS_PER_REQUEST, OrdersOut
from retour_core.orders.models import OrderSource
from retour_core.orders.operations import receive_orders

router = Router(tags=["orders"])


@router.put(
    "",
    auth=ShopToken(Scope.ORDERS_WRITE),
    response=OrdersOut,
    openapi_extra={"requestBody": ORDERS_BODY},
    summary="Push orders",
)
def push_orders(request: HttpRequest) -> OrdersOut:
    """Store the current state of 1 to 500 orders.

    Each order gets a result of its own; a rejected one names its fields by JSON
    pointer and keeps no other back.
    """
    body = json_body(request)
    orders = _orders_in(body)
    results = receive_orders(
        shop_of(request),
        orders,
        now=timezone.now(),
        source=OrderSource.API,
        actor=str(token_of(request)),
    )
    return OrdersOut(results=results)


def _orders_in(body: Any) -> list[Any]:
    if not isinstance(body, dict) or set(body) != {"orders"}:
        raise ApiProblem(
            422, "validation_failed", "The body must be an object with “orders” only."
        )
    orders = body["orders"]
    if not isinstance(orders, list) or not orders:
        raise ApiProblem(
            422, "validation_failed", "“orders” must be a list with at least one order."
        )
    if len(orders) > MAX_ORDERS_PER_REQUEST:
        raise ApiProblem(
            422,
            "too_many_orders",
            f"Send at most {MAX_ORDERS_PER_REQUEST} orders a request, "
            f"not {len(orders)}.",
        )
    return orders
