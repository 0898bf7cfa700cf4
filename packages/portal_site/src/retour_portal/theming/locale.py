"""The language a page is shown in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language_from_path

from retour_portal.theming.languages import (
    language_for,
    offered_languages,
    own_language,
)
from retour_portal.theming.links import same_page_in


class PortalLocaleMiddleware(LocaleMiddleware):
    """Stands after ``BrandMiddleware``: without a language in the address, a brand's
    page is in the first one the browser asks for that the brand speaks, else its own.

    Leaves a 404 alone that a view has answered. Django would send it on to the same
    path below ``/en/``, where Wagtail's catch-all claims to know every path; admin and
    API would answer 302 for what is not there.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        brand = getattr(request, "brand", None)
        if brand is None or get_language_from_path(request.path_info):
            return
        translation.activate(language_for(request, brand))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.status_code == 404 and request.resolver_match is not None:
            return response
        return super().process_response(request, response)


class OfferedLanguageMiddleware:
    """Leads from a page in a language the brand does not offer to that in its own.

    That of a return under way, too: its address is the same in every language. What a
    form posts is taken first, so that nothing typed is lost. For a while only (302): a
    brand may offer the language again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        address = _address_offered(request)
        if not address:
            return self.get_response(request)
        response = HttpResponseRedirect(address)
        add_never_cache_headers(response)
        return response


def _address_offered(request: HttpRequest) -> str:
    """ "" where the page may stay as it is: an editor's preview, above all."""
    brand = getattr(request, "brand", None)
    if brand is None or request.method not in ("GET", "HEAD"):
        return ""
    language = get_language_from_path(request.path_info)
    is_ours = language and request.path_info.startswith(f"/{language}/")
    if not is_ours or language in offered_languages(brand):
        return ""
    if getattr(request, "is_dummy", False):
        return ""
    return same_page_in(request, own_language(brand))
