"""A draft as its readers get it: no account, nothing kept, nothing that acts."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from retour_core.brands.models import Brand
from retour_portal.editorial.draft_links import find_link
from retour_portal.editorial.models import DraftLink
from retour_portal.pages.queries import brand_of
from retour_portal.theming.content_policy import under_policy
from retour_portal.theming.preview import OWN_STYLES, dress
from retour_portal.theming.versions import put_draft_on

# Browsers send no form of this page anywhere; there is no way round it in the page.
_NOTHING_IS_SENT = {"form-action": ["'none'"], "connect-src": ["'none'"]}


@require_safe
def draft_page(request: HttpRequest, token: str) -> HttpResponse:
    """Answers on the host of the draft's brand only; 410 once the link has ended."""
    link = find_link(token)
    brand: Any = getattr(request, "brand", None)
    if link is None or brand is None or _brand_of(link) != brand:
        raise Http404
    if not link.opens(timezone.now()):
        return _apart(render(request, "retour/errors/draft_ended.html", status=410))
    request.is_preview = True  # type: ignore[attr-defined]
    request.draft_link = link  # type: ignore[attr-defined]
    policy = _NOTHING_IS_SENT
    if link.theme is not None:
        put_draft_on(link.theme)
        dress(request, link.theme)
        policy = policy | OWN_STYLES
    draft = _drafted(link)
    if draft is None:
        raise Http404
    with translation.override(draft.locale.language_code):
        response: Any = draft.serve(request)
        response.render()
    response.is_public_page = False
    return _apart(under_policy(response, policy))


def _brand_of(link: DraftLink) -> Brand | None:
    return brand_of(link.page) if link.page is not None else link.theme.brand  # type: ignore[union-attr]


def _drafted(link: DraftLink) -> Any:
    """The page's draft; of a look, the home page in the brand's own language."""
    if link.page is not None:
        return link.page.get_latest_revision_as_object()
    theme: Any = link.theme
    with translation.override(theme.brand.default_locale):
        home = theme.site.root_page.localized.specific
    return home if hasattr(home, "body") else None


def _apart(response: HttpResponse) -> HttpResponse:
    """Neither found nor kept, and no other site learns of the address."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    add_never_cache_headers(response)
    return response
