"""Decisions as sentences in the reader's language, for customers and for agents.

Each function speaks ``locale`` ("de", "fr-BE"); names of questions, addresses and
carrier accounts come in as the caller has them, by key and by id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.utils import translation
from django.utils.translation import gettext

from retour_core.domain.money import Money, format_money
from retour_core.domain.policies import (
    Audience,
    Cause,
    Decision,
    Explanation,
    explain,
    explain_item,
    render,
)
from retour_core.domain.written_dates import date_locale
from retour_core.policies import names, sentence_texts
from retour_core.returns.choices import MethodChoices, ResolutionChoices


@dataclass(frozen=True)
class Said:
    """``line`` is the item's, "" for all of the return; ``rule`` the rule's name."""

    code: str
    line: str
    text: str
    rule: str = ""


@dataclass(frozen=True)
class Names:
    """What to call questions (by key), addresses and carrier accounts (by id)."""

    questions: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[int, str] = field(default_factory=dict)
    carriers: Mapping[int, str] = field(default_factory=dict)


NO_NAMES = Names()


def sentences_of(
    decision: Decision,
    audience: Audience,
    *,
    locale: str,
    known: Names = NO_NAMES,
) -> list[Said]:
    """About the return, then about each of its items."""
    found = explain(decision, audience, locale=locale)
    return _said(found, audience, locale, known)


def item_sentences(
    decision: Decision,
    line: str,
    audience: Audience,
    *,
    locale: str,
    known: Names = NO_NAMES,
) -> list[Said]:
    """About one item, by the shop's id of its order line; ``KeyError`` for another."""
    found = explain_item(decision, line, audience, locale=locale)
    return _said(found, audience, locale, known)


def outcome_name(outcome: str) -> str:
    """In the active language."""
    return gettext(names.OUTCOME_NAMES.get(outcome, outcome))


def fact_names() -> dict[str, str]:
    """In the active language, for ``domain.policies.describe``."""
    return {fact: gettext(text) for fact, text in names.FACT_NAMES.items()}


def law_reason(code: str, **params: Any) -> str:
    """Why the law leaves no room for it, in the active language."""
    return gettext(names.REASONS[code]).format(**params)


def _said(
    found: Iterable[Explanation], audience: Audience, locale: str, known: Names
) -> list[Said]:
    # Django spells languages in its own way; Babel takes either.
    with translation.override(locale.replace("_", "-")):
        sentences = {audience: _sentences(audience)}
        causes = {cause: gettext(text) for cause, text in names.CAUSES.items()}
        showing = _Showing(Locale.parse(locale.replace("-", "_")), known)
        return [
            Said(
                one.code,
                one.line,
                render(
                    one,
                    audience,
                    sentences=sentences,
                    causes=causes,
                    show=showing.show,
                ),
                one.rule if one.because and one.because.cause is Cause.RULE else "",
            )
            for one in found
        ]


def _sentences(audience: Audience) -> dict[str, str]:
    texts = dict(sentence_texts.FOR_CUSTOMERS)
    if audience is Audience.AGENT:
        texts |= sentence_texts.FOR_AGENTS
    spoken = {code: gettext(text) for code, text in texts.items()}
    if audience is Audience.AGENT:
        no_effect = gettext(sentence_texts.NO_EFFECT)
        for code, text in names.REASONS.items():
            spoken[code] = f"{no_effect} {gettext(text)}"
    return spoken


class _Showing:
    """Parameters as people of one locale read them."""

    def __init__(self, locale: Locale, known: Names) -> None:
        self.locale = locale
        self.known = known

    def show(self, name: str, value: Any) -> str:
        by_name: dict[str, Callable[[Any], str]] = {
            "methods": self._methods,
            "resolutions": self._resolutions,
            "questions": self._questions,
            "address": self._address,
            "carrier": self._carrier,
            "outcome": outcome_name,
            "percent": self._percent,
        }
        return by_name.get(name, self._plain)(value)

    @staticmethod
    def _methods(codes: Iterable[str]) -> str:
        return ", ".join(str(MethodChoices(str(code)).label) for code in codes)

    @staticmethod
    def _resolutions(codes: Iterable[str]) -> str:
        return ", ".join(str(ResolutionChoices(str(code)).label) for code in codes)

    def _questions(self, keys: Iterable[str]) -> str:
        return ", ".join(self.known.questions.get(key, key) for key in keys)

    def _address(self, key: int) -> str:
        return self.known.addresses.get(key, str(key))

    def _carrier(self, key: int) -> str:
        return self.known.carriers.get(key, str(key))

    def _percent(self, percent: str) -> str:
        return str(format_decimal(Decimal(percent), locale=self.locale))

    def _plain(self, value: Any) -> str:
        if isinstance(value, Money):
            return format_money(value, str(self.locale))
        if isinstance(value, datetime):
            return format_datetime(value, "long", locale=date_locale(str(self.locale)))
        if isinstance(value, date):
            return format_date(value, "long", locale=date_locale(str(self.locale)))
        return str(value)
