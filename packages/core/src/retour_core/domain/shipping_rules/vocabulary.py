"""What a condition may speak about, and how: the documented tables."""

from __future__ import annotations

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
    LESS = "less"
    BETWEEN = "between"


class FactKind(StrEnum):
    """``TEXTS`` is many at once: a condition holds if one of them fits, a negated
    one if none does. ``MONEY`` is compared in its own currency only."""

    CHOICE = "choice"
    TEXT = "text"
    TEXTS = "texts"
    POSTAL = "postal"
    NUMBER = "number"
    MONEY = "money"


# ``shop`` is the shop's key, ``country`` where the parcel goes (ISO 3166-1 alpha-2),
# ``tag`` one of the order or of its lines, ``total`` what was paid including tax and
# shipping, ``weight_grams`` of all units (unknown if that of one line is),
# ``units`` the number of pieces.
FACTS: dict[str, FactKind] = {
    "shop": FactKind.CHOICE,
    "sales_channel": FactKind.TEXT,
    "country": FactKind.CHOICE,
    "postal_code": FactKind.POSTAL,
    "tag": FactKind.TEXTS,
    "sku": FactKind.TEXTS,
    "category": FactKind.TEXTS,
    "total": FactKind.MONEY,
    "currency": FactKind.CHOICE,
    "weight_grams": FactKind.NUMBER,
    "units": FactKind.NUMBER,
}

_O = Operator
_SETS = (_O.IS, _O.IS_NOT, _O.IN, _O.NOT_IN)
_TEXTS = (*_SETS, _O.CONTAINS, _O.NOT_CONTAINS, _O.STARTS_WITH)
_SIZES = (_O.IS, _O.GREATER, _O.LESS, _O.BETWEEN)
OPERATORS: dict[FactKind, tuple[Operator, ...]] = {
    FactKind.CHOICE: _SETS,
    FactKind.TEXT: _TEXTS,
    FactKind.TEXTS: _TEXTS,
    FactKind.POSTAL: (*_SETS, _O.STARTS_WITH, _O.BETWEEN),
    FactKind.NUMBER: _SIZES,
    FactKind.MONEY: _SIZES,
}

NEGATED = frozenset({_O.IS_NOT, _O.NOT_IN, _O.NOT_CONTAINS})
TAKES_SEVERAL = frozenset({_O.IN, _O.NOT_IN})
