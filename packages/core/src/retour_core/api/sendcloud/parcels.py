"""``/api/v2/parcels``: orders sent as parcels that get no label here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from pydantic import ValidationError

from retour_core.accounts.models import ApiToken
from retour_core.api.sendcloud import filters
from retour_core.api.sendcloud.endpoint import json_body
from retour_core.api.sendcloud.noting import note_refused, noting
from retour_core.api.sendcloud.parcel_in import ParcelId, ParcelIn, ParcelUpdate
from retour_core.api.sendcloud.parcel_out import (
    parcel_out,
    parcel_related,
    refused_out,
)
from retour_core.api.sendcloud.receiving import change_parcel, receive_parcels
from retour_core.api.sendcloud.refusals import (
    Path,
    Problem,
    Refusal,
    field_problems,
)
from retour_core.api.sendcloud.statuses import (
    CANCELLED,
    DELIVERED,
    STATUSES,
    status_of,
)
from retour_core.domain.links import ReturnLink, sign_return_link
from retour_core.domain.wire import MAX_ORDERS_PER_REQUEST
from retour_core.orders.models import Order, OrderStatus, Shop

_NO_PARCEL = "No Parcel of this shop has this id."
_NO_LABELS = (
    "Retour makes return labels only: send “request_label”: false and have the"
    " parcel shipped where you ship."
)
_NO_RETURNS = (
    "A return is not made as a parcel here: use POST /api/v1/returns or the brand's"
    " return portal."
)
# Software puts this address into mails, which are read days later.
_LINK_LIFETIME = timedelta(days=30)


def create_parcels(request: HttpRequest, token: ApiToken) -> HttpResponse:
    body = json_body(request)
    if isinstance(body, dict) and isinstance(body.get("parcels"), list):
        return _create_batch(token, body["parcels"])
    if not isinstance(body, dict) or not isinstance(body.get("parcel"), dict):
        raise Refusal(400, "Send an object with “parcel”, or with “parcels”, a list.")
    [verdict] = _receive(token, [body["parcel"]])
    if isinstance(verdict, list):
        raise Refusal.of_fields(verdict)
    return JsonResponse({"parcel": _out(token.shop, [verdict])[verdict]})


def list_parcels(request: HttpRequest, token: ApiToken) -> HttpResponse:
    orders = filters.matching(_parcels(token.shop), request)
    found, following, previous = filters.page(orders, request)
    return JsonResponse(
        {
            "next": following,
            "previous": previous,
            "parcels": [parcel_out(order) for order in found],
        }
    )


def get_parcel(
    request: HttpRequest,  # noqa: ARG001
    token: ApiToken,
    parcel_id: str,
) -> HttpResponse:
    return JsonResponse({"parcel": parcel_out(_parcel(token.shop, parcel_id))})


def update_parcel(request: HttpRequest, token: ApiToken) -> HttpResponse:
    body = json_body(request)
    parcel = body.get("parcel") if isinstance(body, dict) else None
    if not isinstance(parcel, dict):
        raise Refusal(400, "Send an object with “parcel”.")
    with noting(token.shop, lambda problems: [(parcel, problems)]):
        order_id = _read(ParcelId, parcel).id
        change = _read(ParcelUpdate, parcel)
        if problems := _impossible(change):
            raise Refusal.of_fields(problems)
        changed = change_parcel(token, order_id, change, now=timezone.now())
    return JsonResponse({"parcel": [parcel_out(_parcel(token.shop, changed.pk))]})


def cancel_parcel(
    request: HttpRequest,  # noqa: ARG001
    token: ApiToken,
    parcel_id: str,
) -> HttpResponse:
    order = _parcel(token.shop, parcel_id)
    if status_of(order) in (CANCELLED, DELIVERED):
        raise Refusal(400, "This parcel is cancelled or delivered already.")
    status = OrderStatus.CANCELLED.value
    change_parcel(token, order.pk, None, now=timezone.now(), status=status)
    return JsonResponse({"status": status, "message": "The order is cancelled."})


def return_portal_url(
    request: HttpRequest,  # noqa: ARG001
    token: ApiToken,
    parcel_id: str,
) -> HttpResponse:
    """A signed link: the shop asked for it, so its customer types no postal code."""
    shop, order = token.shop, _parcel(token.shop, parcel_id)
    if not shop.brand.portal_url:
        raise Refusal(404, "The brand of this shop has no return portal yet.")
    expires_at = timezone.now() + _LINK_LIFETIME
    link = ReturnLink(shop.key, order.external_id, int(expires_at.timestamp()))
    signed = sign_return_link(shop.link_secret, link)
    return JsonResponse({"url": f"{shop.brand.portal_url}/go/{signed}"})


def list_statuses(
    request: HttpRequest,  # noqa: ARG001
    token: ApiToken,  # noqa: ARG001
) -> HttpResponse:
    return JsonResponse([status.out for status in STATUSES], safe=False)


def _create_batch(token: ApiToken, parcels: list[Any]) -> HttpResponse:
    if not 1 <= len(parcels) <= MAX_ORDERS_PER_REQUEST:
        raise Refusal(
            400,
            f"parcels: 'Send 1 to {MAX_ORDERS_PER_REQUEST}, not {len(parcels)}.'",
        )
    verdicts = _receive(token, parcels)
    made = _out(token.shop, [v for v in verdicts if isinstance(v, str)])
    body: dict[str, Any] = {
        "parcels": [made[v] for v in verdicts if isinstance(v, str)]
    }
    failed = [
        {"parcel": refused_out(raw), "errors": _by_field(verdict)}
        for raw, verdict in zip(parcels, verdicts, strict=True)
        if isinstance(verdict, list)
    ]
    if failed:
        body["failed_parcels"] = failed
    return JsonResponse(body)


def _receive(token: ApiToken, raw: list[Any]) -> list[str | list[Problem]]:
    """One verdict a parcel: the key of its order, or its problems."""
    verdicts: list[str | list[Problem]] = []
    good: dict[int, ParcelIn] = {}
    for index, value in enumerate(raw):
        try:
            parcel = ParcelIn.model_validate(value)
        except ValidationError as error:
            verdicts.append(field_problems(error))
            continue
        problems = _impossible(parcel)
        verdicts.append(problems)
        if not problems:
            good[index] = parcel
    received = receive_parcels(token, list(good.values()), now=timezone.now())
    for index, verdict in zip(good, received, strict=True):
        verdicts[index] = verdict
    note_refused(
        token.shop,
        [(raw[i], v) for i, v in enumerate(verdicts) if isinstance(v, list)],
    )
    return verdicts


def _impossible(parcel: ParcelUpdate) -> list[Problem]:
    found = []
    if parcel.wants_label:
        found.append(Problem(("request_label",), _NO_LABELS))
    if parcel.is_return:
        found.append(Problem(("is_return",), _NO_RETURNS))
    return found


def _read(model: Any, parcel: dict[str, Any], under: Path = ()) -> Any:
    try:
        return model.model_validate(parcel)
    except ValidationError as error:
        raise Refusal.of_fields(field_problems(error, under)) from error


def _by_field(problems: Iterable[Problem]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(problem.field, []).append(problem.message)
    return found


def _out(shop: Shop, keys: list[str]) -> dict[str, dict[str, Any]]:
    orders = _parcels(shop).filter(external_id__in=keys)
    return {order.external_id: parcel_out(order) for order in orders}


def _parcels(shop: Shop) -> Any:
    return Order.objects.for_shop(shop).prefetch_related(*parcel_related())


def _parcel(shop: Shop, parcel_id: str | int) -> Order:
    order: Order | None = _parcels(shop).filter(pk=int(parcel_id)).first()
    if order is None:
        raise Refusal(404, _NO_PARCEL)
    return order
