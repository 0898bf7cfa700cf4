from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import ValidationError

from retour_core.accounts.models import Scope
from retour_core.api.auth import ShopToken, shop_of, token_of
from retour_core.api.bodies import json_body, require_json
from retour_core.api.openapi import ORDERS_BODY
from retour_core.api.problems import ApiProblem
from retour_core.domain.wire import MAX_ORDERS_PER_REQUEST, OrdersIn, OrdersOut
from retour_core.orders.models import OrderSource
from retour_core.orders.operations import receive_orders
from retour_core.orders.rejections import note_rejections

router = Router(tags=["orders"])


@router.put(
    "",
    auth=ShopToken(Scope.ORDERS_WRITE),
    response=OrdersOut,
    openapi_extra={"requestBody": ORDERS_BODY},
    summary="Push orders",
)
def push_orders(request: HttpRequest) -> HttpResponse:
    """Store the current state of 1 to 500 orders.

    Each order gets a result of its own; a rejected one names its fields by JSON
    pointer and keeps no other back.
    """
    shop, now = shop_of(request), timezone.now()
    results = receive_orders(
        shop,
        _orders_of(request),
        now=now,
        source=OrderSource.API,
        actor=str(token_of(request)),
    )
    note_rejections(shop, results, now=now)
    # Written by pydantic's own code: ninja would take the results apart again.
    return HttpResponse(
        OrdersOut(results=results).model_dump_json(),
        content_type="application/json; charset=utf-8",
    )


def _orders_of(request: HttpRequest) -> Sequence[Any]:
    """Read in one go where all of it is well; else each is told what is wrong."""
    require_json(request)
    try:
        return OrdersIn.model_validate_json(request.body).orders
    except ValidationError:
        return _orders_in(json_body(request))


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
