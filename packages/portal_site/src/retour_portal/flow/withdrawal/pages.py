"""Pages that only say something, each with a way to withdraw all the same."""

from __future__ import annotations

from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from retour_core.domain.withdrawal import Statement
from retour_portal.flow.access import brand_of
from retour_portal.flow.pages import message_page
from retour_portal.flow.withdrawal.presentation import mail_link, merchant_lines


def draft_expired_page(request: HttpRequest) -> HttpResponse:
    return message_page(
        request,
        title=_("This link has expired"),
        text=_(
            "You began this withdrawal more than 24 hours ago and did not confirm it, "
            "so nothing was sent. Begin again: it takes a minute."
        ),
        status=410,
        retry_url=reverse("withdrawal:start"),
    )


def limit_page(
    request: HttpRequest, statement: Statement, seconds: int, *, form_url: str
) -> HttpResponse:
    """The ways that need no function: ``form_url`` is the model form's."""
    brand = brand_of(request)
    context = {
        "minutes": ceil(seconds / 60),
        "mail_link": mail_link(brand, statement),
        "merchant": merchant_lines(brand),
        "form_url": form_url,
    }
    template = "retour/flow/withdrawal/limit.html"
    response = render(request, template, context, status=429)
    response["Retry-After"] = str(seconds)
    return response
