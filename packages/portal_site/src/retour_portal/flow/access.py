"""Who may see a page of the flow: who holds its private link, on its brand's host."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from retour_core.domain.states import ReturnState
from retour_core.returns.models import Return
from retour_portal.flow.opened import is_open
from retour_portal.flow.pages import cross_site_page, draft_expired_page
from retour_portal.flow.progress import Step, earliest_open_step
from retour_portal.flow.queries import chosen_lines, return_of_key

if TYPE_CHECKING:
    from retour_core.brands.models import Brand

DRAFT_LIFETIME = timedelta(hours=24)

Page = Callable[..., HttpResponse]
ReturnPage = Callable[[HttpRequest, Return], HttpResponse]
KeyedPage = Callable[[HttpRequest, str], HttpResponse]


def brand_of(request: HttpRequest) -> Brand:
    """The brand of the host; a host without one has no flow (404)."""
    brand: Brand | None = getattr(request, "brand", None)
    if brand is None:
        raise Http404
    return brand


def own_site_posts(view: Page) -> Page:
    """Refuse a form that another site sent, without a cookie.

    The flow's authority is the address of the page, never a session, so a CSRF token
    would protect nothing and keep forms out of caches. What is left to refuse is a
    foreign page posting through the visitor's browser, which browsers report in
    ``Sec-Fetch-Site``.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        sent_from = request.headers.get("Sec-Fetch-Site", "none")
        if request.method == "POST" and sent_from not in ("same-origin", "none"):
            return cross_site_page(request)
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def draft_page(step: Step) -> Callable[[ReturnPage], KeyedPage]:
    """A step of an open draft; ``view`` gets the draft of the private link.

    A step whose predecessors are unfinished redirects to the first of them, a
    submitted return to its confirmation, a stale draft to a page that says so.
    """

    def decorate(view: ReturnPage) -> KeyedPage:
        @wraps(view)
        def keyed(request: HttpRequest, private_key: str) -> HttpResponse:
            ret = return_of_key(brand_of(request), private_key)
            if is_stale_draft(ret):
                return draft_expired_page(request)
            if ret.current_state is not ReturnState.DRAFT:
                return redirect("flow:confirmation", private_key=private_key)
            earliest = earliest_open_step(ret, chosen_lines(ret), before=step)
            if earliest.comes_before(step):
                return redirect(earliest.url_name, private_key=private_key)
            return view(request, ret)

        return _private(keyed, "GET", "HEAD", "POST")

    return decorate


def submitted_page(*methods: str) -> Callable[[ReturnPage], KeyedPage]:
    """A page of a submitted return; a draft is sent back to its open step, and who
    comes by an expired link is asked for the postal code."""

    def decorate(view: ReturnPage) -> KeyedPage:
        @wraps(view)
        def keyed(request: HttpRequest, private_key: str) -> HttpResponse:
            ret = return_of_key(brand_of(request), private_key)
            if is_stale_draft(ret):
                return draft_expired_page(request)
            if ret.current_state is ReturnState.DRAFT:
                earliest = earliest_open_step(ret, chosen_lines(ret))
                return redirect(earliest.url_name, private_key=private_key)
            if not is_open(request, ret):
                return redirect("flow:open", private_key=private_key)
            return view(request, ret)

        return _private(keyed, *methods)

    return decorate


def is_stale_draft(ret: Return) -> bool:
    """Whether a draft was left for longer than its private link lives."""
    if ret.submitted_at is not None:
        return False
    if ret.current_state is ReturnState.EXPIRED:
        return True
    return timezone.now() >= ret.created_at + DRAFT_LIFETIME


def _private(view: KeyedPage, *methods: str) -> KeyedPage:
    return own_site_posts(never_cache(require_http_methods(methods)(view)))
