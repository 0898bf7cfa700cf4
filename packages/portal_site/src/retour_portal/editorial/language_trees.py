"""A language added to a portal later belongs to the same people."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from retour_core.brands.models import Brand
from retour_portal.editorial.rights import open_pages_to_editors
from retour_portal.pages.models import PortalHomePage


def watch_language_trees() -> None:
    """By signal, because Wagtail and wagtail-localize add languages on many ways."""
    post_save.connect(
        _home_saved, sender=PortalHomePage, dispatch_uid="retour_language_trees"
    )


def _home_saved(instance: PortalHomePage, created: bool, **_kwargs: Any) -> None:  # noqa: FBT001 - Django's signature
    if not created:
        return
    brand = Brand.objects.filter(
        theme__site__root_page__translation_key=instance.translation_key
    ).first()
    if brand is not None:
        open_pages_to_editors(brand, [instance])
