"""Asking the engine about real orders, with few queries."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects

from retour_core.accounts.queries import account_zone
from retour_core.brands.models import Brand
from retour_core.domain.policies import (
    Decision,
    Policy,
    RequestKind,
    Rule,
    WindowOf,
    decide,
)
from retour_core.domain.predicates import RuleInvalid
from retour_core.domain.windows import Place, tells_zone
from retour_core.orders.models import Order
from retour_core.policies.calendar import OrderCalendar
from retour_core.policies.facts import Chosen, facts_of, return_counts
from retour_core.policies.models import ReturnPolicy, ReturnRule
from retour_core.policies.rules import read_rule, rules_of
from retour_core.policies.versions import policy_of

logger = logging.getLogger(__name__)

# What a calendar reads of an order.
ORDER_PREFETCH = ("lines", "shipments__lines")


@dataclass(frozen=True)
class Decided:
    """``version`` is None where the brand has decided nothing for this kind.

    ``window_of`` reckons windows of the same order, for a later override.
    """

    version: ReturnPolicy | None
    policy: Policy
    decision: Decision
    window_of: WindowOf


def decide_for(
    order: Order,
    kind: RequestKind,
    chosen: Sequence[Chosen],
    *,
    now: datetime,
    brand: Brand | None = None,
    sent_from: str = "",
) -> Decided:
    """What holds for ``chosen`` items of ``order``; nothing is written.

    ``brand`` is the order's unless a return keeps that of its day, ``sent_from`` the
    country the parcel starts in where that is not the order's. Six queries, fewer
    for what the order brings along: the version, the rules, the lines, the shipments
    and what is in them, the customer's returns; one more for the account's zone where
    the consumer's address tells none.
    ``order.brand`` and ``order.shop`` should be loaded.
    """
    brand = brand or order.brand
    version = policy_of(brand, kind, placed_at=order.placed_at)
    calendar = calendar_of(order, kind)
    count = return_counts([order], now=now)[order.pk]
    facts = facts_of(
        calendar,
        version.policy,
        chosen,
        now=now,
        return_count=count,
        sent_from=sent_from,
    )
    decision = decide(
        facts,
        version.policy,
        active_rules(brand),
        now=now,
        window_of=calendar.window_of,
    )
    return Decided(version.row, version.policy, decision, calendar.window_of)


def calendar_of(order: Order, kind: RequestKind) -> OrderCalendar:
    """Loads what the order does not bring along; three queries at most, and the
    account's zone where the consumer's address tells none."""
    prefetch_related_objects([order], *ORDER_PREFETCH)
    fallback = ZoneInfo("UTC")
    if not tells_zone(Place(order.country, order.postal_code, fallback=fallback)):
        fallback = ZoneInfo(account_zone())
    return OrderCalendar(order, kind, fallback=fallback)


def active_rules(brand: Brand) -> list[Rule]:
    """The brand's rules that are on, in their sequence. One query."""
    return readable(rules_of(brand).filter(is_active=True))


def readable(rows: Iterable[ReturnRule]) -> list[Rule]:
    """A row that today's vocabulary cannot read is left out: one old rule must not
    keep everybody from returning. It is logged."""
    rules = []
    for row in rows:
        try:
            rules.append(read_rule(row))
        except RuleInvalid as error:
            logger.warning("return rule %s is skipped: %s", row.pk, error.message)
    return rules
