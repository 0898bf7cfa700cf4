"""Pages that only say something: why not, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from retour_core.domain.errors import DomainError
from retour_core.orders.models import Order
from retour_core.returns.choices import RequestKind
from retour_core.returns.group_models import ReturnGroup
from retour_portal.flow.messages import refusal_of, sentence_for
from retour_portal.flow.withdrawal.known import order_query
from retour_portal.step_texts.texts import text_for

NO_MORE: Mapping[str, str] = {}
_OF_ITEMS = frozenset({"window_closed", "not_returnable"})


def message_page(
    request: HttpRequest,
    *,
    title: str,
    text: str,
    status: int,
    retry_url: str = "",
    order_number: str = "",
    more: Mapping[str, str] = NO_MORE,
) -> HttpResponse:
    """One calm page with the brand's contact. ``retry_url`` offers to try again;
    ``more`` may have a ``note_slot`` for an editor's own words below the text, a
    ``withdrawal_query`` to withdraw from the order it names instead, a ``claim_url``
    to say what is wrong with an item, and an ``original_url`` of the label as it came
    with a ``back_url`` to choose other paper. A ``group_url`` leads to several orders.
    """
    context = {
        "heading": title,
        "text": text,
        "retry_url": retry_url,
        "order_number": order_number,
        **more,
    }
    return render(request, "retour/flow/message.html", context, status=status)


def not_returnable_page(
    request: HttpRequest,
    order: Order,
    error: DomainError,
    *,
    kind: RequestKind = RequestKind.RETURN,
    group: ReturnGroup | None = None,
    is_known: bool = True,
) -> HttpResponse:
    """Only for somebody who has shown to know the order; not ``is_known`` where a gift
    slip led to a part of it.

    On the items page, what cannot be returned may still be claimed; one of several
    orders leads back to the others.
    """
    may_claim = kind is RequestKind.RETURN and error.code in _OF_ITEMS
    is_all_asked = error.code == "nothing_left"
    title = (
        _("Everything is being returned already")
        if is_all_asked
        else _("This order cannot be returned online")
    )
    return message_page(
        request,
        title=title,
        text=refusal_of(order, error),
        status=200,
        order_number=order.number,
        more={
            "note_slot": "refused.note",
            "withdrawal_query": order_query(order) if is_known else "",
            "claim_url": f"{request.path}?kind=claim" if may_claim else "",
            "mail_url": reverse("flow:find_help") if is_all_asked and is_known else "",
            "group_url": reverse("flow:group", args=[group.private_key])
            if group
            else "",
        },
    )


def draft_expired_page(request: HttpRequest) -> HttpResponse:
    return message_page(
        request,
        title=_own_title(request, "expired.title"),
        more={"note_slot": "expired.note"},
        text=_(
            "You started this return more than 24 hours ago and did not finish it. "
            "Nothing was sent. Find your order again to start anew."
        ),
        status=410,
    )


def cross_site_page(request: HttpRequest) -> HttpResponse:
    return message_page(
        request,
        title=_("Please start here"),
        text=_("This form was sent from another site, so nothing was changed."),
        status=403,
    )


def throttled_page(request: HttpRequest, seconds: int) -> HttpResponse:
    minutes = ceil(seconds / 60)
    response = message_page(
        request,
        title=_("Too many tries"),
        text=ngettext(
            "To keep orders safe, wait %(minutes)s minute before you try again, "
            "or contact us.",
            "To keep orders safe, wait %(minutes)s minutes before you try again, "
            "or contact us.",
            minutes,
        )
        % {"minutes": minutes},
        status=429,
    )
    response["Retry-After"] = str(seconds)
    return response


def link_problem_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """For a shop's link that is no link (400) or no longer one (410).

    Not a 404: outside the languages' addresses Django would look for it in each.
    """
    way_out = _(
        "Open your order in the shop again and follow its link, or find the order "
        "here by its number."
    )
    is_expired = error.code == "link_expired"
    return message_page(
        request,
        title=_link_title(error),
        text=way_out if is_expired else f"{sentence_for(error)} {way_out}",
        more={"note_slot": "link.note"},
        status=410 if is_expired else 400,
    )


def slip_problem_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """For a slip's code that is none of ours (400) or too old (410)."""
    is_expired = error.code == "link_expired"
    return message_page(
        request,
        title=_link_title(error),
        text=_("Find your order by its number instead: it is on the slip, too."),
        more={"note_slot": "link.note"},
        status=410 if is_expired else 400,
    )


def mailed_link_problem_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """For a mailed link that is no link (400) or no longer one (410)."""
    is_expired = error.code == "link_expired"
    return message_page(
        request,
        title=_link_title(error),
        text=_("Have a new one mailed to you, or find your order by its number."),
        status=410 if is_expired else 400,
        more={"note_slot": "link.note", "mail_url": reverse("flow:find_help")},
    )


def order_not_here_page(request: HttpRequest) -> HttpResponse:
    response = message_page(
        request,
        title=_own_title(request, "not_here.title"),
        more={"note_slot": "not_here.note"},
        text=_(
            "The shop hands orders over every few minutes. "
            "Please try again a little later."
        ),
        status=404,
        retry_url=request.get_full_path(),
    )
    response["Retry-After"] = "60"
    return response


def _link_title(error: DomainError) -> str:
    if error.code == "link_expired":
        return _("This link has expired")
    return _("This link does not work")


def _own_title(request: HttpRequest, slot: str) -> str:
    return text_for(request, slot, {"brand": getattr(request, "brand", None)})
