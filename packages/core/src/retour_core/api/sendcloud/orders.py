"""``/api/v3/orders``: all of a request's orders are stored, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from pydantic import ValidationError

from retour_core.accounts.models import ApiToken
from retour_core.api.sendcloud.endpoint import json_body
from retour_core.api.sendcloud.noting import Refused, noting
from retour_core.api.sendcloud.order_in import MAX_ORDERS, SendcloudOrderIn
from retour_core.api.sendcloud.order_mapping import (
    order_problems,
    their_path,
    wire_order,
)
from retour_core.api.sendcloud.parcel_mapping import their_problem
from retour_core.api.sendcloud.receiving import receive, snapshots
from retour_core.api.sendcloud.refusals import Problem, Refusal, field_problems
from retour_core.orders.locks import lock_shop
from retour_core.orders.models import Order, Shop


def create_orders(request: HttpRequest, token: ApiToken) -> HttpResponse:
    body = json_body(request)
    if not isinstance(body, list) or not body:
        raise Refusal(
            400,
            "Send a list of at least one order.",
            code="non_field_errors",
            title="Wrong format",
        )
    if len(body) > MAX_ORDERS:
        sentence = f"Send at most {MAX_ORDERS} orders, not {len(body)}."
        raise Refusal.of_fields([Problem((), sentence)])
    with noting(token.shop, lambda problems: _by_order(body, problems)):
        orders = _read(body)
        stored = _store(token, orders, now=timezone.now())
    data = [
        {
            "id": stored[order.order_id].pk,
            "order_id": order.order_id,
            "order_number": stored[order.order_id].number,
        }
        for order in orders
    ]
    return JsonResponse({"data": data}, status=201)


def _by_order(body: Sequence[Any], problems: Sequence[Problem]) -> list[Refused]:
    found: dict[int, list[Problem]] = {}
    for problem in problems:
        index, *path = problem.path
        found.setdefault(int(index), []).append(Problem((*path,), problem.message))
    return [(body[index], own) for index, own in found.items()]


def _read(body: Sequence[Any]) -> list[SendcloudOrderIn]:
    orders: list[SendcloudOrderIn] = []
    problems: list[Problem] = []
    for index, raw in enumerate(body):
        try:
            order = SendcloudOrderIn.model_validate(raw)
        except ValidationError as error:
            problems += field_problems(error, (index,))
            continue
        orders.append(order)
        problems += [
            Problem((index, *problem.path), problem.message)
            for problem in order_problems(order)
        ]
    if problems:
        raise Refusal.of_fields(problems)
    return orders


@transaction.atomic
def _store(
    token: ApiToken, orders: Sequence[SendcloudOrderIn], *, now: datetime
) -> dict[str, Order]:
    shop = lock_shop(token.shop_id)
    keys = [order.order_id for order in orders]
    _check_references(shop, orders)
    known = snapshots(shop, keys)
    wire = [wire_order(order, base=known.get(order.order_id)) for order in orders]
    problems = [
        Problem((index, *their_path(problem)), their_problem(problem).message)
        for index, result in enumerate(receive(token, wire, now))
        for problem in result.errors
    ]
    if problems:
        # Raised inside the transaction, so that the good ones are undone as well.
        raise Refusal.of_fields(problems)
    found = Order.objects.for_shop(shop).filter(external_id__in=keys)
    return {order.external_id: order for order in found}


def _check_references(shop: Shop, orders: Sequence[SendcloudOrderIn]) -> None:
    ids = [int(order.id) for order in orders if order.id is not None]
    named: Mapping[int, str] = {}
    if ids:
        rows = Order.objects.for_shop(shop).filter(pk__in=ids)
        named = dict(rows.values_list("pk", "external_id"))
    problems = []
    for index, order in enumerate(orders):
        details = order.order_details
        if details.integration.id != shop.pk:
            path = (index, "order_details", "integration", "id")
            sentence = f"This token speaks for the integration {shop.pk} only."
            problems.append(Problem(path, sentence))
        if order.id is None:
            continue
        if int(order.id) not in named:
            sentence = "No order of this integration has this id."
            problems.append(Problem((index, "id"), sentence))
        elif named[int(order.id)] != order.order_id:
            sentence = "An order keeps its order_id; leave it as it was."
            problems.append(Problem((index, "order_id"), sentence))
    if problems:
        raise Refusal.of_fields(problems)
