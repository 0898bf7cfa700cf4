"""Finds what signals missed: bulk updates, imports, direct SQL, a crash."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, QuerySet
from oscar.core.loading import get_model

from retour_shop.outbox import fingerprint
from retour_shop.platform import Platform
from retour_shop.platforms.oscar.conf import retour_settings
from retour_shop.platforms.oscar.models import Connection, PushState
from retour_shop.platforms.oscar.operations import connection_row, mark_many_dirty

CHUNK: Final = 200


def sweep(platform: Platform, *, now: datetime) -> int:
    """Mark unknown orders and one chunk of silently changed ones.

    Reads ``CHUNK`` orders of the last ``RETOUR_SWEEP_DAYS`` and compares each with
    what was pushed; the next sweep goes on where this one ended, and round again.
    Returns how many orders were marked.
    """
    recent = _recent(now)
    marked = _mark_unknown(recent)
    after = connection_row().sweep_after
    keys = _next_keys(recent, after)
    changed = _changed(platform, keys, now)
    mark_many_dirty(changed)
    Connection.objects.filter(pk=1).update(
        swept_at=now, sweep_after=keys[-1] if len(keys) == CHUNK else 0
    )
    return marked + len(changed)


def _recent(now: datetime) -> QuerySet[Any]:
    since = now - timedelta(days=retour_settings().sweep_days)
    orders = get_model("order", "Order")._default_manager  # noqa: SLF001 - Django's API
    recent: QuerySet[Any] = orders.filter(date_placed__gte=since).order_by("pk")
    return recent


def _mark_unknown(recent: QuerySet[Any]) -> int:
    known = Exists(PushState.objects.filter(order_id=OuterRef("pk")))
    keys = list(recent.filter(~known).values_list("pk", flat=True)[: CHUNK * 5])
    for start in range(0, len(keys), CHUNK):
        mark_many_dirty(keys[start : start + CHUNK])
    return len(keys)


def _next_keys(recent: QuerySet[Any], after: int) -> list[int]:
    settled = recent.filter(
        pk__gt=after,
        retour_push__dirty=F("retour_push__pushed"),
    )
    return list(settled.values_list("pk", flat=True)[:CHUNK])


def _changed(platform: Platform, keys: list[int], now: datetime) -> list[int]:
    pushed = dict(
        PushState.objects.filter(order_id__in=keys).values_list(
            "order_id", "fingerprint"
        )
    )
    return [
        int(found.order_id)
        for found in platform.fetch_orders({str(key): now for key in keys})
        if found.order is not None
        and fingerprint(found.order) != pushed.get(int(found.order_id))
    ]
