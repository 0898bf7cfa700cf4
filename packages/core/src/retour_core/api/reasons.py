from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel, Field

from retour_core.accounts.models import Scope
from retour_core.api.auth import ShopToken, shop_of
from retour_core.domain.policies import RequestKind
from retour_core.orders.models import Order
from retour_core.policies.reasons import ReasonSpec, reasons_of

router = Router(tags=["reasons"])
_Texts = Annotated[dict[str, str], Field(description="By language (“de”, “pt-BR”).")]


class ReasonOut(BaseModel):
    """Why something may come back; ``key`` is what a return's line names.

    ``name`` is in the brand's language, ``names`` are those the merchant wrote. Empty
    ``kinds`` or ``categories`` mean all of them. The answer to ``questions`` goes into
    the line's ``answers`` under “reason”. One that is not ``is_active`` is still named
    by older returns.
    """

    key: str
    name: str
    names: _Texts
    is_active: bool
    kinds: list[RequestKind]
    categories: list[str]
    questions: _Texts
    answer_required: bool
    photo_required: bool
    our_fault: bool
    sendcloud_reason_id: int | None
    shopify_reason: str


class ReasonsOut(BaseModel):
    items: list[ReasonOut]


@router.get(
    "",
    auth=ShopToken(Scope.RETURNS_READ),
    response=ReasonsOut,
    summary="Reasons for a return",
)
def list_reasons(
    request: HttpRequest, order_id: Annotated[str, Query(max_length=100)] = ""
) -> ReasonsOut:
    """Those of the shop's brand; with ``order_id`` those of that order's brand."""
    shop = shop_of(request)
    brand = shop.brand
    if order_id:
        orders = Order.objects.for_shop(shop).select_related("brand")
        brand = get_object_or_404(orders, external_id=order_id).brand
    return ReasonsOut(
        items=[_out(spec, brand.default_locale) for spec in reasons_of(brand)]
    )


def _out(spec: ReasonSpec, locale: str) -> ReasonOut:
    values: dict[str, Any] = {
        "kinds": list(spec.kinds),
        "categories": list(spec.categories),
    }
    return ReasonOut(
        key=spec.key,
        name=spec.name(locale),
        names=dict(spec.texts),
        is_active=spec.is_active,
        questions=dict(spec.question_texts),
        answer_required=spec.answer_required,
        photo_required=spec.photo_required,
        our_fault=spec.our_fault,
        sendcloud_reason_id=spec.sendcloud_id,
        shopify_reason=str(spec.shopify_reason),
        **values,
    )
