"""The links around a page: other languages, the brand's other pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import (
    Resolver404,
    get_script_prefix,
    resolve,
    reverse,
    translate_url,
)
from django.utils import translation
from django.utils.translation import get_language_info
from wagtail.models import Site

from retour_portal.page_cache.parts import part
from retour_portal.pages.queries import (
    HOME_DEPTH,
    menu_pages,
    page_at,
    translated_paths,
)
from retour_portal.theming.languages import offered_languages

_Entry = tuple[int, str, str, bool]

# Their addresses are the same in every language.
_TRANSLATED = frozenset({"consent", "flow", "withdrawal"})


@dataclass(frozen=True)
class LanguageLink:
    """``name`` is the language's own ("Français")."""

    code: str
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class PageLink:
    title: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Navigation:
    """``tagline`` is the language's own, "" where its home page has none."""

    header: list[PageLink] = field(default_factory=list)
    footer: list[PageLink] = field(default_factory=list)
    tagline: str = ""


def home_url(language: str | None = None) -> str:
    """The path of the brand's home page, in the active language if none is named."""
    language = language or translation.get_language() or "en"
    return _home_url(language, get_script_prefix())


@cache
def _home_url(language: str, _prefix: str) -> str:
    with translation.override(language):
        return reverse("wagtail_serve", args=[""])


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """The page in each of its portal's languages, the home page where it lacks one.

    The steps of the customer speak all that the brand offers, whichever pages it has.
    """
    current = translation.get_language()
    return [
        LanguageLink(
            code=code,
            name=str(get_language_info(code)["name_local"]).capitalize(),
            url=url,
            is_current=code == current,
        )
        for code, url in _urls_by_language(request).items()
    ]


def page_address(request: HttpRequest) -> str:
    """The address search engines should keep; "" for what is no public page."""
    page = getattr(request, "portal_page", None)
    if page is None or getattr(request, "is_preview", False):
        return ""
    return request.build_absolute_uri(request.path)


def alternates(request: HttpRequest) -> list[tuple[str, str]]:
    """Language and address of the page's live translations, itself among them.

    Empty where it has none, and for what is no public page.
    """
    page: Any = getattr(request, "portal_page", None)
    if not page_address(request):
        return []
    home = page.depth == HOME_DEPTH
    offered = _codes(request)
    found = [
        (code, request.build_absolute_uri(f"{home_url(code)}{path}"))
        for code, path in _paths(request, page).items()
        if code in offered and (path or home)
    ]
    return sorted(found) if len(found) > 1 else []


def same_page_in(request: HttpRequest, language: str) -> str:
    """The address of the page asked for in another language than its own; "" where
    nothing of ours is.

    Where a page of the brand's lacks a translation, the home page; one query, a second
    for that page's. Call while the page's own language is active.
    """
    path = request.get_full_path()
    site = getattr(request, "_wagtail_site", None)
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return ""
    if match.url_name != "wagtail_serve" or site is None:
        translated = translate_url(path, language)
        return translated if translated != path else ""
    asked = match.args[0]
    page = page_at(site, translation.get_language() or "en", asked)
    below = translated_paths(page, site).get(language, "") if page else asked
    query = request.META.get("QUERY_STRING", "")
    return f"{home_url(language)}{below}{'?' if query else ''}{query}"


def navigation(request: HttpRequest) -> Navigation:
    """The brand's pages in the active language; one query, kept with the pages."""
    site = getattr(request, "_wagtail_site", None)
    if site is None:
        return Navigation()
    here = getattr(request, "portal_page", None)
    language = translation.get_language() or "en"
    header, footer = [], []
    tagline, entries = part(
        request, f"navigation.{language}", lambda: _entries(site, language)
    )
    for key, title, slug, in_header in entries:
        link = PageLink(
            title=title,
            url=reverse("wagtail_serve", args=[f"{slug}/"]),
            is_current=here is not None and here.pk == key,
        )
        footer.append(link)
        if in_header:
            header.append(link)
    # What an editor looks at before it is published.
    return Navigation(header, footer, getattr(here, "tagline", tagline))


def _entries(site: Site, language: str) -> tuple[str, list[_Entry]]:
    """The home page's tagline, and key, title, slug and "in the header" of the rest."""
    tagline, entries = "", []
    rows = menu_pages(site, language).values_list(
        *("depth", "portalhomepage__tagline"),
        *("pk", "title", "slug", "show_in_menus"),
    )
    for depth, own, *entry in rows:
        if depth == HOME_DEPTH:
            tagline = own or ""
        else:
            entries.append(tuple(entry))
    return tagline, entries


def _urls_by_language(request: HttpRequest) -> dict[str, str]:
    codes = _codes(request)
    page: Any = getattr(request, "portal_page", None)
    site = getattr(request, "_wagtail_site", None)
    if page is not None and site is not None:
        paths = _paths(request, page)
        # The page in use stays among them: it says what the others are other than.
        written = {*paths, translation.get_language()}
        return {
            code: f"{home_url(code)}{paths.get(code, '')}"
            for code in codes
            if code in written
        }
    match = getattr(request, "resolver_match", None)
    if match is None or not _TRANSLATED.intersection(match.namespaces):
        return {code: home_url(code) for code in codes}
    return {code: translate_url(request.get_full_path(), code) for code in codes}


def _codes(request: HttpRequest) -> list[str]:
    brand = getattr(request, "brand", None)
    return offered_languages(brand) if brand is not None else []


def _paths(request: HttpRequest, page: Any) -> dict[str, str]:
    site: Any = getattr(request, "_wagtail_site", None)
    if site is None:
        return {}
    return part(
        request, f"translations.{page.pk}", lambda: translated_paths(page, site)
    )
