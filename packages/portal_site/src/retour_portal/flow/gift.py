"""“It was a gift”: whoever got it starts a return in their own name.

What they prove is the code of a gift slip, which opens what that covers; or, as every
visitor does, the order's number and a postal code of it. From there on no page and no
mail shows a price, and the buyer is not written to.
"""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from retour_core.brands.models import Brand
from retour_core.orders.gift_slips import find_gift_slip, gives_gift_slips
from retour_core.returns.drafts import start_draft
from retour_core.returns.gifts import Recipient
from retour_portal.flow.access import brand_of, own_site_posts
from retour_portal.flow.forms import FlowForm
from retour_portal.flow.gift_forms import GiftForm, GiftSlipForm, home_country
from retour_portal.flow.lookup import Clue, Found, find, number_clue
from retour_portal.flow.onward import lead_on
from retour_portal.flow.presentation import language
from retour_portal.flow.progress import Step, step_marks


@own_site_posts
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def gift(request: HttpRequest) -> HttpResponse:
    """By code where the brand has given any, else by number; ``?number=`` asks for the
    latter."""
    brand = brand_of(request)
    has_codes = gives_gift_slips(brand)
    page = partial(_page, has_codes=has_codes)
    asked = request.POST if request.method == "POST" else request.GET
    if "number" in asked or not has_codes:
        return _by_number(request, brand, page)
    return _by_code(request, brand, page)


@never_cache
@require_safe
def follow_gift_link(request: HttpRequest) -> HttpResponse:
    """The address printed beside a code, without a language."""
    return lead_on(request, brand_of(request), "flow:gift")


def _by_number(
    request: HttpRequest, brand: Brand, page: partial[HttpResponse]
) -> HttpResponse:
    if request.method != "POST":
        typed = {"number": request.GET.get("number", "")[:100]}
        return page(request, GiftForm(initial=typed))
    form = GiftForm(request.POST)
    if not form.is_valid():
        return page(request, form)
    return find(request, number_clue(brand, form), form, page=page, start=_start)


def _by_code(
    request: HttpRequest, brand: Brand, page: partial[HttpResponse]
) -> HttpResponse:
    if request.method != "POST":
        typed = {
            "code": request.GET.get("code", "")[:40],
            "country": home_country(brand),
        }
        return page(request, GiftSlipForm(initial=typed))
    form = GiftSlipForm(request.POST)
    if not form.is_valid():
        return page(request, form)
    code = form.cleaned_data["code"]

    def seek() -> Found | None:
        slip = find_gift_slip(brand, code)
        return None if slip is None else Found(slip.order, slip)

    clue = Clue(
        code,
        seek,
        _("We know no gift slip with this code, or it is no longer valid."),
    )
    return find(request, clue, form, page=page, start=_start)


def _start(found: Found, form: GiftForm | GiftSlipForm) -> HttpResponse:
    recipient = Recipient(
        form.cleaned_data["name"],
        form.cleaned_data["email"],
        slip=found.gift_slip,
        address=form.address() if isinstance(form, GiftSlipForm) else None,
    )
    draft = start_draft(found.order, locale=language(), gift_of=recipient)
    return redirect("flow:items", private_key=draft.private_key)


def _page(request: HttpRequest, form: FlowForm, *, has_codes: bool) -> HttpResponse:
    context = {
        "form": form,
        "problems": form.problems(),
        "steps": step_marks(Step.FIND),
        "by_code": isinstance(form, GiftSlipForm),
        "has_codes": has_codes,
    }
    return render(request, "retour/flow/gift.html", context)
