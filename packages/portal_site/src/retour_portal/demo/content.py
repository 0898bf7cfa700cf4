"""The demo's two brands with portals worth looking at, in English and French."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from retour_core.brands.models import Brand, ReturnAddress
from retour_portal.demo import pictures, words
from retour_portal.pages.models import ContentPage, PortalHomePage
from retour_portal.theming.fonts import Corners, Font
from retour_portal.theming.models import Theme


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
    look: dict[str, str]
    tagline: str
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
        },
        tagline="Made for the hour before sunrise.",
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
        },
        tagline="Prêt-à-porter, Lyon.",
        images={
            "logo": pictures.fashion_logo,
            "favicon": pictures.fashion_icon,
            "hero": pictures.moon_and_silk,
        },
        texts=words.MAISON_LUNE,
    ),
)


@transaction.atomic
def seed_portals(port: int) -> dict[str, Brand]:
    """The brands by slug, with portals at ``<slug>.localhost:<port>``.

    Running it again changes nothing an editor has changed since, except the port.
    """
    return {plan.slug: _portal(plan, port) for plan in PLANS}


def _portal(plan: BrandPlan, port: int) -> Brand:
    brand = _brand(plan, port)
    host = f"{plan.slug}.localhost"
    site = Site.objects.filter(hostname=host).first()
    if site is None:
        images = {name: _image(plan, name) for name in plan.images}
        site = Site.objects.create(
            hostname=host,
            port=port,
            site_name=plan.name,
            root_page=_pages(plan, images["hero"]),
        )
        Theme.objects.create(
            site=site,
            brand=brand,
            logo=images["logo"],
            favicon=images["favicon"],
            tagline=plan.tagline,
            **plan.look,
        )
        brand.refresh_from_db()
    elif site.port != port:
        site.port = port
        site.save()
    return brand


def _brand(plan: BrandPlan, port: int) -> Brand:
    brand, created = Brand.objects.get_or_create(
        slug=plan.slug,
        defaults={
            "name": plan.name,
            "support_email": plan.support_email,
            "default_locale": plan.language,
            "return_window_days": plan.return_window_days,
            "allow_unshipped_returns": plan.allow_unshipped_returns,
        },
    )
    portal_url = f"http://{plan.slug}.localhost:{port}"
    if brand.portal_url != portal_url:
        brand.portal_url = portal_url
        brand.save(update_fields=["portal_url", "updated_at"])
    if created:
        ReturnAddress.objects.create(
            brand=brand, email=plan.support_email, is_default=True, **plan.address
        )
    return brand


def _image(plan: BrandPlan, name: str) -> Any:
    content = plan.images[name]()
    suffix = "png" if content.startswith(b"\x89PNG") else "jpg"
    file = ImageFile(io.BytesIO(content), name=f"{plan.slug}-{name}.{suffix}")
    return get_image_model().objects.create(
        title=f"{plan.name} – {name}", file=file, description=""
    )


def _pages(plan: BrandPlan, hero: Any) -> PortalHomePage:
    """The home page in the brand's own language; its translations beside it."""
    root = Page.get_first_root_node()
    homes: dict[str, PortalHomePage] = {}
    twins: dict[str, Any] = {}
    for language in sorted(plan.texts, key=lambda code: code != plan.language):
        locale, _ = Locale.objects.get_or_create(language_code=language)
        text = plan.texts[language]
        first = homes.get(plan.language)
        home = PortalHomePage(
            title=text.title,
            slug=f"{plan.slug}-{language}",
            locale=locale,
            search_description=text.description,
            body=text.body(hero.pk),
            **({"translation_key": first.translation_key} if first else {}),
        )
        root.add_child(instance=home)
        homes[language] = home
        for key, page_text in text.pages.items():
            page = ContentPage(
                title=page_text.title,
                slug=page_text.slug,
                locale=locale,
                introduction=page_text.introduction,
                show_in_menus=page_text.in_header,
                search_description=page_text.introduction,
                body=page_text.body,
                **({"translation_key": twins[key]} if key in twins else {}),
            )
            home.add_child(instance=page)
            twins[key] = page.translation_key
    return homes[plan.language]
