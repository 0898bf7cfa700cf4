from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from retour_core.accounts.models import Scope
from retour_core.api.auth import ShopToken, shop_of, token_of
from retour_core.api.idempotency import idempotent
from retour_core.api.present import SHIPMENT_PREFETCH, shipment_out
from retour_core.api.problems import ApiProblem
from retour_core.api.schemas import ShipmentOut, ShipmentRegisterIn, ShipmentsOut
from retour_core.domain.wire import ShipmentIn
from retour_core.orders.models import Order, OutboundShipment
from retour_core.orders.shipments import ShipmentInvalid, register_shipment

router = Router(tags=["shipments"])
# Who may push an order may say how it was sent, and read that back.
WRITE = ShopToken(Scope.ORDERS_WRITE)


@router.post(
    "",
    auth=WRITE,
    response={200: ShipmentOut, 201: ShipmentOut},
    summary="Register a shipment",
)
@idempotent
def register(request: HttpRequest, body: ShipmentRegisterIn) -> tuple[int, ShipmentOut]:
    """Tell of a parcel that somebody else sent; several an order, partial ones too.

    The same `id` for the same order again replaces what was told before (200). It
    stays when the order is pushed again. `candidates` are the carriers the number
    may belong to.
    """
    order = _order(request, body.order_id)
    told = ShipmentIn(**body.model_dump(exclude={"order_id"}))
    try:
        registered = register_shipment(
            order, told, now=timezone.now(), actor=str(token_of(request))
        )
    except ShipmentInvalid as error:
        errors = [{**p.model_dump(), "in": "body"} for p in error.problems]
        raise ApiProblem(422, error.code, error.message, errors=errors) from error
    shipment = (
        OutboundShipment.objects.select_related("order")
        .prefetch_related(*SHIPMENT_PREFETCH)
        .get(pk=registered.shipment.pk)
    )
    return 201 if registered.is_new else 200, shipment_out(shipment)


@router.get("", auth=WRITE, response=ShipmentsOut, summary="Shipments of an order")
def list_shipments(
    request: HttpRequest, order_id: Annotated[str, Query(max_length=100)]
) -> ShipmentsOut:
    """Those its pushes told of and those registered by themselves."""
    order = _order(request, order_id)
    found = (
        order.shipments.select_related("order")
        .prefetch_related(*SHIPMENT_PREFETCH)
        .order_by("pk")
    )
    return ShipmentsOut(items=[shipment_out(shipment) for shipment in found])


def _order(request: HttpRequest, order_id: str) -> Order:
    if "\x00" in order_id:
        raise ApiProblem(422, "validation_failed", "No id has a NUL in it.")
    return get_object_or_404(
        Order.objects.for_shop(shop_of(request)), external_id=order_id
    )
