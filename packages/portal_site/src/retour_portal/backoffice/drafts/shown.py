"""What the screens of draft links have in common, whatever is drafted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.brands.models import Brand
from retour_portal.editorial.draft_links import DAYS, live_links, make_link, token_of
from retour_portal.editorial.models import DraftLink

if TYPE_CHECKING:
    from retour_portal.editorial.draft_links import Drafted


def links_shown(of: Drafted, brand: Brand | None) -> list[tuple[DraftLink, str]]:
    """Each that opens, with its address on the brand's host."""
    root = brand.portal_url.rstrip("/") if brand else ""
    return [
        (link, f"{root}{reverse('draft_page', args=[token_of(link)])}")
        for link in live_links(of, now=timezone.now())
    ]


def link_asked_for(request: HttpRequest, of: Drafted) -> None:
    """Make it for as many days as the form says, and say so."""
    user: Any = request.user
    asked = request.POST.get("days", "")
    if asked not in {str(days) for days in DAYS}:
        messages.error(request, _("Choose how long the link lasts."))
        return
    make_link(of, days=int(asked), by=user, now=timezone.now())
    messages.success(request, _("The link is made; copy it from the list."))
