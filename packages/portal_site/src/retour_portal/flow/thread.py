"""The customer's messages under the private link: read, answered, with photos."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from retour_core.accounts.queries import account_zone
from retour_core.domain.errors import DomainError
from retour_core.returns.models import Return
from retour_core.threads.errors import MAX_PHOTOS, PhotoRefused, TooManyPhotos
from retour_core.threads.models import Message, WaitingFor
from retour_core.threads.operations import answer, mark_read_by_customer
from retour_core.threads.queries import messages_of, takes_messages
from retour_portal.flow.access import brand_of, submitted_page
from retour_portal.flow.forms import Problem
from retour_portal.flow.keys import PRIVATE_KEY
from retour_portal.flow.messages import sentence_for
from retour_portal.flow.onward import lead_on
from retour_portal.flow.photos import photo_lines
from retour_portal.flow.presentation import moment_text
from retour_portal.flow.queries import return_of_key

if TYPE_CHECKING:
    from retour_core.threads.models import Photo


@dataclass(frozen=True)
class ThreadLink:
    """What the return's page says of its messages; ``is_asked``: it is the customer's
    turn."""

    count: int
    is_asked: bool
    is_shown: bool


@dataclass(frozen=True)
class Entry:
    key: str
    author: str
    is_own: bool
    text: str
    when: str
    iso: str
    photos: list[Photo]


def thread_link(ret: Return) -> ThreadLink:
    """One query."""
    [(waiting_for, count)] = (
        Return.objects.filter(pk=ret.pk)
        .annotate(messages_count=Count("messages"))
        .values_list("thread__waiting_for", "messages_count")
    )
    is_open = takes_messages(ret)
    return ThreadLink(
        count=count,
        is_asked=is_open and waiting_for == WaitingFor.CUSTOMER,
        is_shown=is_open or count > 0,
    )


@never_cache
@require_safe
def follow_thread_link(request: HttpRequest, private_key: str) -> HttpResponse:
    """From the mail to the messages. Nothing is written."""
    if not re.fullmatch(PRIVATE_KEY, private_key):
        raise Http404
    ret = return_of_key(brand_of(request), private_key)
    return lead_on(request, ret.brand, "flow:messages", private_key, wanted=ret.locale)


@submitted_page("GET", "HEAD", "POST")
def messages(request: HttpRequest, ret: Return) -> HttpResponse:
    if request.method != "POST":
        if _is_read_by_a_person(request):
            mark_read_by_customer(ret)
        return _page(request, ret)
    try:
        said = answer(
            ret,
            text=request.POST.get("text", ""),
            uploads=request.FILES.getlist("photos"),
        )
    except DomainError as error:
        return _page(request, ret, refusal=error)
    page = reverse("flow:messages", args=[ret.private_key])
    return redirect(f"{page}#message-{said.public_id}")


def _page(
    request: HttpRequest, ret: Return, *, refusal: DomainError | None = None
) -> HttpResponse:
    zone = ZoneInfo(account_zone())
    entries = [_entry(message, ret, zone) for message in messages_of(ret)]
    about_photos = isinstance(refusal, (PhotoRefused, TooManyPhotos))
    sentence = sentence_for(refusal) if refusal else ""
    is_open = takes_messages(ret)
    target = "id_photos" if about_photos else "id_text"
    context = {
        "ret": ret,
        "order_number": ret.order.number,
        "entries": entries,
        "is_open": is_open,
        "is_asked": thread_link(ret).is_asked,
        "is_sent": bool(entries) and entries[-1].is_own,
        "text": request.POST.get("text", ""),
        "text_error": "" if about_photos else sentence,
        "photo_error": sentence if about_photos else "",
        "photos_left": MAX_PHOTOS - ret.photos.count(),
        "photo_lines": photo_lines(ret),
        "problems": [Problem(target, sentence)] if refusal and is_open else [],
    }
    status = 409 if refusal else 200
    return render(request, "retour/flow/messages.html", context, status=status)


def _entry(message: Message, ret: Return, zone: ZoneInfo) -> Entry:
    own = message.is_from_customer
    return Entry(
        key=str(message.public_id),
        author=_("You") if own else ret.brand.name,
        is_own=own,
        text=message.text,
        when=moment_text(message.at, zone, ret.order),
        iso=message.at.isoformat(),
        photos=list(message.photos.all()),
    )


def _is_read_by_a_person(request: HttpRequest) -> bool:
    """Mail scanners and browsers that look ahead follow the link of a mail, too."""
    headers = request.headers
    return (
        request.method == "GET"
        and headers.get("Sec-Fetch-Mode") == "navigate"
        and "prefetch" not in headers.get("Sec-Purpose", "")
    )
