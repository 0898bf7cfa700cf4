from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

from retour_portal.videos.checking import HEAD, is_what_it_says, largest


class DocumentForm(BaseDocumentForm):
    """Wagtail's form of a file; videos and captions are looked into before they are
    taken, as they are shown to customers."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data or not file:
            return file
        ending = PurePath(file.name).suffix.removeprefix(".").lower()
        most = largest(ending)
        if most is not None and file.size > most:
            sentence = _(
                "The file has %(size)s; at most %(most)s are taken. Make it shorter or "
                "save it with a lower resolution."
            )
            sizes = {"size": filesizeformat(file.size), "most": filesizeformat(most)}
            raise ValidationError(sentence % sizes, code="file_too_large")
        file.seek(0)
        head = file.read(HEAD)
        file.seek(0)
        if not is_what_it_says(ending, head):
            sentence = _(
                "This is no %(ending)s file, whatever its name says. Videos are MP4 or "
                "WebM, captions WebVTT."
            )
            raise ValidationError(
                sentence % {"ending": ending.upper()}, code="not_what_it_says"
            )
        return file
