"""Fonts that come and go inside the file of a look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from retour_portal.editorial import look_data
from retour_portal.fonts.models import WebFont
from retour_portal.fonts.operations import keep_font
from retour_portal.fonts.reading import FontRefused, ReadFont, read_font, source_digest
from retour_portal.fonts.words import sentence

if TYPE_CHECKING:
    from wagtail.models import Site

    from retour_portal.editorial.look_file import FontFile


@dataclass(frozen=True)
class NewFont:
    """Read, unless the brand has one of the same file already: ``existing_id``."""

    name: str
    read: ReadFont | None
    existing_id: int | None = None

    def keep(self, site: Site) -> int | None:
        if self.read is None:
            return self.existing_id
        return keep_font(site, self.read, self.name).pk


def written_font(font: WebFont | None) -> dict[str, str] | None:
    if font is None:
        return None
    source = font.source
    return {"name": source.name, "data": look_data.written(source.data)}


def font_in(sent: FontFile, site: Site) -> NewFont:
    """Raises ``ValidationError`` where it would be no font here."""
    damaged = _("The font is damaged in the file. Save the look again.")
    content = look_data.read(sent.data, damaged=damaged)
    held = WebFont.objects.filter(site=site, digest=source_digest(content))
    existing = held.values_list("pk", flat=True).first()
    if existing is not None:
        return NewFont(sent.name, None, existing)
    try:
        return NewFont(sent.name, read_font(content))
    except FontRefused as refused:
        raise ValidationError(sentence(refused)) from refused
