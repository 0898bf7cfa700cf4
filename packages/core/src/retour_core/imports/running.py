"""Working on an import: many short transactions, each with the progress it made.

A step takes the next thousand rows or so. Its orders, totals, rejected rows and the
place to go on from are saved together, so whatever kills the process costs a step and
doubles nothing. The outbox hands the job from worker to worker; a command may run the
same steps by itself.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from retour_core.accounts.queries import account_zone
from retour_core.domain.errors import DomainError
from retour_core.domain.wire import OrderResult
from retour_core.imports.building import Draft, Fault, OrderBuilder
from retour_core.imports.errors import FileRefused, told
from retour_core.imports.formulas import restored
from retour_core.imports.grouping import OrderRows, group_rows
from retour_core.imports.mapping import read_mapping, takes_apostrophes
from retour_core.imports.models import (
    ImportJob,
    ImportState,
    RejectedRow,
    SeenOrder,
)
from retour_core.imports.tables import Record, records
from retour_core.imports.values import Reading
from retour_core.orders.models import OrderSource
from retour_core.orders.operations import receive_orders
from retour_core.outbox.operations import put

# One write transaction each: short, because SQLite lets nobody else write meanwhile.
STEP_ROWS = 1000
STEP_ORDERS = 200
SLICE_SECONDS = 10.0


def work_on(payload: dict[str, Any], *, message_id: int) -> Callable[[], None] | None:
    """Deliver one ``import`` message: steps for some seconds, then the next message."""
    del message_id  # the job's own row says what is done
    job_id, run = payload["job_id"], payload["run"]
    # Well inside the time a task may run (half of the lease).
    patience = min(SLICE_SECONDS, settings.RETOUR_OUTBOX_LEASE_SECONDS / 6)
    end = time.monotonic() + patience
    while is_going_on := run_step(job_id, run=run):
        if time.monotonic() >= end:
            break
    return partial(_go_on, payload) if is_going_on else None


def _go_on(payload: dict[str, Any]) -> None:
    put("import", payload)


def given_up(payload: dict[str, Any], reason: str) -> None:
    """Called when an ``import`` message died: the job can be continued by hand."""
    ImportJob.objects.filter(
        pk=payload["job_id"], run=payload["run"], state=ImportState.RUNNING
    ).update(state=ImportState.FAILED, failure=reason)


def run_step(job_id: int, *, run: int) -> bool:
    """Bring in the next rows; whether there is more to do in this run.

    A job that cannot go on (a paused shop, a broken record) is marked as failed with
    the reason, and keeps its place.
    """
    job: ImportJob | None = None
    try:
        with transaction.atomic():
            job = (
                ImportJob.objects.select_for_update(of=("self",))
                .select_related("shop")
                .filter(pk=job_id, run=run, state=ImportState.RUNNING)
                .first()
            )
            if job is None:
                return False
            with translation.override(job.language):
                _Step(job, timezone.now()).take()
            return job.state == ImportState.RUNNING
    except DomainError as error:
        with translation.override(job.language if job else None):
            failure = told(error)
        ImportJob.objects.filter(pk=job_id, run=run).update(
            state=ImportState.FAILED, failure=failure
        )
        return False


class _Step:
    def __init__(self, job: ImportJob, now: datetime) -> None:
        self.job = job
        self.now = now
        self.mapping = read_mapping(job.mapping)
        self.taken = 0
        self.totals: Counter[str] = Counter()
        self.rejected: list[RejectedRow] = []

    def take(self) -> None:
        builder = self._builder()
        with self.job.file.open("rb") as file:
            start = self.job.offset
            table = records(file, self.job.delimiter, offset=start, row=self.job.row)
            if start == 0:
                next(table, None)  # the header
            groups = group_rows(table, builder.key_columns())
            while batch := self._next_batch(groups):
                self._bring_in(builder, batch)
                if self.taken >= STEP_ROWS:
                    break
        self._save(is_end=not batch)

    def _next_batch(self, groups: Iterator[OrderRows]) -> list[OrderRows]:
        """Orders up to the first that cannot be read, which ends the run."""
        batch: list[OrderRows] = []
        try:
            for group in groups:
                batch.append(group)
                self.taken += len(group.rows)
                if len(batch) == STEP_ORDERS or self.taken >= STEP_ROWS:
                    break
        except FileRefused as error:
            self.job.state, self.job.failure = ImportState.FAILED, error.message
        return batch

    def _builder(self) -> OrderBuilder:
        return OrderBuilder(
            self.job.header,
            self.mapping,
            Reading(
                self.mapping.decimal_mark,
                self.mapping.date_order or "dmy",
                ZoneInfo(account_zone()),
            ),
            changed_at=self.job.created_at.isoformat(),
            clean=restored if takes_apostrophes(self.job) else str,
        )

    def _bring_in(self, builder: OrderBuilder, batch: Sequence[OrderRows]) -> None:
        drafts = [builder.build(group.rows) for group in batch]
        self._refuse_repeated(builder, batch, drafts)
        good = [i for i, draft in enumerate(drafts) if not draft.faults]
        results = self._receive([drafts[i].raw for i in good])
        for index, result in zip(good, results, strict=True):
            self.totals[result.status] += 1
            drafts[index].faults += builder.faults_of(
                result.errors, drafts[index], batch[index].rows[0].number
            )
        self.totals["rejected"] += len(batch) - len(good)
        for group, draft in zip(batch, drafts, strict=True):
            if draft.faults:
                self.rejected += _rejected(self.job, group.rows, draft.faults)
        last = batch[-1].rows[-1]
        self.job.offset, self.job.row = last.end, last.number

    def _receive(self, raw_orders: list[dict[str, Any]]) -> list[OrderResult]:
        if not raw_orders:
            return []
        with transaction.atomic():
            results = receive_orders(
                self.job.shop,
                raw_orders,
                now=self.now,
                source=OrderSource.IMPORT,
                actor=self.job.actor,
            )
            # A dry run is the real thing, undone: it cannot promise too much.
            if self.job.dry_run:
                transaction.set_rollback(True)
        return results

    def _refuse_repeated(
        self, builder: OrderBuilder, batch: Sequence[OrderRows], drafts: list[Draft]
    ) -> None:
        digests = {group.digest for group in batch if group.key}
        seen = set(
            SeenOrder.objects.filter(job=self.job, digest__in=digests).values_list(
                "digest", flat=True
            )
        )
        column = builder.column_of("number")
        for group, draft in zip(batch, drafts, strict=True):
            row = group.rows[0].number
            if group.is_cut:
                message = _("The order has more than %(most)d rows.") % {
                    "most": len(group.rows)
                }
                draft.faults.append(Fault(row, column, message))
            if group.key and group.digest in seen:
                message = _(
                    "Rows of this order stand further up already; put all rows of an"
                    " order next to each other."
                )
                draft.faults.append(Fault(row, column, message))
            seen.add(group.digest)
        SeenOrder.objects.bulk_create(
            [SeenOrder(job=self.job, digest=digest) for digest in digests],
            ignore_conflicts=True,
        )

    def _save(self, *, is_end: bool) -> None:
        RejectedRow.objects.bulk_create(
            self.rejected, batch_size=500, ignore_conflicts=True
        )
        for status, count in self.totals.items():
            setattr(self.job, status, getattr(self.job, status) + count)
        if is_end and self.job.state == ImportState.RUNNING:
            self.job.state = ImportState.DONE
            self.job.finished_at = self.now
            SeenOrder.objects.filter(job=self.job).delete()
        self.job.save(
            update_fields=[
                *("created", "updated", "unchanged", "stale", "rejected"),
                *("offset", "row", "state", "failure", "finished_at"),
            ]
        )


def _rejected(
    job: ImportJob, rows: Sequence[Record], faults: Sequence[Fault]
) -> list[RejectedRow]:
    return [
        RejectedRow(
            job=job,
            row=record.number,
            cells=record.cells,
            problems=[
                [fault.column, fault.message]
                for fault in faults
                if fault.row == record.number
            ],
        )
        for record in rows
    ]
