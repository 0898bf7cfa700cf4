"""How facts are typed and compared; which facts there are, each kind of rule says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    NOT_CONTAINS = "not_contains"
    STARTS_WITH = "starts_with"
    GREATER = "greater"
    AT_LEAST = "at_least"
    LESS = "less"
    AT_MOST = "at_most"
    BETWEEN = "between"


class FactKind(StrEnum):
    """``TEXTS`` is many at once: a condition holds if one of them fits, a negated
    one if none does. ``MONEY`` is compared in its own currency only. ``PERCENT`` has
    up to two decimals, ``DATE`` is a calendar day, ``FLAG`` is "true" or "false"."""

    CHOICE = "choice"
    TEXT = "text"
    TEXTS = "texts"
    POSTAL = "postal"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DAYS = "days"
    DATE = "date"
    FLAG = "flag"


class Level(StrEnum):
    """What a fact is known of: each item that comes back, or the return as a whole."""

    RETURN = "return"
    ITEM = "item"


class Source(StrEnum):
    """Where the choices come from that are not written down here."""

    COUNTRIES = "countries"
    CURRENCIES = "currencies"
    SHOPS = "shops"
    BRANDS = "brands"
    REASONS = "reasons"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """``about`` is its documentation; ``choices`` is a closed list, ``source`` names
    one known elsewhere. ``may_be_empty``: an item may have none of the choices.
    ``least`` is the smallest size there is, None for none."""

    kind: FactKind
    about: str = ""
    level: Level = Level.RETURN
    unit: str = ""
    choices: tuple[str, ...] = ()
    source: Source | None = None
    may_be_empty: bool = False
    least: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """``subject`` is what its facts are known of, in a sentence: "an order".

    ``currency_fact`` names the fact that all amounts must agree with.
    """

    subject: str
    facts: Mapping[str, Fact]
    operators: Mapping[FactKind, tuple[Operator, ...]]
    currency_fact: str = "currency"


SIZES = frozenset(
    {
        FactKind.NUMBER,
        FactKind.MONEY,
        FactKind.PERCENT,
        FactKind.DAYS,
        FactKind.DATE,
    }
)
NEGATED = frozenset({Operator.IS_NOT, Operator.NOT_IN, Operator.NOT_CONTAINS})
TAKES_SEVERAL = frozenset({Operator.IN, Operator.NOT_IN})
