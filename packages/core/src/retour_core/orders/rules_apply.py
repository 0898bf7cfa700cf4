"""Which shipping rule names an order's sender address, and with it its brand."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from retour_core.domain.money import currency_exponent
from retour_core.domain.order_checks import to_minor
from retour_core.domain.shipping_rules import (
    Facts,
    Rule,
    RuleInvalid,
    first_match,
    parse_conditions,
)
from retour_core.domain.wire import LineIn, OrderIn
from retour_core.orders.models import Order, OrderLine, ShippingRule, Shop

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sender:
    """What the deciding rule says; without one, the shop's own brand and no address."""

    brand_id: int
    address_id: int | None = None
    rule_id: int | None = None
    rule_name: str = ""

    @classmethod
    def of(cls, order: Order) -> Sender:
        return cls(
            order.brand_id,
            order.sender_address_id,
            order.shipping_rule_id,
            order.shipping_rule_name,
        )

    def set_on(self, order: Order) -> None:
        order.brand_id = self.brand_id
        order.sender_address_id = self.address_id
        order.shipping_rule_id = self.rule_id
        order.shipping_rule_name = self.rule_name


class Rulebook:
    """The active rules in their order, ready to be asked about many orders."""

    def __init__(self, rows: Iterable[ShippingRule]) -> None:
        self._rules: list[Rule] = []
        self._senders: dict[int, Sender] = {}
        for row in rows:
            try:
                conditions = parse_conditions(row.conditions)
            except RuleInvalid:
                # An order must come in all the same; the list of rules shows this one
                # as broken.
                logger.exception("Shipping rule %s cannot be read", row.pk)
                continue
            if not conditions:
                continue
            self._rules.append(Rule(row.pk, row.name, conditions))
            address = row.sender_address
            self._senders[row.pk] = Sender(
                address.brand_id, address.pk, row.pk, row.name
            )

    def sender_for(self, facts: Facts, *, default_brand_id: int) -> Sender:
        rule = first_match(self._rules, facts)
        return Sender(default_brand_id) if rule is None else self._senders[rule.key]

    def __bool__(self) -> bool:
        return bool(self._rules)


def active_rulebook() -> Rulebook:
    """One query."""
    return Rulebook(
        ShippingRule.objects.filter(is_active=True)
        .select_related("sender_address")
        .order_by("position", "pk")
    )


def senders_for(orders: Sequence[OrderIn], shop: Shop) -> list[Sender]:
    """What the rules say of orders coming in to ``shop``, in their sequence.

    One query, whatever their number; none without orders. The caller decides what of
    it is stored where an order has returns already (they keep its brand).
    """
    if not orders:
        return []
    book = active_rulebook()
    if not book:
        return [Sender(shop.brand_id)] * len(orders)
    return [
        book.sender_for(facts_coming_in(order, shop), default_brand_id=shop.brand_id)
        for order in orders
    ]


def facts_coming_in(order: OrderIn, shop: Shop) -> Facts:
    """What rules may ask of an order that is not stored yet."""
    address = order.shipping_address
    return Facts(
        country=address.country,
        postal_code=address.postal_code,
        currency=order.currency,
        total_minor=to_minor(order.total_incl_tax, currency_exponent(order.currency)),
        sales_channel=order.sales_channel,
        shop=shop.key,
        **_line_facts(order.tags, order.lines, [ln.quantity for ln in order.lines]),
    )


def facts_of(order: Order, lines: Sequence[OrderLine], shop: Shop) -> Facts:
    """What rules may ask of a stored order. No query."""
    return Facts(
        country=order.country,
        postal_code=order.postal_code,
        currency=order.currency,
        total_minor=order.total_incl_minor,
        sales_channel=order.sales_channel,
        shop=shop.key,
        **_line_facts(order.tags, lines, [line.ordered for line in lines]),
    )


def _line_facts(
    tags: Iterable[str],
    lines: Sequence[LineIn] | Sequence[OrderLine],
    pieces: Sequence[int],
) -> dict[str, Any]:
    weights = [line.weight_grams for line in lines]
    return {
        "units": sum(pieces),
        "weight_grams": None
        if None in weights
        else sum((w or 0) * n for w, n in zip(weights, pieces, strict=True)),
        "tags": (*tags, *(tag for line in lines for tag in line.tags)),
        "skus": tuple(line.sku for line in lines),
        "categories": tuple(line.category for line in lines),
    }
