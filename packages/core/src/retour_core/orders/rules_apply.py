"""Which shipping rule names an order's sender address, and with it its brand."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


def assign_senders(
    rows: Sequence[Order], orders: Sequence[OrderIn], shop: Shop
) -> None:
    """Set sender address, rule, its name and the brand on rows not saved yet.

    ``rows`` and ``orders`` are the same orders in the same sequence, all of ``shop``.
    One query, whatever their number; none without rows. An order no rule fits keeps
    the shop's own brand and has no sender address. The caller decides what of it is
    stored where the order has returns already (they keep its brand).
    """
    if not rows:
        return
    book = active_rulebook()
    for row, order in zip(rows, orders, strict=True):
        if book:
            facts = facts_of(row, order.lines, shop)
            book.sender_for(facts, default_brand_id=shop.brand_id).set_on(row)
        else:
            Sender(shop.brand_id).set_on(row)


def facts_of(
    order: Order, lines: Sequence[LineIn] | Sequence[OrderLine], shop: Shop
) -> Facts:
    """What rules may ask of an order, saved or not. No query."""
    tags, weight, units = list(order.tags), 0, 0
    is_weighed = True
    for line in lines:
        pieces = line.quantity if isinstance(line, LineIn) else line.ordered
        tags += line.tags
        units += pieces
        is_weighed = is_weighed and line.weight_grams is not None
        weight += (line.weight_grams or 0) * pieces
    return Facts(
        shop=shop.key,
        country=order.country,
        currency=order.currency,
        total_minor=order.total_incl_minor,
        units=units,
        weight_grams=weight if is_weighed else None,
        postal_code=order.postal_code,
        sales_channel=order.sales_channel,
        tags=tuple(tags),
        skus=tuple(line.sku for line in lines),
        categories=tuple(line.category for line in lines),
    )
