"""A look that is not saved yet, on the brand's mail and on its label."""

from __future__ import annotations

import base64
import copy
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from retour_core.labels.documents import (
    LabelAddress,
    LabelData,
    render_label_png,
)
from retour_core.notifications.kinds import KINDS
from retour_core.notifications.sample import render_sample
from retour_portal.theming.content_policy import under_policy
from retour_portal.theming.logo import portable_logo
from retour_portal.theming.preview import FRAMED, nothing_to_show

if TYPE_CHECKING:
    from retour_core.brands.models import Brand
    from retour_portal.theming.models import Theme

_ON_SCREEN_DPI = 150
_CONSUMER = LabelAddress(
    name="Ada Lovelace",
    street="Rue de Rivoli 1",
    postal_code="75001",
    city="Paris",
    country="FR",
)


def preview_mail(request: HttpRequest, theme: Theme) -> HttpResponse:
    brand = _dressed(theme)
    if brand is None:
        return nothing_to_show(request)
    mail = render_sample(
        brand, KINDS["ready"], None, language=brand.default_locale, key="preview"
    )
    [alternative] = mail.alternatives
    html = str(alternative[0])
    if brand.logo:
        with brand.logo.open("rb") as file:
            written = base64.b64encode(file.read()).decode()
        html = html.replace("cid:brand-logo", f"data:image/png;base64,{written}")
    # A mail brings its styles along; nobody else's words are in it.
    own_styles = {"frame-ancestors": ["'self'"], "style-src": ["'unsafe-inline'"]}
    return under_policy(HttpResponse(html), own_styles)


def preview_label(request: HttpRequest, theme: Theme) -> HttpResponse:
    brand = _dressed(theme)
    if brand is None:
        return nothing_to_show(request)
    png = render_label_png(_label(brand), dpi=_ON_SCREEN_DPI)
    picture = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    shown = render(request, "retour/theming/label.html", {"picture": picture})
    return under_policy(shown, FRAMED)


def _dressed(theme: Theme) -> Brand | None:
    """A copy of the brand in the look of ``theme``; nothing of it is saved."""
    if theme.brand is None:
        return None
    brand: Brand = copy.copy(theme.brand)
    brand.primary_colour = theme.primary_colour
    brand.accent_colour = theme.accent_colour
    brand.font = theme.font
    picture = theme.print_logo or theme.logo
    logo: Any = brand.logo
    if picture:
        brand.logo = "preview.png"
        logo = brand.logo
        logo.file = ContentFile(portable_logo(picture).read(), name="preview.png")
    return brand


def _label(brand: Brand) -> LabelData:
    logo = None
    if brand.logo:
        with brand.logo.open("rb") as file:
            logo = file.read()
    return LabelData(
        brand_name=brand.name,
        brand_colour=brand.primary_colour,
        logo=logo,
        sender=_CONSUMER,
        recipient=LabelAddress(
            name=brand.name,
            street="Lagerstraße 12",
            postal_code="10115",
            city="Berlin",
            country="DE",
        ),
        order_number="A-1042",
        rma_number="J6VN-GH6B-CFN7",
        parcel_number="340123450000123457",
        qr_text=f"{brand.portal_url}/r/0",
        locale=brand.default_locale,
        created_on=date(2026, 1, 1),
    )
