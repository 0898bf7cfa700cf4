"""A look as a file, its pictures and fonts inside: so it moves between brands and
installations.

Which pages may embed a portal is in no file: a look that came from elsewhere opens
nothing.
"""

from __future__ import annotations

import json
import mimetypes
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from retour_portal.editorial import look_data
from retour_portal.editorial.look_differences import field_label
from retour_portal.editorial.look_fonts import written_font
from retour_portal.theming.look import FONTS, PICTURES, ROWS, WORDS, look_of
from retour_portal.theming.tokens import ThemeFileRefused, Tokens, tokens_of

if TYPE_CHECKING:
    from retour_portal.theming.models import Theme

# Bytes, pictures and fonts included; they grow by a third in a file.
LARGEST_FILE = 16 * 1024 * 1024
_MOST_ROWS = 200

_Text = Annotated[str, Field(max_length=2000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Texts(_Part):
    tagline: _Text | None = None
    shop_url: _Text | None = None
    privacy_url: _Text | None = None
    imprint_url: _Text | None = None


class _Link(_Part):
    text: _Text
    url: _Text
    language: _Text = ""


class _Profile(_Part):
    network: _Text
    url: _Text


class _Address(_Part):
    of: _Text
    language: _Text
    url: _Text


def _rows(kind: Any) -> Any:
    return Annotated[list[kind], Field(max_length=_MOST_ROWS)]


class Links(_Part):
    header_links: _rows(_Link) | None = None  # type: ignore[valid-type]
    footer_links: _rows(_Link) | None = None  # type: ignore[valid-type]
    socials: _rows(_Profile) | None = None  # type: ignore[valid-type]
    language_addresses: _rows(_Address) | None = None  # type: ignore[valid-type]


class Picture(_Part):
    """``data`` is base64 of the file as it was uploaded."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    type: _Text
    data: str


class FontFile(_Part):
    """``data`` is base64 of the file as it was uploaded."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    data: str


class LookFile(_Part):
    """What it does not name stays; a picture or font that is ``null`` is taken away.
    Files of before 2 hold tokens alone."""

    retour_theme: Literal[1, 2]
    tokens: Tokens
    texts: Texts = Texts()
    links: Links = Links()
    pictures: dict[Literal[PICTURES], Picture | None] = {}  # type: ignore[valid-type]
    fonts: dict[Literal[FONTS], FontFile | None] = {}  # type: ignore[valid-type]


def written_look(theme: Theme) -> str:
    """Raises ``ThemeFileRefused`` where a picture cannot be read, or all of them are
    too large for a file that could be read again."""
    look = look_of(theme)
    file = {
        "retour_theme": 2,
        "tokens": tokens_of(theme).model_dump(mode="json"),
        "texts": {name: look[name] for name in WORDS},
        "links": {name: [row["value"] for row in look[name]] for name in ROWS},
        "pictures": {name: _picture(theme, name) for name in PICTURES},
        "fonts": {name: written_font(getattr(theme, name)) for name in FONTS},
    }
    text = json.dumps(file, indent=2, ensure_ascii=False) + "\n"
    if len(text.encode()) > LARGEST_FILE:
        raise ThemeFileRefused(
            _(
                "The pictures and fonts of this look are too large for a file: "
                "%(most)d MB at most. Put smaller ones in their place, then save it "
                "again."
            )
            % {"most": LARGEST_FILE // 1024**2}
        )
    return text


def _picture(theme: Theme, name: str) -> dict[str, str] | None:
    row = getattr(theme, name)
    if row is None:
        return None
    try:
        with row.file.open("rb") as opened:
            content = opened.read()
    except OSError as error:
        raise ThemeFileRefused(
            _("%(field)s: its file is missing. Choose another picture, then save.")
            % {"field": field_label(name)}
        ) from error
    file_name = row.file.name.rpartition("/")[2]
    return {
        "name": file_name,
        "type": mimetypes.guess_type(file_name)[0] or "application/octet-stream",
        "data": look_data.written(content),
    }
