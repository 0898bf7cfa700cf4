"""What a shop sent last that could not be taken, kept for a while to be looked at.

A convenience for people, in the cache and not in a table: the shop was told already,
and its plugin keeps the order. It may be gone earlier than said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Max

from retour_core.domain.wire import OrderResult
from retour_core.orders.models import OrderRevision, Shop

_KEPT = 10
_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Rejection:
    """One refused order: the id it came with, if any, and its first problem."""

    order_id: str
    at: datetime
    pointer: str
    message: str


def note_rejections(
    shop: Shop, results: Sequence[OrderResult], *, now: datetime
) -> None:
    """Remember the rejected ones among ``results``; costs nothing when there is none.

    Call it outside a transaction.
    """
    fresh = [
        Rejection(
            result.id or "",
            now,
            result.errors[0].pointer if result.errors else "",
            result.errors[0].message if result.errors else "",
        )
        for result in results
        if result.status == "rejected"
    ]
    if not fresh:
        return
    ids = {rejection.order_id for rejection in fresh if rejection.order_id}
    before = [old for old in last_rejections(shop) if old.order_id not in ids]
    cache.set(_key(shop), [*fresh[::-1], *before][:_KEPT], _SECONDS)


def last_rejections(shop: Shop) -> list[Rejection]:
    """The latest ten of a week, newest first."""
    kept: Any = cache.get(_key(shop), [])
    return list(kept)


def open_rejections(shop: Shop) -> list[Rejection]:
    """The last rejections of orders that were not taken since, newest first."""
    kept = last_rejections(shop)
    ids = {rejection.order_id for rejection in kept if rejection.order_id}
    if not ids:
        return kept
    revisions = OrderRevision.objects.filter(
        order__shop=shop, order__external_id__in=ids
    )
    taken = dict(
        revisions.values_list("order__external_id").annotate(Max("received_at"))
    )
    return [r for r in kept if r.order_id not in taken or taken[r.order_id] <= r.at]


def _key(shop: Shop) -> str:
    return f"retour:rejections:{shop.pk}"
