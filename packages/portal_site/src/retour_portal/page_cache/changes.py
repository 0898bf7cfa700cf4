"""What shows on the portal's public pages and empties their cache when it changes."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from retour_portal.page_cache.operations import empty_all, empty_brand, empty_page

_APPS = frozenset(
    {
        "retour_brands",
        "retour_consent",
        "retour_dropoffs",
        "retour_pages",
        "retour_policies",
        "retour_step_texts",
        "retour_theming",
        "wagtaildocs",
        "wagtailimages",
    }
)
_MODELS = frozenset({"wagtailcore.site", "wagtailcore.locale"})
# A scaled copy of a picture is made while a page is being shown, and changes none; a
# version of a look shows once its theme is saved.
_NOTHING_NEW = frozenset({"wagtailimages.rendition", "retour_theming.themeversion"})


def watch() -> None:
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(_page_changed, dispatch_uid="retour_page_cache")
    for signal in (post_save, post_delete):
        signal.connect(_row_changed, dispatch_uid="retour_page_cache")


def _page_changed(instance: Page, **_kwargs: Any) -> None:
    empty_page(instance)


def _row_changed(instance: Model, signal: Any, raw: bool = False, **_: Any) -> None:  # noqa: FBT001, FBT002 - Django's signature
    if isinstance(instance, Page):
        # A saved draft shows nowhere; a deleted page did.
        if signal is post_delete:
            empty_page(instance)
        return
    options = instance._meta  # noqa: SLF001 - public by its documentation
    if raw or options.label_lower in _NOTHING_NEW or _in_migration(instance):
        return
    if options.app_label not in _APPS and options.label_lower not in _MODELS:
        return
    brand_id = getattr(instance, "brand_id", None)
    if options.label_lower == "retour_brands.brand":
        brand_id = instance.pk
    if brand_id is None:
        empty_all()
    else:
        empty_brand(brand_id)


def _in_migration(instance: Model) -> bool:
    """A historical model, while our own table may not be there yet."""
    return type(instance).__module__ == "__fake__"
