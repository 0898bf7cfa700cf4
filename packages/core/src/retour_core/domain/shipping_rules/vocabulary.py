"""What a condition may speak about, and how: the documented tables."""

from __future__ import annotations

from retour_core.domain.predicates import (
    NEGATED,
    TAKES_SEVERAL,
    Fact,
    FactKind,
    Operator,
    Source,
    Vocabulary,
)

__all__ = [
    "FACTS",
    "NEGATED",
    "OPERATORS",
    "TAKES_SEVERAL",
    "VOCABULARY",
    "FactKind",
    "Operator",
]

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

_SOURCES = {
    "shop": Source.SHOPS,
    "country": Source.COUNTRIES,
    "currency": Source.CURRENCIES,
}
VOCABULARY = Vocabulary(
    subject="an order",
    facts={
        name: Fact(kind=kind, source=_SOURCES.get(name)) for name, kind in FACTS.items()
    },
    operators=OPERATORS,
)
