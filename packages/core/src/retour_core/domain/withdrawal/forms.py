"""Texts a merchant must hand over: the model form, and where the function is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from retour_core.domain.withdrawal.form_texts import (
    FORM_TEXTS,
    FUNCTION_TEXTS,
    FunctionText,
)

Text = TypeVar("Text")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormData:
    """What is known and filled in; dates come formatted for the reader.

    ``merchant``: name, postal address and e-mail, the law's minimum (Annex I(B)).
    """

    merchant: Sequence[str]
    goods: Sequence[str] = ()
    ordered_on: str = ""
    received_on: str = ""
    name: str = ""
    address: Sequence[str] = ()
    date: str = ""


@dataclass(frozen=True, slots=True)
class FormLine:
    """``id`` names the line (title, to, goods, ...); ``values`` are filled in, if any.

    A line without values is left blank to be written on.
    """

    id: str
    text: str
    values: tuple[str, ...] = ()


def form_language(locale: str) -> str:
    """The language the model form comes in for a locale; "en" where it has no other."""
    language = _language(locale)
    return language if language in FORM_TEXTS else "en"


def model_form(locale: str, data: FormData) -> tuple[FormLine, ...]:
    """The model withdrawal form in the locale's language, filled in as far as known."""
    text = FORM_TEXTS[form_language(locale)]
    dates = tuple(filter(None, (data.ordered_on, data.received_on)))
    return (
        FormLine("title", text.title),
        FormLine("instruction", text.instruction),
        FormLine("to", text.to, tuple(data.merchant)),
        FormLine("goods", text.goods, tuple(data.goods)),
        FormLine("ordered", text.ordered, dates),
        FormLine("name", text.name, (data.name,) if data.name else ()),
        FormLine("address", text.address, tuple(data.address)),
        FormLine("signature", text.signature),
        FormLine("date", text.date, (data.date,) if data.date else ()),
        FormLine("footnote", text.footnote),
    )


def function_sentence(locale: str, *, place: str) -> FunctionText:
    """Pre-contract information on existence and place of the function (art. 6(1)(h)).

    ``place`` is the portal's address. English where the language has no text yet.
    """
    found = _for(FUNCTION_TEXTS, locale)
    return FunctionText(found.text.replace("{place}", place), found.is_official)


def _for(texts: Mapping[str, Text], locale: str) -> Text:
    return texts.get(_language(locale), texts["en"])


def _language(locale: str) -> str:
    return locale.replace("_", "-").partition("-")[0].lower()
