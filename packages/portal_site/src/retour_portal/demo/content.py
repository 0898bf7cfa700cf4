"""The demo's three brands with portals worth looking at, in their languages."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction

from retour_core.brands.models import Brand, ReturnAddress
from retour_core.brands.operations import create_brand
from retour_portal.demo import pictures, toys, words
from retour_portal.demo.stores import add_stores
from retour_portal.editorial.rights import open_portal_to_editors
from retour_portal.pages.accessibility_pages import add_missing_statements
from retour_portal.pages.operations import Look, open_portal, site_at
from retour_portal.pages.portal_address import PortalAddress
from retour_portal.theming.fonts import Corners, Font, Spacing


@dataclass(frozen=True)
class BrandPlan:
    """All there is to say about one demo brand; ``texts`` maps a language to pages."""

    slug: str
    name: str
    language: str
    support_email: str
    return_window_days: int
    allow_unshipped_returns: bool
    address: dict[str, str]
    look: dict[str, Any]
    images: dict[str, Any]
    texts: dict[str, words.PortalText]


PLANS = (
    BrandPlan(
        slug="alpenglow",
        name="Alpenglow Outdoor",
        language="en",
        support_email="help@alpenglow.example",
        return_window_days=30,
        allow_unshipped_returns=False,
        address={
            "label": "Hamburg warehouse",
            "company": "Alpenglow Outdoor GmbH",
            "contact": "Returns",
            "street": "Am Sandtorkai 38",
            "postal_code": "20457",
            "city": "Hamburg",
            "country": "DE",
            "phone": "+49 40 5550 1420",
        },
        look={
            "primary_colour": "#0f5a47",
            "accent_colour": "#b45f06",
            "font": Font.SYSTEM,
            "corners": Corners.ROUND,
            "header_colour": "#e9f3ee",
            "footer_colour": "#12301f",
        },
        images={
            "logo": pictures.outdoor_logo,
            "favicon": pictures.outdoor_icon,
            "hero": pictures.mountains_at_dawn,
        },
        texts=words.ALPENGLOW,
    ),
    BrandPlan(
        slug="maison-lune",
        name="Maison Lune",
        language="fr",
        support_email="bonjour@maison-lune.example",
        return_window_days=30,
        allow_unshipped_returns=True,
        address={
            "label": "Atelier de Lyon",
            "company": "Maison Lune SAS",
            "contact": "Service retours",
            "street": "14 rue de la République",
            "postal_code": "69001",
            "city": "Lyon",
            "country": "FR",
            "phone": "+33 4 72 55 01 42",
        },
        look={
            "primary_colour": "#2b2344",
            "accent_colour": "#b03a5b",
            "font": Font.SERIF,
            "corners": Corners.SQUARE,
            "spacing": Spacing.AIRY,
            "footer_colour": "#2b2344",
        },
        images={
            "logo": pictures.fashion_logo,
            "favicon": pictures.fashion_icon,
            "hero": pictures.moon_and_silk,
        },
        texts=words.MAISON_LUNE,
    ),
    BrandPlan(
        slug="kiko",
        name="Kiko & Bär",
        language="de",
        support_email="hallo@kiko.example",
        return_window_days=60,
        allow_unshipped_returns=False,
        address={
            "label": "Lager Leipzig",
            "company": "Kiko & Bär GmbH",
            "contact": "Rückgabe",
            "street": "Karl-Heine-Straße 55",
            "postal_code": "04229",
            "city": "Leipzig",
            "country": "DE",
            "phone": "+49 341 5550 142",
        },
        look={
            "primary_colour": "#5b2bbf",
            "accent_colour": "#c2185b",
            "header_colour": "#ffd84d",
            "footer_colour": "#ede4ff",
            "font": Font.ROUNDED,
            "corners": Corners.ROUND,
        },
        images={
            "logo": toys.toy_logo,
            "favicon": toys.toy_icon,
            "hero": toys.bear_and_blocks,
        },
        texts=words.KIKO,
    ),
)


@transaction.atomic
def seed_portals(port: int) -> dict[str, Brand]:
    """The brands by slug, with portals at ``<slug>.localhost:<port>``.

    Running it again changes nothing an editor has changed since, except the port.
    """
    brands = {plan.slug: _portal(plan, port) for plan in PLANS}
    add_missing_statements()
    return brands


def _portal(plan: BrandPlan, port: int) -> Brand:
    address = PortalAddress("http", f"{plan.slug}.localhost", port)
    site = site_at(address)
    if site is None:
        brand = _brand(plan, address)
        look = Look(**plan.look, **_pictures(plan))
        portal = open_portal(brand, address, look=look, texts=plan.texts, live=True)
        open_portal_to_editors(brand, portal)
        return brand
    if site.port != port:
        site.port = port
        site.save()
    brand = Brand.objects.get(slug=plan.slug)
    if brand.portal_url != address.url:
        brand.portal_url = address.url
        brand.save(update_fields=["portal_url", "updated_at"])
    return brand


def _brand(plan: BrandPlan, address: PortalAddress) -> Brand:
    brand = create_brand(
        slug=plan.slug,
        name=plan.name,
        portal_url=address.url,
        support_email=plan.support_email,
        default_locale=plan.language,
        return_window_days=plan.return_window_days,
        allow_unshipped_returns=plan.allow_unshipped_returns,
    )
    ReturnAddress.objects.create(
        brand=brand, email=plan.support_email, is_default=True, **plan.address
    )
    add_stores(brand, company=plan.address["company"], country=plan.address["country"])
    return brand


def _pictures(plan: BrandPlan) -> dict[str, Any]:
    return {name: _picture(plan, name) for name in plan.images}


def _picture(plan: BrandPlan, name: str) -> ImageFile:
    content = plan.images[name]()
    suffix = "png" if content.startswith(b"\x89PNG") else "jpg"
    return ImageFile(io.BytesIO(content), name=f"{plan.slug}-{name}.{suffix}")
