"""Links an editor sets in header and footer: the shop's pages, its social networks.

Rows of before a link could be for one language have none, and are for all of them.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError

from retour_portal.languages import language_choices, language_choices_or_all

MOST_LINKS = 6


class Network(models.TextChoices):
    INSTAGRAM = "instagram", "Instagram"
    FACEBOOK = "facebook", "Facebook"
    PINTEREST = "pinterest", "Pinterest"
    TIKTOK = "tiktok", "TikTok"
    YOUTUBE = "youtube", "YouTube"
    LINKEDIN = "linkedin", "LinkedIn"
    MASTODON = "mastodon", "Mastodon"
    BLUESKY = "bluesky", "Bluesky"


class AddressOf(models.TextChoices):
    SHOP = "shop", _("address of the shop")
    PRIVACY = "privacy", _("privacy notice")
    IMPRINT = "imprint", _("legal notice")


class LinkBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=40)
    url = blocks.URLBlock(label=_("Address"))
    language = blocks.ChoiceBlock(
        label=_("Language"), choices=language_choices_or_all, required=False, default=""
    )

    class Meta:
        label = _("Link")
        icon = "link"


class AddressBlock(blocks.StructBlock):
    of = blocks.ChoiceBlock(label=_("Kind"), choices=AddressOf.choices)
    language = blocks.ChoiceBlock(label=_("Language"), choices=language_choices)
    url = blocks.URLBlock(label=_("Address"))

    class Meta:
        label = _("Address")
        icon = "link"


class SocialBlock(blocks.StructBlock):
    network = blocks.ChoiceBlock(label=_("Network"), choices=Network.choices)
    url = blocks.URLBlock(label=_("Address"))

    class Meta:
        label = _("Social network")
        icon = "site"


class PageLinks(blocks.StreamBlock):
    """As many as a header has room for, on the pages of each language."""

    link = LinkBlock()

    def clean(self, value: Any, **options: Any) -> Any:
        cleaned = super().clean(value, **options)
        rows = Counter(row.value["language"] for row in cleaned)
        everywhere = rows.pop("", 0)
        if everywhere + max(rows.values(), default=0) > MOST_LINKS:
            sentence = _("At most %(most)d links on the pages of one language.")
            raise StreamBlockValidationError(
                non_block_errors=[sentence % {"most": MOST_LINKS}]
            )
        return cleaned


class LanguageAddresses(blocks.StreamBlock):
    address = AddressBlock()


class SocialLinks(blocks.StreamBlock):
    profile = SocialBlock()

    class Meta:
        max_num = 8
