"""The rules of today applied to the orders of yesterday: shown first, then done."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Prefetch

from retour_core.orders.locks import lock_shop
from retour_core.orders.models import Order, OrderLine, OrderQuerySet
from retour_core.orders.rules_apply import (
    Rulebook,
    Sender,
    active_rulebook,
    facts_of,
)
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import put

BATCH = 200
_KIND = "apply_rules"
_SLICE_SECONDS = 10.0
_FIELDS = ["sender_address", "shipping_rule", "shipping_rule_name", "brand"]


@dataclass(frozen=True)
class Change:
    """``after`` is what the rules say now; ``is_kept``: nothing changes, because a
    return of the order already goes by its present brand."""

    order: Order
    before: Sender
    after: Sender
    is_kept: bool


@dataclass(frozen=True)
class Preview:
    """``changes`` counts by the new sender; ``total`` is how many orders there are,
    ``looked_at`` how many of them (the newest) were asked about."""

    total: int
    looked_at: int
    changes: dict[Sender, int]
    kept: int
    examples: tuple[Change, ...]

    @property
    def changing(self) -> int:
        return sum(self.changes.values())


def preview(
    limit: int = 2000, *, brand_ids: Collection[int] | None = None, examples: int = 10
) -> Preview:
    """What applying the active rules would change among the ``limit`` newest orders.

    With ``brand_ids``, only orders that are and stay with these brands count.
    """
    orders = _orders(brand_ids)
    keys = list(
        orders.order_by("-placed_at", "-pk").values_list("pk", flat=True)[:limit]
    )
    book = active_rulebook()
    counts: Counter[Sender] = Counter()
    shown: list[Change] = []
    kept = 0
    for start in range(0, len(keys), BATCH):
        chosen = _loaded(orders.filter(pk__in=keys[start : start + BATCH]))
        for change in _changes(chosen.order_by("-placed_at", "-pk"), book, brand_ids):
            if change.is_kept:
                kept += 1
                continue
            counts[change.after] += 1
            if len(shown) < examples:
                shown.append(change)
    return Preview(orders.count(), len(keys), dict(counts), kept, tuple(shown))


@transaction.atomic
def apply_rules(*, brand_ids: Collection[int] | None = None) -> bool:
    """Have the active rules applied to every order there is now; False without one.

    Done by the outbox in short transactions; an order with a return keeps its brand.
    """
    until = _orders(brand_ids).aggregate(last=Max("pk"))["last"]
    if until is None:
        return False
    brands = None if brand_ids is None else sorted(brand_ids)
    put(_KIND, {"after": 0, "until": until, "brand_ids": brands})
    return True


def is_applying() -> bool:
    """Whether rules are being applied to existing orders right now."""
    return OutboxMessage.objects.filter(kind=_KIND, done_at=None, dead_at=None).exists()


def work_on(payload: dict[str, Any], *, message_id: int) -> Callable[[], None] | None:
    """Deliver one ``apply_rules`` message: batches for some seconds, then the next."""
    del message_id  # doing a batch twice changes nothing
    # Well inside the time a task may run (half of the lease).
    end = time.monotonic() + min(
        _SLICE_SECONDS, settings.RETOUR_OUTBOX_LEASE_SECONDS / 6
    )
    after: int | None = payload["after"]
    while after is not None:
        if time.monotonic() >= end:
            return partial(_go_on, {**payload, "after": after})
        after, _changed = apply_batch(
            after, until=payload["until"], brand_ids=payload["brand_ids"]
        )
    return None


def _go_on(payload: dict[str, Any]) -> None:
    put(_KIND, payload)


@transaction.atomic
def apply_batch(
    after: int, *, until: int, brand_ids: Collection[int] | None = None
) -> tuple[int | None, int]:
    """Apply the rules to the next orders behind the key ``after``, locked meanwhile.

    Answers the key to go on from (``None`` at the end) and how many orders changed.
    """
    rows = _orders(brand_ids).filter(pk__gt=after, pk__lte=until).order_by("pk")
    keys = list(rows.values_list("pk", flat=True)[:BATCH])
    if not keys:
        return None, 0
    _lock(keys)
    # Read again: what is known of them now that nobody else may write.
    chosen = _loaded(_orders(brand_ids).filter(pk__in=keys)).order_by("pk")
    changed = []
    for change in _changes(chosen, active_rulebook(), brand_ids):
        if not change.is_kept:
            change.after.set_on(change.order)
            changed.append(change.order)
    Order.objects.bulk_update(changed, _FIELDS)
    return keys[-1], len(changed)


def _lock(keys: Sequence[int]) -> None:
    """The shops first, as every push does: an import locks orders in its own sequence,
    and each would wait for the other."""
    orders = Order.objects.filter(pk__in=keys).order_by("pk")
    for shop_id in sorted(set(orders.values_list("shop_id", flat=True))):
        lock_shop(shop_id)
    list(orders.select_for_update(no_key=True).values_list("pk", flat=True))


def _orders(brand_ids: Collection[int] | None) -> OrderQuerySet:
    orders = Order.objects.all()
    return orders if brand_ids is None else orders.for_brands(brand_ids)


def _loaded(orders: OrderQuerySet) -> OrderQuerySet:
    lines = OrderLine.objects.filter(is_removed=False).only(
        "order_id", "sku", "category", "tags", "weight_grams", "ordered"
    )
    returned = Order.objects.filter(pk=OuterRef("pk"), returns__isnull=False)
    return (
        orders.select_related("shop")
        .prefetch_related(Prefetch("lines", lines))
        .annotate(has_returns=Exists(returned))
    )


def _changes(
    orders: Iterable[Order], book: Rulebook, brand_ids: Collection[int] | None
) -> Iterator[Change]:
    for order in orders:
        facts = facts_of(order, list(order.lines.all()), order.shop)
        after = book.sender_for(facts, default_brand_id=order.shop.brand_id)
        before = Sender.of(order)
        if after == before or not (after.rule_id or before.rule_name):
            # Only a rule moves an order, one of now or one of then.
            continue
        if brand_ids is not None and after.brand_id not in brand_ids:
            continue
        moves = after.brand_id != before.brand_id
        is_kept = moves and bool(getattr(order, "has_returns", False))
        yield Change(order, before, after, is_kept)
