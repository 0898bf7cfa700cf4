"""Addresses without a language, as shops and mails print them."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from retour_core.withdrawals.queries import withdrawal_of_key
from retour_portal.flow.access import brand_of
from retour_portal.flow.keys import PRIVATE_KEY
from retour_portal.flow.onward import lead_home, lead_on, onward
from retour_portal.flow.withdrawal.known import order_of_token, token_query


@never_cache
@require_safe
def follow_function_link(request: HttpRequest) -> HttpResponse:
    """To the function; by a shop's ``?token=``, for the order and on its brand's host.
    Nothing is written."""
    token = request.GET.get("token", "")
    order = order_of_token(token)
    if order is not None:
        found = lead_home(request, order.brand, "withdrawal:start", wanted=order.locale)
        return onward(f"{found.url}{token_query(token)}")
    return lead_on(request, brand_of(request), "withdrawal:start")


@never_cache
@require_safe
def follow_withdrawal_link(request: HttpRequest, private_key: str) -> HttpResponse:
    """From the acknowledgement mail to the page of the withdrawal, its proof kept."""
    if not re.fullmatch(PRIVATE_KEY, private_key):
        raise Http404
    brand = brand_of(request)
    withdrawal = withdrawal_of_key(brand, private_key)
    if withdrawal is None:
        raise Http404
    wanted = withdrawal.content.get("locale", "")
    found = lead_on(request, brand, "withdrawal:done", private_key, wanted=wanted)
    proof = request.GET.get("proof", "")
    return onward(f"{found.url}?{urlencode({'proof': proof})}") if proof else found
