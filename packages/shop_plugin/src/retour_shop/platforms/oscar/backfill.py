"""Pushes orders that were placed before the plugin was installed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from oscar.core.loading import get_model

from retour_shop.platforms.oscar.conf import retour_settings
from retour_shop.platforms.oscar.models import Connection
from retour_shop.platforms.oscar.operations import (
    connection_row,
    mark_many_dirty,
    record_contact,
)
from retour_shop.platforms.oscar.worker import Worker


@dataclass(frozen=True)
class Progress:
    total: int
    done: int
    pushed: int
    rejected: int


class Backfill:
    """``since`` limits it to orders placed at that moment or later.

    How far it got is stored after every batch: the next run goes on from there
    unless ``restart``, or unless it asks for another ``since``.
    """

    def __init__(
        self, worker: Worker, *, since: datetime | None, restart: bool = False
    ) -> None:
        self._worker = worker
        self._batch = retour_settings().batch_size
        row = connection_row()
        unfinished = row.backfill_after is not None and row.backfill_since == since
        self._after = (row.backfill_after or 0) if unfinished and not restart else 0
        self._orders = _orders(since)
        self.resumed = self._after > 0
        self._save(self._after, since)
        self._since = since

    def run(self, show: Callable[[Progress], None]) -> Progress:
        """Raises ``RetourError`` when the connection fails; run it again later."""
        total = self._orders.count()
        done = self._orders.filter(pk__lte=self._after).count()
        pushed = rejected = 0
        show(Progress(total, done, pushed, rejected))
        while keys := self._next_keys():
            # Dirty rows outlive this process: whatever happens to it, the worker
            # pushes them.
            mark_many_dirty(keys)
            taken, refused = self._push([str(key) for key in keys])
            pushed += taken
            rejected += refused
            done += len(keys)
            self._after = keys[-1]
            self._save(self._after, self._since)
            show(Progress(total, done, pushed, rejected))
        self._save(None, None)
        return Progress(total, done, pushed, rejected)

    def _push(self, keys: list[str]) -> tuple[int, int]:
        report = self._worker.push_some(only=keys)
        if report.error is not None:
            raise report.error
        if report.pushed:
            record_contact(now=timezone.now(), pushed=True)
        return report.pushed, report.rejected

    def _next_keys(self) -> list[int]:
        return list(
            self._orders.filter(pk__gt=self._after).values_list("pk", flat=True)[
                : self._batch
            ]
        )

    def _save(self, after: int | None, since: datetime | None) -> None:
        Connection.objects.filter(pk=1).update(
            backfill_after=after, backfill_since=since
        )


def _orders(since: datetime | None) -> QuerySet[Any]:
    manager = get_model("order", "Order")._default_manager  # noqa: SLF001 - Django's API
    orders: QuerySet[Any] = manager.order_by("pk")
    return orders.filter(date_placed__gte=since) if since else orders
