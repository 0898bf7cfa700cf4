"""A look as plain data, without its pictures: for presets, files and versions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Literal

from django.core.exceptions import ValidationError as Invalid
from django.utils.text import capfirst
from pydantic import BaseModel, ConfigDict, Field

from retour_core.domain.errors import DomainError
from retour_portal.theming.fonts import Corners, Font, Spacing

if TYPE_CHECKING:
    from retour_portal.theming.models import Theme

_Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class ThemeFileRefused(DomainError):
    """The look cannot be worn; the message says which field and why."""

    code = "theme_file_refused"


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


class ThemeFile(BaseModel):
    """How a look is kept in a file."""

    model_config = ConfigDict(extra="forbid")

    retour_theme: Literal[1]
    tokens: Tokens


def tokens_of(theme: Theme) -> Tokens:
    return Tokens(**{name: getattr(theme, name) for name in NAMES})


def put_on(theme: Theme, tokens: Tokens) -> None:
    """Raises ``ThemeFileRefused`` where a colour could not be read; saves nothing."""
    for name, value in tokens.model_dump(mode="json").items():
        setattr(theme, name, value)
    try:
        theme.clean()
    except Invalid as error:
        sentences = [
            f"{capfirst(theme._meta.get_field(name).verbose_name)}: {text}"  # noqa: SLF001
            for name, texts in error.message_dict.items()
            for text in texts
        ]
        raise ThemeFileRefused(" ".join(sentences)) from error


def written(tokens: Tokens) -> str:
    file = ThemeFile(retour_theme=1, tokens=tokens)
    return json.dumps(file.model_dump(mode="json"), indent=2) + "\n"
