"""From addresses without a language, as shops, slips and mails print them, to pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from retour_portal.theming.languages import language_for

if TYPE_CHECKING:
    from retour_core.brands.models import Brand


def lead_on(
    request: HttpRequest, brand: Brand, page: str, *args: str, wanted: str = ""
) -> HttpResponseRedirect:
    """To the page of that name in the visitor's language, ``wanted`` being that of the
    order or return (``language_for`` says which counts)."""
    with translation.override(language_for(request, brand, wanted)):
        return onward(reverse(page, args=args))


def lead_home(
    request: HttpRequest, brand: Brand, page: str, *args: str, wanted: str = ""
) -> HttpResponseRedirect:
    """The same on the brand's own host, whichever was asked."""
    found = lead_on(request, brand, page, *args, wanted=wanted)
    return onward(f"{brand.portal_url}{found.url}")


def onward(url: str) -> HttpResponseRedirect:
    """To what was chosen by the browser's languages."""
    response = HttpResponseRedirect(url)
    patch_vary_headers(response, ["Accept-Language"])
    return response
