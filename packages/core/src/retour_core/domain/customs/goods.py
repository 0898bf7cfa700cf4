"""What is in the parcel, and what customs want to know that nobody told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from retour_core.domain.money import Money

# The Harmonized System's subheading; countries add digits of their own.
_HS_DIGITS = 6


class MissingFact(StrEnum):
    """Declared in an order that says nothing of it: to be filled in by hand."""

    HS_CODE = "hs_code"
    ORIGIN = "origin"
    WEIGHT = "weight"
    VALUE = "value"


@dataclass(frozen=True, kw_only=True)
class Goods:
    """Equal items; ``net_grams`` and ``value`` are of all of them together.

    ``origin`` is the country of manufacture, ISO 3166-1 alpha-2. ``reason`` is why they
    are sent back, in the merchant's words.
    """

    description: str
    quantity: int
    net_grams: int | None = None
    value: Money | None = None
    hs_code: str = ""
    origin: str = ""
    sku: str = ""
    reason: str = ""

    @property
    def hs_digits(self) -> str:
        """The code as customs read it; "" where it names no subheading."""
        digits = "".join(sign for sign in self.hs_code if sign.isdecimal())
        return digits if len(digits) >= _HS_DIGITS else ""

    @property
    def missing(self) -> frozenset[MissingFact]:
        known = {
            MissingFact.HS_CODE: self.hs_digits,
            MissingFact.ORIGIN: self.origin,
            MissingFact.WEIGHT: self.net_grams,
            MissingFact.VALUE: self.value,
        }
        return frozenset(fact for fact, is_known in known.items() if not is_known)


def missing_facts(goods: Sequence[Goods]) -> dict[MissingFact, list[str]]:
    """Which facts are missing, and of which goods (their descriptions)."""
    return {
        fact: names
        for fact in MissingFact
        if (names := [one.description for one in goods if fact in one.missing])
    }


def total_grams(goods: Sequence[Goods]) -> int | None:
    """``None`` unless all weights are known."""
    weights = [one.net_grams for one in goods]
    known = [grams for grams in weights if grams]
    return sum(known) if known and len(known) == len(weights) else None


def total_value(goods: Sequence[Goods]) -> Money | None:
    """``None`` unless all values are known; they are of one currency."""
    values = [one.value for one in goods]
    known = [value for value in values if value]
    if not known or len(known) < len(values):
        return None
    return sum(known[1:], known[0])
