"""Every list of the admin, Wagtail's own too, shows the chosen brand's rows.

Wagtail has hooks for its page tree and its choosers (``wagtail_hooks.py``), and none
for its lists, reports and search: those are wrapped here.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.db.models import QuerySet
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.search import SearchView

from retour_portal.backoffice.chosen.narrowing import narrowed


def narrow_lists_to_chosen_brand() -> None:
    """Call once, from ``AppConfig.ready``."""
    BaseListingView.filter_queryset = _narrowing(BaseListingView.filter_queryset)
    SearchView.annotate_queryset = _narrowing_search(SearchView.annotate_queryset)


def _narrowing(filter_queryset: Any) -> Any:
    @wraps(filter_queryset)
    def wrapped(view: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
        filtered: QuerySet[Any] = filter_queryset(view, rows)
        # A brand asked for in the list's own filter is the nearer choice. The page
        # tree has its hook: who opens another brand's page sees what is below it.
        if view.request.GET.get("brand") or isinstance(view, ExplorableIndexView):
            return filtered
        return narrowed(filtered, view.request)

    return wrapped


def _narrowing_search(annotate_queryset: Any) -> Any:
    @wraps(annotate_queryset)
    def wrapped(view: Any, pages: QuerySet[Any]) -> QuerySet[Any]:
        # The numbers beside the page types are counted on these.
        view.all_pages = narrowed(view.all_pages, view.request)
        found: QuerySet[Any] = annotate_queryset(view, narrowed(pages, view.request))
        return found

    return wrapped
