"""Keys of reasons and questions, made once from their first text and kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.text import slugify

_LONGEST = 40


def free_key(texts: Mapping[str, str], taken: Collection[str], fallback: str) -> str:
    """A key like the English (else the first) text, numbered where it is taken."""
    text = texts.get("en") or next(iter(texts.values()), "")
    stem = slugify(text).replace("-", "_")[:_LONGEST].strip("_") or fallback
    key, number = stem, 2
    while key in taken:
        ending = f"_{number}"
        key = stem[: _LONGEST - len(ending)] + ending
        number += 1
    return key
