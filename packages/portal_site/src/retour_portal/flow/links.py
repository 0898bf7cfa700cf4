"""Links from outside into the flow: the shop's signed one and the mail's short one."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from retour_core.domain.errors import DomainError
from retour_core.domain.links import LinkExpired, LinkInvalid
from retour_core.orders.models import Order
from retour_core.orders.queries import order_of_link
from retour_core.orders.slips import read_slip
from retour_core.returns.choices import RequestKind
from retour_portal.flow.access import brand_of, own_site_posts
from retour_portal.flow.forms import ItemsForm
from retour_portal.flow.items import asked_kind, items_context
from retour_portal.flow.keys import LONGEST_TOKEN, PRIVATE_KEY
from retour_portal.flow.messages import sentence_for
from retour_portal.flow.onward import lead_home, lead_on, onward
from retour_portal.flow.operations import start_draft_with
from retour_portal.flow.pages import (
    link_problem_page,
    not_returnable_page,
    order_not_here_page,
    slip_problem_page,
)
from retour_portal.flow.presentation import language
from retour_portal.flow.progress import Step, step_marks
from retour_portal.flow.queries import offer_of, return_of_key
from retour_portal.flow.withdrawal.known import token_query


@never_cache
@require_safe
def follow_return_link(request: HttpRequest, token: str) -> HttpResponse:
    """From a shop's order page to the items, on the brand's host. Nothing is written:
    mail scanners and prefetching browsers follow it too.
    """
    found = _order_or_page(request, token)
    if isinstance(found, HttpResponse):
        return found
    return lead_home(request, found.brand, "flow:link", token, wanted=found.locale)


@never_cache
@require_safe
def follow_tracking_link(request: HttpRequest, private_key: str) -> HttpResponse:
    if not re.fullmatch(PRIVATE_KEY, private_key):
        raise Http404
    ret = return_of_key(brand_of(request), private_key)
    return lead_on(request, ret.brand, "flow:tracking", private_key, wanted=ret.locale)


@never_cache
@require_safe
def follow_slip_link(request: HttpRequest, token: str) -> HttpResponse:
    """From the QR code on a slip to the first page, the order's number or the gift's
    code filled in."""
    brand = brand_of(request)
    try:
        slip = read_slip(token[:LONGEST_TOKEN], brand)
    except (LinkInvalid, LinkExpired) as error:
        return slip_problem_page(request, error)
    order = slip.order
    page = "flow:gift" if slip.is_gift else "flow:lookup"
    found = lead_on(request, brand, page, wanted=order.locale)
    gift = slip.gift_slip
    known = {"code": gift.code} if gift else {"number": order.number}
    return onward(f"{found.url}?{urlencode(known)}")


@own_site_posts
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The items of a vouched-for order. The draft begins with what is chosen here."""
    brand = brand_of(request)
    found = _order_or_page(request, token)
    if isinstance(found, HttpResponse):
        return found
    if found.brand_id != brand.pk:
        raise Http404
    kind = asked_kind(request, RequestKind.RETURN)
    try:
        offer = offer_of(found, kind=kind, now=timezone.now())
        offer.check()
    except DomainError as error:
        return not_returnable_page(request, found, error, kind=kind)
    posted = request.POST if request.method == "POST" else None
    form = ItemsForm(offer, chosen={}, data=posted)
    if posted is not None and form.is_valid():
        try:
            draft = start_draft_with(
                found, form.selections, locale=language(), kind=kind
            )
        except DomainError as error:
            form.add_error(None, sentence_for(error))
        else:
            return redirect("flow:reasons", private_key=draft.private_key)
    context = {
        "form": form,
        "problems": form.problems(),
        "order_number": found.number,
        "steps": step_marks(Step.ITEMS),
        "withdrawal_query": token_query(token),
        **items_context(offer, kind, found),
    }
    return render(request, "retour/flow/items.html", context)


def _order_or_page(request: HttpRequest, token: str) -> Order | HttpResponse:
    if len(token) > LONGEST_TOKEN:
        return link_problem_page(request, LinkInvalid())
    try:
        order = order_of_link(token, now=timezone.now())
    except (LinkInvalid, LinkExpired) as error:
        return link_problem_page(request, error)
    return order if order is not None else order_not_here_page(request)
