"""Who may see a page of a withdrawal: who holds its private link, on its brand's host.

Nothing here asks who somebody is: the function is open to everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from retour_core.withdrawals.drafts import is_stale
from retour_core.withdrawals.links import proof_of
from retour_core.withdrawals.models import Withdrawal, WithdrawalDraft
from retour_portal.flow.access import KeyedPage, Page, brand_of, own_site_posts
from retour_portal.flow.withdrawal.pages import draft_expired_page
from retour_portal.flow.withdrawal.queries import draft_of_key, withdrawal_of_draft

DraftPage = Callable[[HttpRequest, WithdrawalDraft], HttpResponse]


def open_page(*methods: str) -> Callable[[Page], Page]:
    def decorate(view: Page) -> Page:
        return own_site_posts(never_cache(require_http_methods(methods)(view)))

    return decorate


def to_withdrawal(draft: WithdrawalDraft, made: Withdrawal) -> HttpResponse:
    """To what a draft has become; who came for a certain order has proved it
    (``known``) and is led on to its return."""
    page = reverse("withdrawal:done", args=[made.private_key])
    if draft.order_id is None:
        return redirect(page)
    return redirect(f"{page}?{urlencode({'proof': proof_of(made)})}")


def draft_page(view: DraftPage) -> KeyedPage:
    """A page of an open draft; a confirmed one leads to what it has become."""

    @wraps(view)
    def keyed(request: HttpRequest, private_key: str) -> HttpResponse:
        draft = draft_of_key(brand_of(request), private_key)
        made = withdrawal_of_draft(draft)
        if made is not None:
            return to_withdrawal(draft, made)
        if is_stale(draft, now=timezone.now()):
            return draft_expired_page(request)
        return view(request, draft)

    return open_page("GET", "HEAD", "POST")(keyed)
