"""No more reminders: the link of a reminder, and the button in a mail program."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from retour_core.notifications.unsubscribing import (
    UnsubscribeLinkInvalid,
    read_token,
    unsubscribe,
)
from retour_portal.flow.access import brand_of
from retour_portal.flow.pages import message_page


@csrf_exempt  # RFC 8058: the reader's provider posts, without a cookie of ours
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Only a POST changes anything: scanners follow every link in a mail."""
    brand = brand_of(request)
    try:
        if request.method == "POST":
            unsubscribe(brand, token, now=timezone.now())
            return message_page(
                request,
                title=_("You get no more reminders"),
                text=_("We only write to you about what happens to your returns."),
                status=200,
            )
        read_token(brand, token)
    except UnsubscribeLinkInvalid:
        return message_page(
            request,
            title=_("This link does not work"),
            text=_("Copy the whole address from the mail, or write to us."),
            status=400,
        )
    return render(request, "retour/flow/unsubscribe.html")
