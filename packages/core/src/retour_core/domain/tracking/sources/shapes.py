"""Taking a stranger's JSON apart without trusting any of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from retour_core.domain.tracking_numbers import normalise_tracking_number

_LONGEST = {"number": 100, "code": 80, "text": 500, "place": 200}


class UnreadableNews(ValueError):
    """The message is not what this source sends."""


def mapping(value: object) -> Mapping[str, Any]:
    """Raises ``UnreadableNews`` for anything but a JSON object."""
    if not isinstance(value, Mapping):
        raise UnreadableNews("An object was expected.")
    return value


def part(value: object) -> Mapping[str, Any]:
    """The object, or an empty one for whatever else stands there."""
    return value if isinstance(value, Mapping) else {}


def rows(value: object) -> list[Mapping[str, Any]]:
    """The objects of a list; nothing of what is no list and no object."""
    if not isinstance(value, list):
        return []
    return [row for row in value if isinstance(row, Mapping)]


def number_of(value: object) -> str:
    """The tracking number, normalised; raises ``UnreadableNews`` if there is none."""
    number = normalise_tracking_number(words(value, "number"))
    if not number:
        raise UnreadableNews("There is no tracking number.")
    return number


def words(value: object, kind: str = "text") -> str:
    """Plain text of at most the length its kind is kept in, without control signs."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    clean = "".join(sign if sign.isprintable() else " " for sign in str(value))
    return " ".join(clean.split())[: _LONGEST[kind]]


def place(*parts: object) -> str:
    """“Berlin, DE” from what is known of it."""
    named = [text for text in (words(value, "place") for value in parts) if text]
    return words(", ".join(named), "place")
