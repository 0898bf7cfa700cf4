"""The language a page is shown in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation import get_language_from_path

from retour_portal.theming.languages import language_for


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
