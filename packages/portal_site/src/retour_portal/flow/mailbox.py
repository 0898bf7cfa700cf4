"""“I can’t find my order number”: where it is, and a mail with one's recent orders.

The mail's link proves its address, so it opens all orders of that address; knowing one
order's number and postal code never does (``retour_core.orders.mailbox`` says why).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from retour_core.accounts.queries import account_zone
from retour_core.domain.errors import DomainError
from retour_core.domain.links import LinkExpired, LinkInvalid
from retour_core.domain.windows.days import local_day
from retour_core.notifications.order_links import ask_for_orders
from retour_core.orders.mailbox import (
    LINK_LIFETIME,
    order_of_mailbox_token,
    orders_of_mailbox,
)
from retour_core.orders.models import Order
from retour_core.returns.asking import check_order
from retour_core.returns.drafts import start_draft
from retour_core.returns.groups import start_group
from retour_core.returns.models import Return
from retour_portal.flow.access import brand_of, own_site_posts
from retour_portal.flow.forms import FlowForm, Problem
from retour_portal.flow.keys import LONGEST_TOKEN
from retour_portal.flow.messages import refusal_of
from retour_portal.flow.onward import lead_on
from retour_portal.flow.pages import mailed_link_problem_page, throttled_page
from retour_portal.flow.presentation import day_text, language
from retour_portal.flow.queries import NothingLeft, returns_of_mailbox
from retour_portal.flow.throttle import count, count_key, network, wait_for
from retour_portal.flow.words import state_words

REQUESTS_PER_ADDRESS = 20
MAILS_PER_RECIPIENT = 3
_TITLES_SHOWN = 3


class MailForm(FlowForm):
    email = forms.EmailField(
        max_length=254,
        label=gettext_lazy("E-mail address"),
        error_messages={
            "required": gettext_lazy("Enter the e-mail address you ordered with."),
            "invalid": gettext_lazy("Enter an e-mail address like name@example.com."),
        },
    )


@own_site_posts
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find_help(request: HttpRequest) -> HttpResponse:
    """Asked for a known address or an unknown one, the answer is the same."""
    brand = brand_of(request)
    posted = request.POST if request.method == "POST" else None
    form = MailForm(posted)
    is_sent = False
    if posted is not None and form.is_valid():
        email, now = form.cleaned_data["email"], time.time()
        origin = network(str(request.META.get("REMOTE_ADDR", "")))
        asked = count_key("orders-mail", now, origin)
        wait = wait_for({asked: REQUESTS_PER_ADDRESS}, now=now)
        if wait is not None:
            return throttled_page(request, wait)
        to = count_key("orders-mail-to", now, str(brand.pk), email.casefold())
        # Enough mails are on their way there: no more, and no word about it.
        if wait_for({to: MAILS_PER_RECIPIENT}, now=now) is None:
            with transaction.atomic():
                ask_for_orders(brand, email, locale=language())
        count([asked, to])
        is_sent = True
    context = {
        "form": form,
        "problems": form.problems(),
        "is_sent": is_sent,
        "hours": int(LINK_LIFETIME.total_seconds() // 3600),
    }
    return render(request, "retour/flow/find_help.html", context)


@never_cache
@require_safe
def follow_orders_link(request: HttpRequest, token: str) -> HttpResponse:
    """From the mail to the page. Nothing is written."""
    found = _order_or_page(request, token)
    if isinstance(found, HttpResponse):
        return found
    return lead_on(request, found.brand, "flow:orders", token, wanted=found.locale)


@dataclass(frozen=True)
class OrderRow:
    """One order on the list; ``refusal`` says why nothing of it can be returned."""

    key: int
    number: str
    placed: str
    titles: str
    refusal: str
    is_chosen: bool
    returns: Sequence[tuple[Return, str]]


@own_site_posts
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def orders(request: HttpRequest, token: str) -> HttpResponse:
    """The orders of a proven address, to return items from one or several of them.

    Eight queries at most; which items may come back is asked on each order's own page.
    """
    found = _order_or_page(request, token)
    if isinstance(found, HttpResponse):
        return found
    brand = brand_of(request)
    mine = orders_of_mailbox(brand, found.email)
    rows = sorted(
        _rows(mine, request.POST.getlist("order")), key=lambda row: bool(row.refusal)
    )
    problems = []
    if request.method == "POST":
        wanted = {row.key for row in rows if row.is_chosen and not row.refusal}
        chosen = [order for order in mine if order.pk in wanted]
        if chosen:
            return _begin(chosen)
        first = next((row.key for row in rows if not row.refusal), None)
        target = f"id_order-{first}" if first else "main"
        problems = [Problem(target, _("Choose at least one order."))]
    context = {
        "rows": rows,
        "problems": problems,
        "may_choose": any(not row.refusal for row in rows),
    }
    return render(request, "retour/flow/orders.html", context)


def _begin(chosen: Sequence[Order]) -> HttpResponse:
    if len(chosen) == 1:
        draft = start_draft(chosen[0], locale=language())
        return redirect("flow:items", private_key=draft.private_key)
    group = start_group(chosen, locale=language())
    return redirect("flow:group", private_key=group.private_key)


def _rows(mine: Sequence[Order], chosen: Sequence[str]) -> Iterator[OrderRow]:
    made, zone = returns_of_mailbox(mine), ZoneInfo(account_zone())
    for order in mine:
        lines = [line for line in order.lines.all() if not line.is_removed]
        lines.sort(key=lambda line: line.position)
        titles = [line.title for line in lines[:_TITLES_SHOWN]]
        if len(lines) > _TITLES_SHOWN:
            titles.append("…")
        yield OrderRow(
            key=order.pk,
            number=order.number,
            placed=day_text(local_day(order.placed_at, zone), order),
            titles=", ".join(titles),
            refusal=_refusal(order),
            is_chosen=str(order.pk) in chosen,
            returns=[
                (ret, state_words(ret.current_state, ret.method).badge)
                for ret in made.get(order.pk, ())
            ],
        )


def _refusal(order: Order) -> str:
    try:
        check_order(order)
        if all(line.returnable < 1 for line in order.lines.all()):
            raise NothingLeft
    except DomainError as error:
        return refusal_of(order, error)
    return ""


def _order_or_page(request: HttpRequest, token: str) -> Order | HttpResponse:
    brand = brand_of(request)
    try:
        return order_of_mailbox_token(token[:LONGEST_TOKEN], brand)
    except (LinkInvalid, LinkExpired) as error:
        return mailed_link_problem_page(request, error)
