"""The blocks of a portal page; each has its template in ``retour/blocks``."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from retour_portal.pages.live_blocks import (
    CountdownBlock,
    DropOffFinderBlock,
    PolicyTableBlock,
)
from retour_portal.pages.own_video import OwnVideoBlock
from retour_portal.pages.shown_blocks import PromoBlock, StoresBlock, VideoBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
ANSWER_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class Icon(models.TextChoices):
    """Symbols of ``retour/img/icons.svg`` an editor can choose."""

    SEARCH = "search", _("Magnifier")
    BOX = "box", _("Parcel")
    LABEL = "label", _("Label")
    PRINT = "print", _("Printer")
    TRUCK = "truck", _("Delivery van")
    STORE = "store", _("Store")
    PIN = "pin", _("Place")
    MONEY = "money", _("Bank card")
    CLOCK = "clock", _("Clock")
    CALENDAR = "calendar", _("Calendar")
    RETURN = "return", _("Return arrow")
    CHECK = "check-circle", _("Tick")
    LEAF = "leaf", _("Leaf")
    TAG = "tag", _("Price tag")
    MAIL = "mail", _("Envelope")
    HELP = "help", _("Question mark")


class NoticeKind(models.TextChoices):
    INFO = "info", _("Information")
    WARNING = "warning", _("Important")
    OFFER = "offer", _("Offer")


class HeroBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=90)
    text = blocks.TextBlock(
        label=_("Text"), required=False, default="", max_length=300, rows=3
    )
    picture = ImageBlock(label=_("Picture"), required=False)
    show_lookup = blocks.BooleanBlock(
        label=_("With the form that finds an order"), required=False, default=True
    )

    class Meta:
        label = _("Opening")
        icon = "home"
        template = "retour/blocks/hero.html"
        preview_template = "retour/blocks/preview.html"
        preview_value = {
            "title": _("Changed your mind?"),
            "text": _("Send it back in three minutes, without a printer."),
            "show_lookup": True,
        }
        description = _(
            "Title, text, picture and the form that finds an order. First on the page."
        )


class StepBlock(blocks.StructBlock):
    icon = blocks.ChoiceBlock(label=_("Symbol"), choices=Icon.choices, default=Icon.BOX)
    title = blocks.CharBlock(label=_("Title"), max_length=60)
    text = blocks.TextBlock(
        label=_("Text"), required=False, default="", max_length=240, rows=2
    )

    class Meta:
        label = _("Step")
        icon = "list-ol"


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=90)
    steps = blocks.ListBlock(
        StepBlock(), label=_("Steps"), min_num=2, max_num=4, default=[{}, {}]
    )

    class Meta:
        label = _("Steps")
        icon = "list-ol"
        template = "retour/blocks/steps.html"
        preview_template = "retour/blocks/preview.html"
        preview_value = {
            "title": _("How it works"),
            "steps": [
                {
                    "icon": Icon.SEARCH,
                    "title": _("Find your order"),
                    "text": _("With the order number and your postal code."),
                },
                {
                    "icon": Icon.BOX,
                    "title": _("Choose what goes back"),
                    "text": _("Item by item, as many as you like."),
                },
                {
                    "icon": Icon.TRUCK,
                    "title": _("Hand over the parcel"),
                    "text": _("With the label we give you."),
                },
            ],
        }
        description = _("Two to four numbered steps, each with a symbol.")


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=150)
    answer = blocks.RichTextBlock(label=_("Answer"), features=ANSWER_FEATURES)

    class Meta:
        label = _("Question")
        icon = "help"


class FaqBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=90)
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    class Meta:
        label = _("Questions and answers")
        icon = "help"
        template = "retour/blocks/faq.html"
        preview_template = "retour/blocks/preview.html"
        preview_value = {
            "title": _("Questions and answers"),
            "questions": [
                {
                    "question": _("When do I get my money back?"),
                    "answer": "<p>Within 14 days.</p>",
                },
                {
                    "question": _("Do I need a printer?"),
                    "answer": "<p>No.</p>",
                },
            ],
        }
        description = _("Questions that open to show their answers.")


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"features": TEXT_FEATURES, **options})

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "retour/blocks/text.html"
        preview_template = "retour/blocks/preview.html"
        preview_value = (
            "<h2>Packing well</h2><p>The original box is best, any sturdy box will "
            "do. Close it with <b>tape</b> on all seams.</p>"
        )
        description = _("Running text with headings, lists and links.")


class PictureBlock(blocks.StructBlock):
    picture = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(
        label=_("Caption"), required=False, default="", max_length=200
    )

    class Meta:
        label = _("Picture")
        icon = "image"
        template = "retour/blocks/picture.html"
        preview_template = "retour/blocks/preview.html"
        preview_value = {"caption": _("A caption below the picture")}
        description = _("A picture as wide as the text, with a caption.")


class NoticeBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("Kind"), choices=NoticeKind.choices, default=NoticeKind.INFO
    )
    title = blocks.CharBlock(label=_("Title"), max_length=90)
    text = blocks.TextBlock(
        label=_("Text"), required=False, default="", max_length=400, rows=3
    )
    link_text = blocks.CharBlock(
        label=_("Link text"), required=False, default="", max_length=60
    )
    link = blocks.URLBlock(label=_("Link"), required=False, default="")

    class Meta:
        label = _("Notice")
        icon = "info-circle"
        template = "retour/blocks/notice.html"
        preview_template = "retour/blocks/preview.html"
        preview_value = {
            "kind": NoticeKind.OFFER,
            "title": _("Holiday returns until 31 January"),
            "text": _("Whatever you buy in November or December has time."),
        }
        description = _("A short message that stands out: news, a warning, an offer.")


class PortalBody(blocks.StreamBlock):
    hero = HeroBlock()
    steps = StepsBlock()
    notice = NoticeBlock()
    faq = FaqBlock()
    text = TextBlock()
    picture = PictureBlock()
    policy_table = PolicyTableBlock()
    countdown = CountdownBlock()
    promo = PromoBlock()
    video = VideoBlock()
    own_video = OwnVideoBlock()
    stores = StoresBlock()
    dropoff_finder = DropOffFinderBlock()

    class Meta:
        block_counts = {"hero": {"max_num": 1}}


class ContentBody(blocks.StreamBlock):
    text = TextBlock()
    faq = FaqBlock()
    steps = StepsBlock()
    notice = NoticeBlock()
    picture = PictureBlock()
    policy_table = PolicyTableBlock()
    countdown = CountdownBlock()
    promo = PromoBlock()
    video = VideoBlock()
    own_video = OwnVideoBlock()
    stores = StoresBlock()
    dropoff_finder = DropOffFinderBlock()
