"""What the merchant writes for customers, in one or more languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from retour_core.domain.countries import is_locale

MAX_TEXT = 2000


def _known_languages(texts: dict[str, str]) -> dict[str, str]:
    for locale in texts:
        if not is_locale(locale):
            raise PydanticCustomError(
                "language_unknown", "“{locale}” is no language.", {"locale": locale}
            )
    return texts


_Text = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=MAX_TEXT,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$",
    ),
]
# By language ("de", "pt-BR"); empty means there is nothing to say.
Texts = Annotated[dict[str, _Text], AfterValidator(_known_languages)]


def pick_text(texts: Mapping[str, str], locale: str) -> str:
    """In ``locale``, else its language, else English, else what there is; "" if none.

    "de-AT" and "de_AT" are the same; a reader of "de" is content with "de-AT".
    """
    if not texts:
        return ""
    return text_in(texts, locale) or text_in(texts, "en") or next(iter(texts.values()))


def text_in(texts: Mapping[str, str], locale: str) -> str:
    """In ``locale``, else in its language; "" where there is neither."""
    wanted = _folded(locale)
    by_locale = {_folded(key): text for key, text in texts.items()}
    language = wanted.partition("-")[0]
    for key in (wanted, language):
        if key in by_locale:
            return by_locale[key]
    for key, text in by_locale.items():
        if key.partition("-")[0] == language:
            return text
    return ""


def _folded(locale: str) -> str:
    return locale.replace("_", "-").casefold()
