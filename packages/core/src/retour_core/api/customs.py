from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from retour_core.accounts.models import Scope
from retour_core.api.auth import ShopToken, shop_of
from retour_core.domain.policies import MOST_PARCELS
from retour_core.domain.rma import normalise_rma_number
from retour_core.labels.customs import CustomsPaper, NoPapersNeeded, customs_paper
from retour_core.returns.models import Return

router = Router(tags=["returns"])


@router.get(
    "/{rma_number}/customs/{paper}",
    auth=ShopToken(Scope.RETURNS_READ),
    summary="Download a customs paper",
    openapi_extra={"responses": {200: {"content": {"application/pdf": {}}}}},
)
def get_customs_paper(
    request: HttpRequest,
    rma_number: str,
    paper: CustomsPaper,
    parcel: Annotated[int | None, Query(ge=1, le=MOST_PARCELS)] = None,
) -> HttpResponse:
    """CN22 or CN23 (`declaration`) and the invoice “returned goods, no sale”.

    Of a return in several parcels those of `parcel`, else of the first.
    404 where the parcel crosses no customs border, or is not ready to be sent.
    """
    number = normalise_rma_number(rma_number)
    if number is None:
        raise Http404
    ret = get_object_or_404(
        Return.objects.for_shop(shop_of(request))
        .submitted()
        .select_related("order", "brand", "return_address"),
        rma_number=number,
    )
    try:
        made = customs_paper(ret, paper, parcel)
    except NoPapersNeeded:
        raise Http404 from None
    response = HttpResponse(made.content, content_type=made.media_type)
    name = f"{ret.rma_number}{made.suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
