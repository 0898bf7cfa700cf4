"""Finding an order: the first page of the flow, and the only one for strangers."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.orders.models import GiftSlip, Order
from retour_core.orders.queries import find_order
from retour_core.returns.drafts import start_draft
from retour_portal.flow.access import brand_of, own_site_posts
from retour_portal.flow.forms import FlowForm, LookupForm
from retour_portal.flow.pages import not_returnable_page, throttled_page
from retour_portal.flow.presentation import language
from retour_portal.flow.progress import Step, step_marks
from retour_portal.flow.queries import offer_of
from retour_portal.flow.throttle import attempt_of, count_wrong_try, seconds_to_wait
from retour_portal.page_cache.kept import public_page

# Every "not found" takes at least this long, longer than any of its reasons needs,
# so that the clock does not tell an order that exists from one that does not.
ANSWER_SECONDS = 0.25

_Form = TypeVar("_Form", bound=FlowForm)


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
    return find(
        request, number_clue(brand, form), form, page=_lookup_page, start=_start
    )


@dataclass(frozen=True)
class Found:
    """By a gift slip only what it covers."""

    order: Order
    gift_slip: GiftSlip | None = None


@dataclass(frozen=True)
class Clue:
    """What somebody typed to show that they know an order: ``name`` is what wrong tries
    are counted by, ``not_found`` the one answer to all that is wrong."""

    name: str
    seek: Callable[[], Found | None]
    not_found: str


def find(
    request: HttpRequest,
    clue: Clue,
    form: _Form,
    *,
    page: Callable[[HttpRequest, _Form], HttpResponse],
    start: Callable[[Found, _Form], HttpResponse],
) -> HttpResponse:
    """What ``start`` answers for what the clue leads to; else ``page`` again."""
    begun = time.monotonic()
    attempt = attempt_of(request, brand_of(request).pk, clue.name)
    wait = seconds_to_wait(attempt, now=time.time())
    if wait is not None:
        return throttled_page(request, wait)
    found = clue.seek()
    if found is None:
        count_wrong_try(attempt, now=time.time())
        form.add_error(None, clue.not_found)
        answer = page(request, form)
        time.sleep(max(0.0, begun + ANSWER_SECONDS - time.monotonic()))
        return answer
    try:
        offer_of(found.order, slip=found.gift_slip, now=timezone.now())
    except DomainError as error:
        return not_returnable_page(
            request, found.order, error, is_known=found.gift_slip is None
        )
    return start(found, form)


def number_clue(brand: Brand, form: LookupForm) -> Clue:
    """An order's or a parcel's number and a postal code, of a valid form."""
    number, postal_code = (form.cleaned_data[n] for n in ("number", "postal_code"))

    def seek() -> Found | None:
        order = find_order(brand, number=number, postal_code=postal_code)
        return None if order is None else Found(order)

    return Clue(
        number,
        seek,
        _("We could not find an order with this number and postal code."),
    )


def _start(found: Found, _form: LookupForm) -> HttpResponse:
    draft = start_draft(found.order, locale=language())
    return redirect("flow:items", private_key=draft.private_key)


def _lookup_page(request: HttpRequest, form: LookupForm) -> HttpResponse:
    context = {
        "form": form,
        "problems": form.problems(),
        "steps": step_marks(Step.FIND),
    }
    return render(request, "retour/flow/lookup.html", context)
