"""Finding an answer among the questions of a help page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.utils.html import strip_tags

_LONGEST = 100


def words_asked(typed: str) -> str:
    """What a visitor typed, on one line and no longer than we look for."""
    return " ".join(typed.replace("\x00", "").split())[:_LONGEST]


def answers_for(asked: str, body: Iterable[Any]) -> list[Any]:
    """The questions of ``body``, a page's stream, that hold every word of ``asked``
    in themselves or their answer; neither case nor accents count."""
    words = _plain(asked).split()
    return [
        item
        for block in body
        if block.block_type == "faq"
        for item in block.value["questions"]
        if _holds(item, words)
    ]


def _holds(item: Any, words: list[str]) -> bool:
    # A space for each tag, so that the words of two paragraphs stay two.
    answer = strip_tags(item["answer"].source.replace("<", " <"))
    text = _plain(f"{item['question']} {answer}")
    return all(word in text for word in words)


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))
