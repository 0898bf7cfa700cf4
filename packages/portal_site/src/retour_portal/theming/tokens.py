"""A look as plain data, without its pictures: for presets, files and versions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Literal

from django.core.exceptions import ValidationError as Invalid
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from retour_core.domain.errors import DomainError
from retour_portal.theming.fonts import Corners, Font, Spacing

if TYPE_CHECKING:
    from retour_portal.theming.models import Theme

LARGEST_FILE = 64 * 1024
_Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class ThemeFileRefused(DomainError):
    """The file is no theme of ours; the message says which field and why."""

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


class _File(BaseModel):
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
        sentences = [text for texts in error.message_dict.values() for text in texts]
        raise ThemeFileRefused(" ".join(sentences)) from error


def written(tokens: Tokens) -> str:
    file = _File(retour_theme=1, tokens=tokens)
    return json.dumps(file.model_dump(mode="json"), indent=2) + "\n"


def read(content: bytes) -> Tokens:
    """Raises ``ThemeFileRefused``, which names the first field that is wrong."""
    if not content:
        raise ThemeFileRefused(_("Choose a file first."))
    if len(content) > LARGEST_FILE:
        raise ThemeFileRefused(_("The file is too large for a theme."))
    try:
        return _File.model_validate_json(content).tokens
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        if not field:
            raise ThemeFileRefused(_("The file is not JSON.")) from error
        sentence = _("“%(field)s” in the file is not right: %(reason)s.")
        params = {"field": field, "reason": first["msg"]}
        raise ThemeFileRefused(sentence % params) from error
