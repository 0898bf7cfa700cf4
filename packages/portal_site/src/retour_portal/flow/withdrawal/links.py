"""Addresses without a language, as shops and mails print them."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from retour_core.withdrawals.queries import withdrawal_of_key
from retour_portal.flow.access import brand_of
from retour_portal.flow.keys import PRIVATE_KEY
from retour_portal.flow.links import portal_language
from retour_portal.flow.withdrawal.known import order_of_token, token_query
from retour_portal.theming.views import visitor_language


@never_cache
@require_safe
def follow_function_link(request: HttpRequest) -> HttpResponse:
    """To the function in the visitor's language; by a shop's ``?token=``, in that of
    the order and on its brand's host. Nothing is written."""
    token = request.GET.get("token", "")
    order = order_of_token(token)
    if order is not None:
        tongue = portal_language(order.locale, order.brand.default_locale)
        with translation.override(tongue):
            path = reverse("withdrawal:start")
        return HttpResponseRedirect(
            f"{order.brand.portal_url}{path}{token_query(token)}"
        )
    brand = brand_of(request)
    with translation.override(visitor_language(request, brand)):
        response = redirect("withdrawal:start")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@never_cache
@require_safe
def follow_withdrawal_link(request: HttpRequest, private_key: str) -> HttpResponse:
    """From the acknowledgement mail to the page of the withdrawal, in its language."""
    if not re.fullmatch(PRIVATE_KEY, private_key):
        raise Http404
    brand = brand_of(request)
    withdrawal = withdrawal_of_key(brand, private_key)
    if withdrawal is None:
        raise Http404
    wanted = withdrawal.content.get("locale", "")
    with translation.override(portal_language(wanted, brand.default_locale)):
        return redirect("withdrawal:done", private_key=private_key)
