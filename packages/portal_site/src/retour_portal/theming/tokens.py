"""A look as plain data, without its pictures: for presets, files and versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from django.core.exceptions import ValidationError as Invalid
from django.utils.text import capfirst
from pydantic import BaseModel, ConfigDict, Field

from retour_core.domain.errors import DomainError
from retour_portal.fonts.queries import fetched_bytes
from retour_portal.fonts.reading import LARGEST_PAIR
from retour_portal.fonts.words import pair_sentence
from retour_portal.theming.first_view import own_fonts
from retour_portal.theming.fonts import Corners, Font, Spacing

if TYPE_CHECKING:
    from retour_portal.theming.models import Theme

_Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class ThemeFileRefused(DomainError):
    """The look cannot be worn; each fault says which field, why and what to do."""

    code = "theme_file_refused"

    def __init__(self, *faults: str) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class Tokens(BaseModel):
    """Colours are ``#rrggbb``; an empty ``footer_colour`` is a tint of the main one,
    an empty ``heading_font`` what goes with ``font``.

    Whatever came later has a default, so that older files and versions stay readable.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    primary_colour: _Colour
    accent_colour: _Colour
    header_colour: _Colour = "#ffffff"
    footer_colour: _Colour | Literal[""] = ""
    page_colour: _Colour = "#ffffff"
    font: Font = Font.SYSTEM
    heading_font: Font | Literal[""] = ""
    corners: Corners = Corners.SOFT
    spacing: Spacing = Spacing.NORMAL


NAMES = tuple(Tokens.model_fields)
COLOURS = tuple(name for name in NAMES if name.endswith("_colour"))


def tokens_of(theme: Theme) -> Tokens:
    return Tokens(**{name: getattr(theme, name) for name in NAMES})


def check(theme: Theme) -> None:
    """Raises ``ThemeFileRefused`` where a colour could not be read, or own fonts are
    too heavy together."""
    try:
        theme.clean()
    except Invalid as error:
        sentences = [
            f"{capfirst(theme._meta.get_field(name).verbose_name)}: {text}"  # noqa: SLF001
            for name, texts in error.message_dict.items()
            for text in texts
        ]
        raise ThemeFileRefused(*sentences) from error
    fonts = own_fonts(theme)
    if len(fonts) > 1 and (size := fetched_bytes(fonts)) > LARGEST_PAIR:
        raise ThemeFileRefused(pair_sentence(size))
