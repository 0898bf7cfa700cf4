"""Blocks that lead somewhere: an offer, a film, the brand's stores."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from retour_portal.pages.reaching import map_address


class PromoBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=90)
    text = blocks.TextBlock(
        label=_("Text"), required=False, default="", max_length=300, rows=3
    )
    picture = ImageBlock(label=_("Picture"), required=False)
    link_text = blocks.CharBlock(
        label=_("Link text"), required=False, default="", max_length=60
    )
    link = blocks.URLBlock(label=_("Link"), required=False, default="")

    class Meta:
        label = _("Promotion")
        icon = "pick"
        template = "retour/blocks/promo.html"
        preview_template = "retour/blocks/preview.html"
        preview_value = {
            "title": _("New this season"),
            "text": _("Found nothing that fits? Have a look at what is new."),
            "link_text": _("To the shop"),
            "link": "https://shop.example/",
        }
        description = _("A picture with a few words and a link, to your shop perhaps.")


class VideoBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=90)
    text = blocks.TextBlock(
        label=_("Text"), required=False, default="", max_length=300, rows=2
    )
    poster = ImageBlock(label=_("Still picture"), required=False)
    link = blocks.URLBlock(label=_("Address of the video"))

    class Meta:
        label = _("Video")
        icon = "media"
        template = "retour/blocks/video.html"
        preview_template = "retour/blocks/preview.html"
        preview_value = {
            "title": _("How to pack it well"),
            "link": "https://video.example/packing",
        }
        description = _(
            "A still picture that opens the video elsewhere. Nothing is asked of that "
            "site before a visitor follows the link."
        )

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["host"] = urlsplit(value.get("link") or "").hostname or ""
        return context


class StoreBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=80)
    address = blocks.TextBlock(label=_("Address"), max_length=240, rows=3)
    hours = blocks.TextBlock(
        label=_("Opening hours"), required=False, default="", max_length=240, rows=3
    )
    phone = blocks.CharBlock(
        label=_("Phone"), required=False, default="", max_length=40
    )
    latitude = blocks.DecimalBlock(
        label=_("Latitude"), required=False, min_value=-90, max_value=90
    )
    longitude = blocks.DecimalBlock(
        label=_("Longitude"), required=False, min_value=-180, max_value=180
    )

    class Meta:
        label = _("Store")
        icon = "home"
        template = "retour/blocks/store.html"

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["place"] = place_address(value)
        return context


def place_address(store: Any) -> str:
    return map_address(
        " ".join(f"{store['name']} {store['address']}".split()),
        latitude=store.get("latitude"),
        longitude=store.get("longitude"),
    )


class StoresBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=90)
    stores = blocks.ListBlock(StoreBlock(), label=_("Stores"), min_num=1)

    class Meta:
        label = _("Stores")
        icon = "site"
        template = "retour/blocks/stores.html"
        preview_template = "retour/blocks/preview.html"
        preview_value = {
            "title": _("Bring it to a store"),
            "stores": [
                {
                    "name": "Marienplatz",
                    "address": "Marienplatz 1\n80331 München",
                    "hours": "Mon–Sat 10:00–19:00",
                    "phone": "+49 89 123456",
                }
            ],
        }
        description = _(
            "Your stores with address and opening hours; a link opens the visitor's "
            "own map."
        )
