"""The part of a theme's form that takes a brand's own fonts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from retour_portal.fonts.models import WebFont
from retour_portal.fonts.operations import keep_font
from retour_portal.fonts.reading import FontRefused, ReadFont, read_font
from retour_portal.fonts.words import OWN_FONT, OWN_HEADING_FONT, sentence

# The file of the form, the box that drops what there is, the theme's own field.
_ROLES = (
    ("font_file", "drops_font", "own_font"),
    ("heading_font_file", "drops_heading_font", "own_heading_font"),
)
_ACCEPT = ".woff2,.woff,.ttf,.otf"


class OwnFontsForm(WagtailAdminModelForm):
    """Files are read when they come; ``keep_fonts`` puts them on the theme. What they
    replace is kept, as versions name it."""

    font_file = forms.FileField(
        label=OWN_FONT,
        required=False,
        widget=forms.FileInput(attrs={"accept": _ACCEPT}),
        help_text=_(
            "WOFF2, WOFF, TTF or OTF whose licence allows web pages. On the portal, "
            "instead of the typeface; labels and mails keep theirs. The preview shows "
            "it once the draft is saved."
        ),
    )
    heading_font_file = forms.FileField(
        label=OWN_HEADING_FONT,
        required=False,
        widget=forms.FileInput(attrs={"accept": _ACCEPT}),
        help_text=_("Without one, headings are set in your own font as well."),
    )
    drops_font = forms.BooleanField(label=_("Use no own font"), required=False)
    drops_heading_font = forms.BooleanField(
        label=_("Use no own font of headings"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fonts_read: dict[str, tuple[ReadFont, str]] = {}
        for file, drops, role in _ROLES:
            font: WebFont | None = getattr(self.instance, role)
            if font is None:
                self.fields.pop(drops, None)
            elif file in self.fields:
                self.fields[drops].help_text = _("In use: %(name)s.") % {
                    "name": font.name or "–"
                }

    def clean(self) -> Any:
        cleaned = super().clean()
        for file, drops, role in _ROLES:
            uploaded = self.cleaned_data.get(file)
            if uploaded:
                self._read(file, role, uploaded)
            elif self.cleaned_data.get(drops):
                setattr(self.instance, role, None)
        return cleaned

    def keep_fonts(self) -> None:
        """Put the files that came on the theme, which is not saved by that."""
        for role, (read, name) in self.fonts_read.items():
            setattr(self.instance, role, keep_font(self.instance.site, read, name))

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        self.keep_fonts()
        return super().save(commit)

    def _read(self, file: str, role: str, uploaded: Any) -> None:
        # A form may be cleaned twice.
        uploaded.seek(0)
        try:
            read = read_font(uploaded.read())
        except FontRefused as refused:
            self.add_error(file, sentence(refused))
        else:
            self.fonts_read[role] = read, str(uploaded.name)
