"""Links an editor sets in header and footer: the shop's pages, its social networks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class Network(models.TextChoices):
    INSTAGRAM = "instagram", "Instagram"
    FACEBOOK = "facebook", "Facebook"
    PINTEREST = "pinterest", "Pinterest"
    TIKTOK = "tiktok", "TikTok"
    YOUTUBE = "youtube", "YouTube"
    LINKEDIN = "linkedin", "LinkedIn"
    MASTODON = "mastodon", "Mastodon"
    BLUESKY = "bluesky", "Bluesky"


class LinkBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=40)
    url = blocks.URLBlock(label=_("Address"))

    class Meta:
        label = _("Link")
        icon = "link"


class SocialBlock(blocks.StructBlock):
    network = blocks.ChoiceBlock(label=_("Network"), choices=Network.choices)
    url = blocks.URLBlock(label=_("Address"))

    class Meta:
        label = _("Social network")
        icon = "site"


class PageLinks(blocks.StreamBlock):
    link = LinkBlock()

    class Meta:
        max_num = 6


class SocialLinks(blocks.StreamBlock):
    profile = SocialBlock()

    class Meta:
        max_num = 8
