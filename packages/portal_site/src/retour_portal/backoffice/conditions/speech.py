"""What the conditions of one kind of rule speak about, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from babel import Locale
from django.utils.translation import get_language

from retour_core.domain.countries import country_name
from retour_core.domain.money import is_currency
from retour_core.domain.predicates import Fact, Source, Vocabulary
from retour_portal.countries import country_choices

Choices = list[tuple[str, str]]
# Most merchants need no other.
_FIRST_CURRENCIES = ("EUR", "GBP", "USD", "CHF", "SEK", "DKK", "NOK", "PLN", "CZK")


@dataclass(frozen=True)
class Speech:
    """``labels`` name the facts. ``named`` lists the choices of those facts that the
    world or the merchant has names for; countries and currencies are known here.

    ``problems`` says what is different from ``words.PROBLEMS``; ``stranger`` is what a
    choice is called that the reader has no name for.
    """

    vocabulary: Vocabulary
    labels: Mapping[str, Any]
    named: Mapping[str, Callable[[], Choices]]
    problems: Mapping[str, Any] = field(default_factory=dict)
    stranger: Mapping[str, Any] = field(default_factory=dict)

    def fact(self, name: str) -> Fact:
        return self.vocabulary.facts[name]

    def choices(self, name: str) -> Choices:
        fact = self.fact(name)
        if name in self.named:
            return self.named[name]()
        if fact.source is Source.COUNTRIES:
            return country_choices()
        if fact.source is Source.CURRENCIES:
            return currencies()
        return [(value, value) for value in fact.choices]

    def choice_name(self, name: str, value: str) -> str:
        if self.fact(name).source is Source.COUNTRIES:
            return country_name(value, get_language() or "en")
        if name in self.named:
            named = dict(self.named[name]())
            return str(named.get(value, self.stranger.get(name, value)))
        return value

    def facts(self) -> Iterable[tuple[str, Any]]:
        return self.labels.items()


@cache
def currencies() -> Choices:
    """All currencies by code, the likeliest first."""
    others = {str(code) for code in Locale("en").currencies} - {*_FIRST_CURRENCIES}
    codes = [*_FIRST_CURRENCIES, *sorted(filter(is_currency, others))]
    return [(code, code) for code in codes]
