"""Finding an order: the first page of the flow, and the only one for strangers."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.orders.models import Order
from retour_core.orders.queries import find_order
from retour_core.returns.drafts import start_draft
from retour_portal.flow.access import brand_of, own_site_posts
from retour_portal.flow.forms import LookupForm
from retour_portal.flow.pages import not_returnable_page, throttled_page
from retour_portal.flow.presentation import language
from retour_portal.flow.progress import Step, step_marks
from retour_portal.flow.queries import offer_of
from retour_portal.flow.throttle import attempt_of, count_wrong_try, seconds_to_wait
from retour_portal.page_cache.kept import public_page

# Every "not found" takes at least this long, longer than any of its reasons needs,
# so that the clock does not tell an order that exists from one that does not.
ANSWER_SECONDS = 0.25

_Form = TypeVar("_Form", bound=LookupForm)


@own_site_posts
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    brand = brand_of(request)
    if request.method != "POST":
        typed = {"number": request.GET.get("number", "")[:100]}
        return public_page(_lookup_page(request, LookupForm(initial=typed)))
    form = LookupForm(request.POST)
    if not form.is_valid():
        return _lookup_page(request, form)
    return find(request, brand, form, page=_lookup_page, start=_start)


def find(
    request: HttpRequest,
    brand: Brand,
    form: _Form,
    *,
    page: Callable[[HttpRequest, _Form], HttpResponse],
    start: Callable[[HttpRequest, Order, _Form], HttpResponse],
) -> HttpResponse:
    """What ``start`` answers for the order a valid form names; else ``page`` again."""
    begun = time.monotonic()
    number, postal_code = (form.cleaned_data[n] for n in ("number", "postal_code"))
    attempt = attempt_of(request, brand.pk, number)
    wait = seconds_to_wait(attempt, now=time.time())
    if wait is not None:
        return throttled_page(request, wait)
    order = find_order(brand, number=number, postal_code=postal_code)
    if order is None:
        count_wrong_try(attempt, now=time.time())
        form.add_error(None, _not_found())
        answer = page(request, form)
        time.sleep(max(0.0, begun + ANSWER_SECONDS - time.monotonic()))
        return answer
    try:
        offer_of(order, now=timezone.now())
    except DomainError as error:
        return not_returnable_page(request, order, error)
    return start(request, order, form)


def _start(request: HttpRequest, order: Order, form: LookupForm) -> HttpResponse:
    del request, form
    draft = start_draft(order, locale=language())
    return redirect("flow:items", private_key=draft.private_key)


def _not_found() -> str:
    return _("We could not find an order with this number and postal code.")


def _lookup_page(request: HttpRequest, form: LookupForm) -> HttpResponse:
    context = {
        "form": form,
        "problems": form.problems(),
        "steps": step_marks(Step.FIND),
    }
    return render(request, "retour/flow/lookup.html", context)
