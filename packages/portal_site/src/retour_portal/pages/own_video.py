from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from retour_portal.videos.checking import CAPTION_TYPES, VIDEO_TYPES


class OwnVideoBlock(blocks.StructBlock):
    """A video of the brand's own files, played on the page itself.

    It has captions, or its editor said that nobody speaks in it (WCAG 2.2, 1.2.2).
    """

    title = blocks.CharBlock(label=_("Title"), max_length=90)
    text = blocks.TextBlock(
        label=_("Text"), required=False, default="", max_length=300, rows=2
    )
    video = DocumentChooserBlock(
        label=_("Video file"), help_text=_("MP4 or WebM, at most 100 MB.")
    )
    captions = DocumentChooserBlock(
        label=_("Captions"),
        required=False,
        help_text=_("WebVTT: what is said, for who cannot hear it."),
    )
    has_no_speech = blocks.BooleanBlock(
        label=_("Nobody speaks in this video"), required=False, default=False
    )
    poster = ImageBlock(label=_("Still picture"), required=False)

    class Meta:
        label = _("Own video")
        icon = "media"
        template = "retour/blocks/own_video.html"
        preview_template = "retour/blocks/preview.html"
        preview_value = {"title": _("How to pack it well"), "has_no_speech": True}
        description = _(
            "A video of your own files, played on the page. Nothing is loaded before "
            "a visitor starts it, and nobody else is asked."
        )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = {}
        if _ending(cleaned["video"]) not in VIDEO_TYPES:
            errors["video"] = ValidationError(_("Choose an MP4 or WebM file."))
        captions = cleaned["captions"]
        if captions is not None and _ending(captions) not in CAPTION_TYPES:
            errors["captions"] = ValidationError(_("Choose a WebVTT file (.vtt)."))
        if captions is None and not cleaned["has_no_speech"]:
            errors["captions"] = ValidationError(
                _("Choose captions, or say below that nobody speaks in this video.")
            )
        if captions is not None and cleaned["has_no_speech"]:
            errors["has_no_speech"] = ValidationError(
                _("It has captions: take one of the two back.")
            )
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        video = value.get("video")
        context["video_url"] = _address(video)
        context["video_type"] = VIDEO_TYPES.get(_ending(video), "")
        context["captions_url"] = _address(value.get("captions"))
        return context


def _ending(document: Any) -> str:
    return document.file_extension.lower() if document is not None else ""


def _address(document: Any) -> str:
    if document is None:
        return ""
    return reverse("video_file", args=[document.pk, document.filename])
