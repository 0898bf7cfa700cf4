"""A look as a whole, as plain data: what versions keep and drafts are written in.

What a brand's security hangs on is not part of it: who the brand is, and which pages
may embed the portal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from retour_portal.theming.tokens import NAMES, Tokens, check, tokens_of

if TYPE_CHECKING:
    from retour_portal.theming.models import Theme

# Foreign keys of a theme to files, whatever model keeps them.
PICTURES = ("logo", "print_logo", "favicon", "background", "social_image")
FONTS = ("own_font", "own_heading_font")
FILES = (*PICTURES, *FONTS)
WORDS = ("tagline", "shop_url", "privacy_url", "imprint_url")
ROWS = ("header_links", "footer_links", "socials", "language_addresses")

# By field: a token, the key of a file or none, a text, rows as ``type`` and ``value``.
# One of before there was more than tokens has these alone.
Look = Mapping[str, Any]


def look_of(theme: Theme) -> dict[str, Any]:
    tokens = tokens_of(theme).model_dump(mode="json")
    return {
        **{k: v.lower() if k.endswith("_colour") else v for k, v in tokens.items()},
        **{name: getattr(theme, f"{name}_id") for name in FILES},
        **{name: getattr(theme, name) for name in WORDS},
        **{name: _rows_of(theme, name) for name in ROWS},
    }


def put_look(theme: Theme, look: Look) -> list[str]:
    """What ``look`` does not name stays, and so does a file that is there no more: its
    fields are returned. Saves nothing and checks nothing."""
    for name, value in _tokens_in(look).items():
        setattr(theme, name, value)
    for name in WORDS:
        if name in look:
            setattr(theme, name, look[name])
    for name in ROWS:
        if name in look:
            block = theme._meta.get_field(name).stream_block  # noqa: SLF001 - public
            setattr(theme, name, block.to_python(look[name]))
    return _put_files(theme, look)


def wear_checked(theme: Theme, look: Look) -> list[str]:
    """The same; raises ``ThemeFileRefused`` where a colour could not be read."""
    gone = put_look(theme, look)
    check(theme)
    return gone


def is_same(look: Look, other: Look) -> bool:
    """Whether they have the same fields, whenever each was written."""
    return completed(look) == completed(other)


def completed(look: Look) -> dict[str, Any]:
    """With the tokens that came after it, as they look by default."""
    return {**look, **_tokens_in(look)}


def files_in(look: Look) -> dict[str, Model]:
    """The files that are still there, by field; one query for each model of files."""
    from retour_portal.theming.models import Theme

    by_model: dict[type[Model], dict[str, int]] = defaultdict(dict)
    for name in FILES:
        if look.get(name):
            model: Any = Theme._meta.get_field(name).related_model  # noqa: SLF001 - public
            by_model[model][name] = look[name]
    found: dict[str, Model] = {}
    for model, keys in by_model.items():
        rows = model._default_manager.in_bulk(set(keys.values()))  # noqa: SLF001 - public
        found |= {name: rows[pk] for name, pk in keys.items() if pk in rows}
    return found


def _tokens_in(look: Look) -> dict[str, Any]:
    tokens = {name: look[name] for name in NAMES if name in look}
    return Tokens(**tokens).model_dump(mode="json") if tokens else {}


def _put_files(theme: Theme, look: Look) -> list[str]:
    there = files_in(look)
    for name in FILES:
        if name in there or (name in look and look[name] is None):
            setattr(theme, name, there.get(name))
    return [name for name in FILES if look.get(name) and name not in there]


def _rows_of(theme: Theme, name: str) -> list[dict[str, Any]]:
    """Without the ids of blocks, which say nothing about a look."""
    raw = getattr(theme, name).get_prep_value()
    return [{"type": row["type"], "value": dict(row["value"])} for row in raw]
