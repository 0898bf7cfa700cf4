from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, Field

from retour_core.accounts.models import Scope
from retour_core.api.auth import ShopToken, shop_of, token_of
from retour_core.api.idempotency import idempotent
from retour_core.api.problems import ApiProblem
from retour_core.domain.wire import Key, Wire
from retour_core.labels.box_models import BoxBatch
from retour_core.labels.box_papers import box_labels_on
from retour_core.labels.box_queries import box_failures, box_progress
from retour_core.labels.boxes import (
    BOX_LABEL_LIFETIME,
    MOST_IN_A_BATCH,
    BatchInvalid,
    make_box_labels,
)
from retour_core.labels.downloads import DownloadPaper
from retour_core.labels.models import Label
from retour_core.orders.models import Order

router = Router(tags=["labels"])
BoxPaper = Literal["a6", "4x6", "a4", "zpl", "zpl300"]
READ, WRITE = ShopToken(Scope.RETURNS_READ), ShopToken(Scope.RETURNS_WRITE)


class BoxLabelsIn(Wire):
    """Orders of one brand; the labels expire after ``valid_days``."""

    order_ids: Annotated[list[Key], Field(min_length=1, max_length=MOST_IN_A_BATCH)]
    valid_days: Annotated[int, Field(ge=1, le=BOX_LABEL_LIFETIME.days)] = (
        BOX_LABEL_LIFETIME.days
    )


class BoxFailureOut(BaseModel):
    order_number: str
    reason: str


class BoxLabelsOut(BaseModel):
    """``is_finished``: the document is there, if any label could be made."""

    id: str
    is_finished: bool
    total: int
    ready: int
    failed: int
    failures: list[BoxFailureOut]
    valid_until: datetime


@router.post("", auth=WRITE, response={202: BoxLabelsOut}, summary="Make box labels")
@idempotent
def make(request: HttpRequest, body: BoxLabelsIn) -> tuple[int, BoxLabelsOut]:
    """Return labels to lie in parcels, made one after the other in the background.

    They hold no units until the customer registers or the parcel is scanned. Each is
    charged when it is made and credited when it runs out unused. An order with an
    unused label gets that one again.
    """
    found = Order.objects.for_shop(shop_of(request)).select_related("brand")
    known = {o.external_id: o for o in found.filter(external_id__in=body.order_ids)}
    wanted = list(dict.fromkeys(body.order_ids))
    if len(known) < len(wanted):
        raise ApiProblem(404, "order_unknown", "This shop has not all of these orders.")
    orders = [known[key] for key in wanted]
    try:
        batch = make_box_labels(
            orders[0].brand,
            orders,
            until=timezone.now() + timedelta(days=body.valid_days),
            actor=str(token_of(request)),
        )
    except BatchInvalid as error:
        raise ApiProblem(422, error.code, error.message) from None
    return 202, _out(batch)


@router.get("/{batch_id}", auth=READ, response=BoxLabelsOut, summary="Box labels")
def get(request: HttpRequest, batch_id: UUID) -> BoxLabelsOut:
    return _out(_load(request, batch_id))


@router.get(
    "/{batch_id}/document",
    auth=READ,
    summary="Download box labels",
    openapi_extra={
        "responses": {200: {"content": {"application/pdf": {}, "application/zpl": {}}}}
    },
)
def document(
    request: HttpRequest, batch_id: UUID, paper: BoxPaper | None = None
) -> HttpResponse:
    """All labels as one PDF, or as ZPL; 404 until they are made.

    On ``paper``, carriers' labels are cut out of their pages. One that does not fit is
    refused with 409, and so are more than 100 that are not all our own: leave ``paper``
    out to get them as they were made.
    """
    batch = _load(request, batch_id)
    if not batch.document:
        raise Http404
    if paper is not None:
        return _on_paper(batch, DownloadPaper(paper))
    with batch.document.open("rb") as file:
        response = HttpResponse(file.read(), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="box-labels.pdf"'
    return response


def _on_paper(batch: BoxBatch, paper: DownloadPaper) -> HttpResponse:
    try:
        made = box_labels_on(batch, paper)
    except Label.DoesNotExist:
        raise Http404 from None
    response = HttpResponse(made.content, content_type=made.media_type)
    name = f"box-labels{made.suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _load(request: HttpRequest, batch_id: UUID) -> BoxBatch:
    """Of whom all orders are this shop's."""
    shop = shop_of(request)
    batches = BoxBatch.objects.filter(items__order__shop=shop).distinct()
    batch = get_object_or_404(batches, public_id=batch_id)
    if batch.items.exclude(order__shop=shop).exists():
        raise Http404
    return batch


def _out(batch: BoxBatch) -> BoxLabelsOut:
    progress = box_progress(batch)
    return BoxLabelsOut(
        id=str(batch.public_id),
        is_finished=batch.is_finished,
        total=progress.total,
        ready=progress.ready,
        failed=progress.failed,
        failures=[
            BoxFailureOut(order_number=number, reason=reason)
            for number, reason in box_failures(batch)
        ],
        valid_until=batch.valid_until,
    )
