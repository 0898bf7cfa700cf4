"""The statutory words on links and buttons: never an editor's or a translator's."""

from __future__ import annotations

from dataclasses import dataclass

from retour_core.domain.withdrawal import StatutoryWords, as_label, statutory_words
from retour_portal.flow.presentation import language


@dataclass(frozen=True)
class Label:
    """``lang`` is set where the text is not in the page's language."""

    text: str
    lang: str


def entry_label() -> Label:
    """Of each link to the function."""
    words = statutory_words(language())
    return _label(words, words.entry)


def confirm_label() -> Label:
    """All that the button of the second step says."""
    words = statutory_words(language())
    return _label(words, words.confirm)


def _label(words: StatutoryWords, text: str) -> Label:
    is_other = words.language != language().partition("-")[0]
    return Label(as_label(text), words.language if is_other else "")
