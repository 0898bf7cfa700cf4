"""Where to go on when another brand is chosen: the page one was on, if it can show
that brand, or else the list one would look in."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, resolve, reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from retour_core.brands.models import Brand
from retour_portal.backoffice.access import roles_of
from retour_portal.backoffice.chosen.narrowing import has_brands, of_brand
from retour_portal.pages.queries import HOME_DEPTH, portal_pages

# What names a row of one brand, or a place in its list.
_OF_ONE_BRAND = frozenset({"brand", "p", "collection_id", "site", "shop", "owner"})
_MODELS_BY_ARGUMENT = {
    "page_id": lambda: Page,
    "parent_page_id": lambda: Page,
    "page_to_move_id": lambda: Page,
    "image_id": get_image_model,
    "document_id": get_document_model,
}
# These arguments mean the same in every brand.
_SHARED = frozenset({"kind", "key", "month", "language", "step"})
_PAGE_TREE = ("wagtailadmin_pages:", "wagtailadmin_explore", "draft_links")


def nearest(url: str, brand_id: int | None, user: Any) -> str:
    """The path to show next; ``url`` is a path of the admin with its query."""
    parts = urlsplit(url)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return reverse("wagtailadmin_home")
    if match.kwargs or match.args:
        if brand_id is None or is_of_brand(match, brand_id):
            return url if _can_be_read(match) else _list_of(match, brand_id)
        return _elsewhere(match, brand_id, user)
    if not _can_be_read(match):
        return _list_of(match, brand_id)
    query = [(k, v) for k, v in parse_qsl(parts.query) if k not in _OF_ONE_BRAND]
    return f"{parts.path}?{urlencode(query)}" if query else parts.path


def is_of_brand(match: ResolverMatch, brand_id: int) -> bool | None:
    """Whether what the URL names is the brand's; ``None`` where it names nothing of
    any brand."""
    argument = _brand_argument(match)
    if argument is not None:
        return bool(match.kwargs[argument] == brand_id)
    rows = _named_rows(match)
    return None if rows is None else of_brand(rows, brand_id).exists()


def _brand_argument(match: ResolverMatch) -> str | None:
    if "brand" in match.kwargs:
        return "brand"
    return "pk" if "pk" in match.kwargs and _model_of(match) is Brand else None


def _model_of(match: ResolverMatch) -> type[Model] | None:
    view = getattr(match.func, "view_class", None)
    given = getattr(match.func, "view_initkwargs", {})
    model: type[Model] | None = given.get("model") or getattr(view, "model", None)
    return model


def _named_rows(match: ResolverMatch) -> QuerySet[Any] | None:
    for name, model in _MODELS_BY_ARGUMENT.items():
        if name in match.kwargs:
            return _rows(model(), match.kwargs[name])
    of_view = _model_of(match)
    if "pk" not in match.kwargs or of_view is None or not has_brands(of_view):
        return None
    return _rows(of_view, match.kwargs["pk"])


def _rows(model: type[Model], pk: Any) -> QuerySet[Any] | None:
    rows = model._default_manager.filter(pk=pk)  # noqa: SLF001 - public
    # Above the home pages, the page tree is everybody's.
    return rows.filter(depth__gt=1) if issubclass(model, Page) else rows


def _elsewhere(match: ResolverMatch, brand_id: int, user: Any) -> str:
    argument, roles = _brand_argument(match), roles_of(user)
    if (
        argument
        and set(match.kwargs) <= _SHARED | {argument}
        and _can_be_read(match)
        # With another role, the page may be closed there.
        and roles.get(match.kwargs[argument]) == roles.get(brand_id)
    ):
        own = {**match.kwargs, argument: brand_id}
        return reverse(match.view_name, kwargs=own)
    if match.view_name.startswith("wagtailsettings:"):
        site = Site.objects.filter(theme__brand=brand_id).first()
        if site is not None:
            return reverse(match.view_name, kwargs={**match.kwargs, "pk": site.pk})
    return _list_of(match, brand_id)


def _list_of(match: ResolverMatch, brand_id: int | None) -> str:
    if match.view_name.startswith(_PAGE_TREE):
        return _page_tree(brand_id)
    try:
        return reverse(f"{match.namespace}:index")
    except NoReverseMatch:
        return reverse("wagtailadmin_home")


def _page_tree(brand_id: int | None) -> str:
    homes = portal_pages(brand_id).filter(depth=HOME_DEPTH) if brand_id else None
    home = homes.order_by("path").first() if homes is not None else None
    if home is None:
        return reverse("wagtailadmin_explore_root")
    return reverse("wagtailadmin_explore", args=[home.pk])


def _can_be_read(match: ResolverMatch) -> bool:
    """Not so for what only a form is sent to."""
    view = getattr(match.func, "view_class", None)
    return view is None or (
        "get" in view.http_method_names and callable(getattr(view, "get", None))
    )
