"""A private link that has expired: the postal code opens the return once more."""

from __future__ import annotations

import time

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from retour_core.domain.postal import same_postal_code
from retour_core.domain.states import ReturnState
from retour_core.orders.queries import knows_postal_code
from retour_core.returns.models import Return
from retour_portal.flow import lookup
from retour_portal.flow.access import brand_of, own_site_posts
from retour_portal.flow.forms import FlowForm
from retour_portal.flow.opened import is_open, remember
from retour_portal.flow.pages import throttled_page
from retour_portal.flow.queries import return_of_key
from retour_portal.flow.throttle import attempt_of, count_wrong_try, seconds_to_wait


class PostalCodeForm(FlowForm):
    postal_code = forms.CharField(
        max_length=254,
        label=_("Postal code"),
        error_messages={
            "required": _("Enter the postal code of your delivery or billing address."),
            "max_length": _("That is too long for a postal code."),
        },
    )


@own_site_posts
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest, private_key: str) -> HttpResponse:
    """Nothing of the return is on this page, not even its number."""
    brand = brand_of(request)
    ret = return_of_key(brand, private_key)
    onwards = redirect("flow:tracking", private_key=private_key)
    if ret.current_state is ReturnState.DRAFT or is_open(request, ret):
        return onwards
    form = PostalCodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        begun = time.monotonic()
        attempt = attempt_of(request, brand.pk, ret.private_key)
        wait = seconds_to_wait(attempt, now=time.time())
        if wait is not None:
            return throttled_page(request, wait)
        if _knows(ret, form.cleaned_data["postal_code"]):
            remember(onwards, ret)
            return onwards
        count_wrong_try(attempt, now=time.time())
        form.add_error("postal_code", _("That is not the postal code of this return."))
        time.sleep(max(0.0, begun + lookup.ANSWER_SECONDS - time.monotonic()))
    context = {
        "form": form,
        "problems": form.problems(),
        "is_own": ret.gift_slip_id is not None,
    }
    return render(request, "retour/flow/open.html", context)


def _knows(ret: Return, postal_code: str) -> bool:
    """Who came by a gift slip knows no address of the order, but their own."""
    if ret.gift_slip_id is None:
        return knows_postal_code(ret.order, postal_code)
    known = ret.sender.get("postal_code", "")
    country = ret.sender.get("country", "")
    if not known:
        return ret.email.casefold() == postal_code.strip().casefold()
    return same_postal_code(country, known, postal_code)
