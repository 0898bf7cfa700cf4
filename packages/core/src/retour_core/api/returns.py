from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router
from pydantic import AwareDatetime

from retour_core.accounts.models import Scope
from retour_core.api.auth import ShopToken, shop_of
from retour_core.api.decisions import validation_out
from retour_core.api.idempotency import idempotent, idempotent_after
from retour_core.api.paging import MAX_LIMIT, page
from retour_core.api.present import (
    RETURN_PREFETCH,
    RETURN_RELATED,
    return_detail,
    return_out,
)
from retour_core.api.return_bodies import (
    counted_of,
    problem_at_line,
    selections_of,
    sent_back_of,
)
from retour_core.api.schemas import (
    ReceiveIn,
    RefundIn,
    RejectIn,
    ReturnDetail,
    ReturnIn,
    ReturnPage,
    SendBackIn,
    ValidationOut,
)
from retour_core.brands.languages import spoken
from retour_core.domain.money import Money
from retour_core.domain.policies import MOST_PARCELS
from retour_core.domain.rma import normalise_rma_number
from retour_core.domain.wire_returns import ReturnOut
from retour_core.labels.downloads import DownloadPaper, download
from retour_core.labels.models import Label
from retour_core.orders.models import Order
from retour_core.returns import operations
from retour_core.returns.actors import Actor
from retour_core.returns.choices import RequestKind
from retour_core.returns.closing import close_rest, send_back
from retour_core.returns.foreseeing import price_ahead
from retour_core.returns.models import Return
from retour_core.returns.reasons import (
    ANSWER_ERRORS,
    ReasonNotOffered,
    load_reasons,
)
from retour_core.returns.receiving import receive
from retour_core.returns.settling import settle
from retour_core.returns.validating import validate_return

router = Router(tags=["returns"])
Price = dict[str, Any] | None
READ, WRITE = ShopToken(Scope.RETURNS_READ), ShopToken(Scope.RETURNS_WRITE)


@router.get("", auth=READ, response=ReturnPage, summary="List returns")
def list_returns(
    request: HttpRequest,
    changed_after: AwareDatetime | None = None,
    cursor: Annotated[str, Query(max_length=300)] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
) -> ReturnPage:
    """The shop's submitted returns, oldest change first."""
    rows = (
        Return.objects.for_shop(shop_of(request))
        .submitted()
        .select_related(*RETURN_RELATED)
        .prefetch_related(*RETURN_PREFETCH)
    )
    if changed_after is not None:
        rows = rows.filter(updated_at__gt=changed_after)
    found, following = page(rows, by="updated_at", cursor=cursor, limit=limit)
    load_reasons(found)
    return ReturnPage(items=[return_out(r) for r in found], next_cursor=following)


def _price(request: HttpRequest, body: ReturnIn) -> Price:
    """The carrier's price for it, where the policy wants that one."""
    order = _order(request, body)
    return price_ahead(
        order,
        selections_of(body, order.currency),
        now=timezone.now(),
        method=body.method or "",
        kind=RequestKind(body.kind),
    )


@router.post("", auth=WRITE, response={201: ReturnOut}, summary="Create a return")
@idempotent_after(_price)
def create_return(
    request: HttpRequest, body: ReturnIn, price: Price
) -> tuple[int, ReturnOut]:
    """Request the return of some units; they are held from then on."""
    shop = shop_of(request)
    order = _order(request, body)
    try:
        created = operations.create_return(
            order,
            selections_of(body, order.currency),
            now=timezone.now(),
            actor=Actor.shop(shop),
            locale=_locale(body, order),
            way=operations.WayBack(body.method or "", body.parcels, price),
            kind=RequestKind(body.kind),
        )
    except (ReasonNotOffered, *ANSWER_ERRORS) as error:
        raise problem_at_line(body, error) from error
    return 201, return_out(_load(request, created.rma_number))


@router.post(
    "/validate", auth=READ, response=ValidationOut, summary="Validate a return"
)
def validate(request: HttpRequest, body: ReturnIn) -> ValidationOut:
    """What holds for a return before it is created; nothing is written.

    Not being returnable is an answer like any other: 200, with the problems for which
    creating it would be refused.
    """
    order = _order(request, body)
    validated = validate_return(
        order,
        selections_of(body, order.currency),
        now=timezone.now(),
        method=body.method or "",
        kind=RequestKind(body.kind),
    )
    return validation_out(validated, locale=_locale(body, order))


@router.get("/{rma_number}", auth=READ, response=ReturnDetail, summary="Get a return")
def get_return(request: HttpRequest, rma_number: str) -> ReturnDetail:
    return return_detail(_load(request, rma_number))


@router.get(
    "/{rma_number}/label",
    auth=READ,
    summary="Download the label",
    openapi_extra={
        "responses": {
            200: {
                "content": {
                    "application/pdf": {},
                    "image/png": {},
                    "application/zpl": {},
                }
            }
        }
    },
)
def get_label(
    request: HttpRequest,
    rma_number: str,
    paper: DownloadPaper | None = None,
    parcel: Annotated[int | None, Query(ge=1, le=MOST_PARCELS)] = None,
) -> HttpResponse:
    """The label as stored, or on ``paper``; 404 until it is ready.

    Of a return in several parcels that of ``parcel``, else the first.
    A carrier's label is cut out of its page and put on the paper at its own size. One
    that does not fit, or whose document cannot be taken apart, is refused with 409:
    leave ``paper`` out to get it as the carrier made it.
    """
    ret = _load(request, rma_number)
    try:
        made = download(ret, paper, parcel)
    except Label.DoesNotExist:
        raise Http404 from None
    response = HttpResponse(made.content, content_type=made.media_type)
    name = f"{ret.rma_number}{made.suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@router.post("/{rma_number}/approve", auth=WRITE, response=ReturnOut, summary="Approve")
@idempotent
def approve(request: HttpRequest, rma_number: str) -> tuple[int, ReturnOut]:
    ret = _load(request, rma_number)
    operations.approve(ret, actor=Actor.shop(shop_of(request)))
    return 200, return_out(_load(request, rma_number))


@router.post("/{rma_number}/reject", auth=WRITE, response=ReturnOut, summary="Reject")
@idempotent
def reject(
    request: HttpRequest, rma_number: str, body: RejectIn
) -> tuple[int, ReturnOut]:
    ret = _load(request, rma_number)
    operations.reject(ret, actor=Actor.shop(shop_of(request)), reason=body.reason)
    return 200, return_out(_load(request, rma_number))


@router.post("/{rma_number}/cancel", auth=WRITE, response=ReturnOut, summary="Cancel")
@idempotent
def cancel(request: HttpRequest, rma_number: str) -> tuple[int, ReturnOut]:
    ret = _load(request, rma_number)
    operations.cancel(ret, actor=Actor.shop(shop_of(request)))
    return 200, return_out(_load(request, rma_number))


@router.post("/{rma_number}/receive", auth=WRITE, response=ReturnOut, summary="Receive")
@idempotent
def receive_return(
    request: HttpRequest, rma_number: str, body: ReceiveIn
) -> tuple[int, ReturnOut]:
    """Book in what was in the box."""
    ret = _load(request, rma_number)
    receive(ret, actor=Actor.shop(shop_of(request)), counted=counted_of(ret, body))
    return 200, return_out(_load(request, rma_number))


@router.post(
    "/{rma_number}/send-back", auth=WRITE, response=ReturnOut, summary="Send back"
)
@idempotent
def send_back_items(
    request: HttpRequest, rma_number: str, body: SendBackIn
) -> tuple[int, ReturnOut]:
    """Units that are not in order go back to the customer and can be returned anew."""
    ret = _load(request, rma_number)
    send_back(ret, sent_back_of(ret, body), actor=Actor.shop(shop_of(request)))
    return 200, return_out(_load(request, rma_number))


@router.post(
    "/{rma_number}/close-rest", auth=WRITE, response=ReturnOut, summary="Close the rest"
)
@idempotent
def close_rest_of(request: HttpRequest, rma_number: str) -> tuple[int, ReturnOut]:
    """Units that never came are no longer waited for and can be returned anew."""
    close_rest(_load(request, rma_number), actor=Actor.shop(shop_of(request)))
    return 200, return_out(_load(request, rma_number))


@router.post("/{rma_number}/refund", auth=WRITE, response=ReturnOut, summary="Refund")
@idempotent
def refund_return(
    request: HttpRequest, rma_number: str, body: RefundIn
) -> tuple[int, ReturnOut]:
    """Decide what the return gives back: money, and by its lines' resolutions store
    credit and goods. The shop or the merchant carries it out."""
    ret = _load(request, rma_number)
    amount = (
        None
        if body.amount is None
        else Money.from_decimal(body.amount, ret.order.currency).minor
    )
    settle(
        ret,
        actor=Actor.shop(shop_of(request)),
        amount_minor=amount,
        reference=body.reference,
        reason=body.reason,
    )
    return 200, return_out(_load(request, rma_number))


def _order(request: HttpRequest, body: ReturnIn) -> Order:
    orders = Order.objects.for_shop(shop_of(request)).select_related("brand", "shop")
    return get_object_or_404(orders, external_id=body.order_id)


def _locale(body: ReturnIn, order: Order) -> str:
    """What nobody knows or the brand does not speak becomes the brand's."""
    return spoken(order.brand, body.locale or order.locale)


def _load(request: HttpRequest, rma_number: str) -> Return:
    number = normalise_rma_number(rma_number)
    if number is None:
        raise Http404
    return get_object_or_404(
        Return.objects.for_shop(shop_of(request))
        .submitted()
        .select_related(*RETURN_RELATED)
        .prefetch_related(*RETURN_PREFETCH),
        rma_number=number,
    )
