from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from retour_core.api.auth import ShopToken, token_of
from retour_core.api.present import shop_out
from retour_core.domain.wire import ShopOut

router = Router(tags=["shop"])


@router.get("", auth=ShopToken(), response=ShopOut, summary="Who am I")
def get_shop(request: HttpRequest) -> ShopOut:
    """The shop, brand and scopes behind the token: a plugin's connection test."""
    return shop_out(token_of(request))
