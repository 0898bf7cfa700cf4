"""Trying a rule on past orders before it is switched on: what would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from retour_core.accounts.queries import account_zone
from retour_core.brands.models import Brand
from retour_core.domain.policies import (
    Audience,
    Decision,
    ItemDecision,
    Policy,
    RequestKind,
    Rule,
    compile_rules,
    decide,
)
from retour_core.orders.models import Order, OrderLine
from retour_core.policies.calendar import OrderCalendar
from retour_core.policies.deciding import ORDER_PREFETCH, readable
from retour_core.policies.explaining import NO_NAMES, Names, item_sentences
from retour_core.policies.facts import Chosen, facts_of, return_counts
from retour_core.policies.models import ReturnPolicy
from retour_core.policies.rules import rules_of
from retour_core.policies.versions import read_policy

MOST_EXAMPLES = 20
# Why it is so changes with any rule; what is so is what counts.
_UNCOMPARED = frozenset({"line", "because", "notes"})
_COMPARED = tuple(name for name in ItemDecision.model_fields if name not in _UNCOMPARED)


@dataclass(frozen=True)
class Example:
    """An item that changes, in sentences for agents."""

    order: Order
    line: OrderLine
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Trial:
    """``orders`` were looked at; in ``fitting`` of them the rule decides about an item,
    in ``changed`` something is different for it then.

    ``outcomes`` counts changed items by what is different, a field of
    ``domain.policies.ItemDecision``; ``refused`` and ``allowed`` those that can no
    longer, or can now, be returned.
    """

    orders: int = 0
    fitting: int = 0
    changed: int = 0
    refused: int = 0
    allowed: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class _Pair:
    order: Order
    lines: Sequence[OrderLine]
    before: Decision
    after: Decision


def try_rule(
    brand: Brand,
    draft: Rule,
    *,
    now: datetime,
    kind: RequestKind = RequestKind.RETURN,
    limit: int = 200,
    known: Names = NO_NAMES,
) -> Trial:
    """The brand's newest ``limit`` orders, as its rules decide and as they would.

    A draft with the key of a saved rule takes its place, one without (0) comes last;
    it counts as switched on. Each order is asked about at ``now``, all of its lines,
    without a reason. Examples speak the active language. Eight queries, however many
    orders.
    """
    saved = readable(rules_of(brand))
    pairs = list(_decided(brand, saved, _with(saved, draft), kind, now, limit))
    return _summed(pairs, draft.key, known)


def _with(saved: Sequence[Rule], draft: Rule) -> list[Rule]:
    active = replace(draft, is_active=True)
    if any(rule.key == draft.key for rule in saved):
        return [active if rule.key == draft.key else rule for rule in saved]
    return [*saved, active]


def _decided(
    brand: Brand,
    saved: Sequence[Rule],
    tried: Sequence[Rule],
    kind: RequestKind,
    now: datetime,
    limit: int,
) -> Iterator[_Pair]:
    before, after = compile_rules(saved), compile_rules(tried)
    newest = Order.objects.for_brands([brand.pk]).select_related("shop", "brand")
    newest = newest.prefetch_related(*ORDER_PREFETCH).order_by("-placed_at")
    orders = list(newest[:limit])
    counts = return_counts(orders, now=now)
    versions = _versions(brand, kind)
    fallback = ZoneInfo(account_zone())
    for order in orders:
        policy = _policy_for(order, versions)
        calendar = OrderCalendar(order, kind, fallback=fallback)
        lines = [line for line in order.lines.all() if not line.is_removed]
        facts = facts_of(
            calendar,
            policy,
            [Chosen(line, max(line.returnable, 1)) for line in lines],
            now=now,
            return_count=counts[order.pk],
        )
        window_of = calendar.window_of
        yield _Pair(
            order,
            lines,
            decide(facts, policy, before, now=now, window_of=window_of),
            decide(facts, policy, after, now=now, window_of=window_of),
        )


def _versions(brand: Brand, kind: RequestKind) -> list[tuple[datetime | None, Policy]]:
    """Newest first, with the day from which each is for; last what the kind says."""
    rows = ReturnPolicy.objects.filter(brand=brand, kind=kind).order_by("-version")
    saved = [(row.placed_from, read_policy(row, brand)) for row in rows]
    return [*saved, (None, Policy(brand=brand.slug, kind=kind))]


def _policy_for(
    order: Order, versions: Sequence[tuple[datetime | None, Policy]]
) -> Policy:
    return next(
        policy
        for placed_from, policy in versions
        if placed_from is None or placed_from <= order.placed_at
    )


def _summed(pairs: Sequence[_Pair], key: int, known: Names) -> Trial:
    outcomes: Counter[str] = Counter()
    changes: list[tuple[_Pair, OrderLine]] = []
    for pair in pairs:
        for line in pair.lines:
            different = _different(pair, line)
            outcomes.update(different)
            if different:
                changes.append((pair, line))
    turned = [
        pair.after.item(line.external_id).returnable
        for pair, line in changes
        if "returnable" in _different(pair, line)
    ]
    return Trial(
        orders=len(pairs),
        fitting=sum(any(r.key == key for r in p.after.fired) for p in pairs),
        changed=len({pair.order.pk for pair, _line in changes}),
        refused=turned.count(False),
        allowed=turned.count(True),
        outcomes=dict(outcomes),
        examples=tuple(
            _example(pair, line, known) for pair, line in changes[:MOST_EXAMPLES]
        ),
    )


def _different(pair: _Pair, line: OrderLine) -> list[str]:
    before = pair.before.item(line.external_id)
    after = pair.after.item(line.external_id)
    return [name for name in _COMPARED if getattr(before, name) != getattr(after, name)]


def _example(pair: _Pair, line: OrderLine, known: Names) -> Example:
    locale = get_language() or "en"
    before, after = (
        tuple(
            said.text
            for said in item_sentences(
                decision, line.external_id, Audience.AGENT, locale=locale, known=known
            )
        )
        for decision in (pair.before, pair.after)
    )
    return Example(pair.order, line, before, after)
