"""What the conditions of return rules may speak about, and how: the documented table.

Texts are compared without regard to case. What is not known of an item or a return
fits no condition, not even “is not”.
"""

from __future__ import annotations

from collections.abc import Mapping

from retour_core.domain.policies.kinds import RequestKind
from retour_core.domain.predicates import (
    Fact,
    FactKind,
    Level,
    Operator,
    Source,
    Vocabulary,
)

# Art. 16 of Directive 2011/83/EU, by letter.
EXEMPTIONS = tuple("abcdefghijklm")

_K = FactKind
_ITEM = Level.ITEM

FACTS: Mapping[str, Fact] = {
    "request_kind": Fact(
        kind=_K.CHOICE,
        choices=tuple(RequestKind),
        about="Withdrawal, return or claim.",
    ),
    "country": Fact(
        kind=_K.CHOICE,
        source=Source.COUNTRIES,
        about="The consumer's country, as an ISO 3166-1 code of two letters.",
    ),
    "shop": Fact(
        kind=_K.CHOICE,
        source=Source.SHOPS,
        about="The key of the shop the order was placed in.",
    ),
    "brand": Fact(
        kind=_K.CHOICE,
        source=Source.BRANDS,
        about="The short name of the brand the order belongs to.",
    ),
    "sales_channel": Fact(
        kind=_K.TEXT, about="Where the shop sold it, as the shop calls it."
    ),
    "order_number": Fact(kind=_K.TEXT, about="The number the customer reads."),
    "order_tag": Fact(kind=_K.TEXTS, about="The tags of the order."),
    "order_day": Fact(
        kind=_K.DATE, about="The day of the order on the consumer's calendar."
    ),
    "order_total": Fact(
        kind=_K.MONEY, about="What the order cost, with tax and shipping."
    ),
    "currency": Fact(
        kind=_K.CHOICE, source=Source.CURRENCIES, about="The order's currency."
    ),
    "return_count": Fact(
        kind=_K.NUMBER,
        unit="returns",
        about="The customer's earlier returns of the last twelve months.",
    ),
    "sku": Fact(kind=_K.TEXT, level=_ITEM, about="The item's SKU."),
    "product_brand": Fact(kind=_K.TEXT, level=_ITEM, about="The item's make."),
    "category": Fact(kind=_K.TEXT, level=_ITEM, about="The item's category."),
    "item_tag": Fact(kind=_K.TEXTS, level=_ITEM, about="The item's own tags."),
    "unit_price": Fact(
        kind=_K.MONEY,
        level=_ITEM,
        about="What was paid for one unit, with tax, after all discounts.",
    ),
    "list_price": Fact(
        kind=_K.MONEY, level=_ITEM, about="The price of one unit before discounts."
    ),
    "discount_percent": Fact(
        kind=_K.PERCENT,
        level=_ITEM,
        unit="%",
        about="How much of the price before discounts was not paid.",
    ),
    "weight_grams": Fact(
        kind=_K.NUMBER, level=_ITEM, unit="g", about="The weight of one unit."
    ),
    "days_since_anchor": Fact(
        kind=_K.DAYS,
        level=_ITEM,
        unit="days",
        least=None,
        about="Days since the day the window is counted from, which is day 0.",
    ),
    "reason": Fact(
        kind=_K.CHOICE,
        level=_ITEM,
        source=Source.REASONS,
        about="The key of the reason the customer chose.",
    ),
    "our_fault": Fact(
        kind=_K.FLAG,
        level=_ITEM,
        about="Whether the reason is marked as the merchant's fault.",
    ),
    "quantity": Fact(
        kind=_K.NUMBER, level=_ITEM, unit="units", about="How many units come back."
    ),
    "shipped": Fact(
        kind=_K.FLAG, level=_ITEM, about="Whether the item was sent to the customer."
    ),
    "exemption": Fact(
        kind=_K.CHOICE,
        level=_ITEM,
        choices=EXEMPTIONS,
        may_be_empty=True,
        about="The letter of art. 16 CRD under which the item is exempt.",
    ),
}

_O = Operator
_SETS = (_O.IS, _O.IS_NOT, _O.IN, _O.NOT_IN)
_TEXTS = (*_SETS, _O.CONTAINS, _O.NOT_CONTAINS, _O.STARTS_WITH)
_SIZES = (_O.IS, _O.GREATER, _O.AT_LEAST, _O.LESS, _O.AT_MOST, _O.BETWEEN)
OPERATORS: Mapping[FactKind, tuple[Operator, ...]] = {
    _K.CHOICE: _SETS,
    _K.TEXT: _TEXTS,
    _K.TEXTS: _TEXTS,
    _K.NUMBER: _SIZES,
    _K.MONEY: _SIZES,
    _K.PERCENT: _SIZES,
    _K.DAYS: _SIZES,
    _K.DATE: _SIZES,
    _K.FLAG: (_O.IS,),
}

VOCABULARY = Vocabulary(subject="a return", facts=FACTS, operators=OPERATORS)
