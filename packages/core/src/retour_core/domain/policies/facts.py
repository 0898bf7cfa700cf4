"""What is known of a return when it is decided, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from retour_core.domain.policies.data import Data, Percent
from retour_core.domain.policies.kinds import RequestKind

_Country = Annotated[str, StringConstraints(to_upper=True, pattern=r"^([A-Za-z]{2})?$")]
_Currency = Annotated[
    str, StringConstraints(to_upper=True, pattern=r"^([A-Za-z]{3})?$")
]


class ItemFacts(Data):
    """One order line of which ``quantity`` units are to come back.

    Money in minor units of the order's currency, per unit. ``anchor_day`` is the day
    the window is counted from, as ``windows.find_anchor`` finds it with the policy's
    terms. None is not known (yet): it fits no condition.
    """

    line: str
    sku: str = ""
    product_brand: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    unit_price_minor: int | None = None
    list_price_minor: int | None = None
    discount_percent: Percent | None = None
    weight_grams: int | None = None
    quantity: Annotated[int, Field(ge=1)] = 1
    shipped: bool | None = None
    anchor_day: date | None = None
    reason: str | None = None
    our_fault: bool | None = None
    exemption: Annotated[str, StringConstraints(pattern=r"^[a-m]?$")] = ""


class Facts(Data):
    """One request about one order; ``today`` is the day on the consumer's calendar.

    ``return_count`` counts earlier returns of the last twelve months. ``items`` are
    all lines while the customer chooses, then the chosen ones; there may be none, as
    with the withdrawal of an order that is not found.

    ``window_country`` is the one whose days count where that is not ``country``: a
    gift is sent back from its recipient's, and has the order's time.
    """

    kind: RequestKind
    brand: str
    today: date
    country: _Country = ""
    window_country: _Country = ""
    shop: str = ""
    sales_channel: str = ""
    order_number: str = ""
    order_tags: tuple[str, ...] = ()
    order_day: date | None = None
    order_total_minor: int | None = None
    currency: _Currency = ""
    return_count: int | None = None
    items: tuple[ItemFacts, ...] = ()

    @model_validator(mode="after")
    def _each_line_once(self) -> Facts:
        lines = {item.line for item in self.items}
        if len(lines) != len(self.items) or "" in lines:
            raise PydanticCustomError(
                "line_twice", "Each item names a line of its own."
            )
        return self


def discount_share(list_minor: int, paid_minor: int) -> Decimal | None:
    """How many percent of ``list_minor`` were not paid, to two places, rounded down.

    None where there is no price to compare with.
    """
    if list_minor <= 0:
        return None
    off = max(list_minor - max(paid_minor, 0), 0)
    return Decimal(off * 100_00 // list_minor) / 100


def known_of_return(facts: Facts) -> dict[str, Any]:
    """The facts of the return by name, prepared for ``predicates.known_test``."""
    return {
        "request_kind": facts.kind.value,
        "country": facts.country.casefold() or None,
        "shop": facts.shop.casefold() or None,
        "brand": facts.brand.casefold() or None,
        "sales_channel": facts.sales_channel.casefold(),
        "order_number": facts.order_number.casefold(),
        "order_tag": _folded(facts.order_tags),
        "order_day": facts.order_day and facts.order_day.toordinal(),
        "order_total": facts.order_total_minor,
        "currency": facts.currency.casefold() or None,
        "return_count": facts.return_count,
    }


def known_of_item(facts: Facts, item: ItemFacts) -> dict[str, Any]:
    """The facts of one item by name, prepared for ``predicates.known_test``."""
    share = item.discount_percent
    anchor = item.anchor_day
    return {
        "sku": item.sku.casefold(),
        "product_brand": item.product_brand.casefold(),
        "category": item.category.casefold(),
        "item_tag": _folded(item.tags),
        "unit_price": item.unit_price_minor,
        "list_price": item.list_price_minor,
        "discount_percent": None if share is None else int(share * 100),
        "weight_grams": item.weight_grams,
        "days_since_anchor": None if anchor is None else (facts.today - anchor).days,
        "reason": None if item.reason is None else item.reason.casefold(),
        "our_fault": item.our_fault,
        "quantity": item.quantity,
        "shipped": item.shipped,
        "exemption": item.exemption,
    }


def _folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text.casefold() for text in texts)
