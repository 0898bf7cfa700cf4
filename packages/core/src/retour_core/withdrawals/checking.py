"""Checking long chains: all of one in steps, or what is beside a record at once.

What is remembered of a check lies in the database it checks, and proves nothing to
others: the seals in the acknowledgements do, and ``verify_evidence``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from retour_core.brands.models import Brand
from retour_core.domain.withdrawal import (
    BreakKind,
    ChainBreak,
    ChainPoint,
    SealedRecord,
    verify_chain,
)
from retour_core.outbox.operations import put
from retour_core.withdrawals.check_models import ChainCheck
from retour_core.withdrawals.models import WithdrawalRecord
from retour_core.withdrawals.records import chain_of, verify

log = logging.getLogger(__name__)

# A chain no longer than this is checked whole whenever somebody looks.
ON_SIGHT = 500
_STEP = 1000
_MOST_BREAKS = 100
_Found = list[tuple[int, str]]


@dataclass(frozen=True)
class Seen:
    """What is known of a chain of ``count`` records when somebody looks at one.

    ``breaks`` were found just now: in the whole chain if ``is_whole``, else in the
    record and those beside it. ``last`` is the last check that came to its end,
    ``running`` one that has not.
    """

    count: int
    is_whole: bool
    breaks: _Found
    last: ChainCheck | None = None
    running: ChainCheck | None = None

    @property
    def newer(self) -> int:
        """Records that came after the last check."""
        return max(self.count - self.last.count, 0) if self.last else self.count


def look(record: WithdrawalRecord) -> Seen:
    """At most four queries."""
    count = WithdrawalRecord.objects.filter(brand=record.brand_id).count()
    if count <= ON_SIGHT:
        breaks = [*_found(verify(record.brand)), *_cut_off(record.brand_id)]
        return Seen(count, is_whole=True, breaks=breaks)
    checks = ChainCheck.objects.filter(brand=record.brand_id)
    return Seen(
        count,
        is_whole=False,
        breaks=_found(_breaks_beside(record)),
        last=checks.exclude(finished_at=None).order_by("-finished_at").first(),
        running=checks.filter(finished_at=None).first(),
    )


@transaction.atomic
def begin_check(brand: Brand, *, now: datetime) -> ChainCheck:
    """Have the brand's whole chain checked; one that is going on is left to it."""
    total = WithdrawalRecord.objects.filter(brand=brand).count()
    check, is_new = ChainCheck.objects.get_or_create(
        brand=brand, finished_at=None, defaults={"started_at": now, "total": total}
    )
    if is_new:
        put("withdrawal_check", {"check_id": check.pk})
    return check


def begin_all_checks(*, now: datetime) -> None:
    """Of every brand that has records."""
    sealed = WithdrawalRecord.objects.order_by().values("brand")
    for brand in Brand.objects.filter(pk__in=sealed).order_by("pk"):
        begin_check(brand, now=now)


def take_step(payload: dict[str, Any], *, message_id: int) -> Callable[[], None] | None:
    """Deliver one ``withdrawal_check``: read on where the check stands."""
    del message_id  # the check itself remembers how far it is
    check = (
        ChainCheck.objects.select_related("brand")
        .filter(pk=payload["check_id"], finished_at=None)
        .first()
    )
    if check is None:
        return None
    rows = WithdrawalRecord.objects.filter(brand=check.brand_id).order_by("sequence")
    if check.sequence is not None:
        rows = rows.filter(sequence__gt=check.sequence)
    records = [row.as_sealed() for row in rows[:_STEP]]
    after = ChainPoint(check.count, check.hash) if check.count else None
    breaks = verify_chain(records, chain=chain_of(check.brand), after=after)
    return partial(_note, check, records, _found(breaks))


def check_given_up(payload: dict[str, Any], _reason: str) -> None:
    """So that another can begin."""
    ChainCheck.objects.filter(pk=payload["check_id"], finished_at=None).delete()


def _note(check: ChainCheck, records: Sequence[SealedRecord], found: _Found) -> None:
    """Unless another delivery has read these already."""
    same = ChainCheck.objects.filter(pk=check.pk, count=check.count, finished_at=None)
    if records:
        check.sequence, check.hash = records[-1].sequence, records[-1].hash
    check.count += len(records)
    is_over = len(records) < _STEP
    if is_over:
        found = [*found, *_cut_off(check.brand_id)]
        check.finished_at = timezone.now()
    check.breaks = [*check.breaks, *found][:_MOST_BREAKS]
    fields = ("sequence", "hash", "count", "breaks", "finished_at")
    if not same.update(**{name: getattr(check, name) for name in fields}):
        return
    if not is_over:
        put("withdrawal_check", {"check_id": check.pk})
    elif check.breaks:
        log.error("The chain of %s is broken: %s", check.brand, check.breaks)


def _cut_off(brand_id: int) -> _Found:
    """Whether the record that ended the chain when it last was whole is still there:
    the chain alone cannot tell that its last records are gone."""
    whole = ChainCheck.objects.filter(brand=brand_id, breaks=[], count__gt=0)
    known = whole.exclude(finished_at=None).order_by("-finished_at").first()
    if known is None or known.sequence is None:
        return []
    kept = WithdrawalRecord.objects.filter(
        brand=brand_id, sequence=known.sequence, hash=known.hash
    )
    return [] if kept.exists() else [(known.sequence, BreakKind.HEAD.value)]


def _breaks_beside(record: WithdrawalRecord) -> list[ChainBreak]:
    first = max(record.sequence - 1, 1)
    rows = WithdrawalRecord.objects.filter(
        brand=record.brand_id, sequence__range=(first, record.sequence + 1)
    )
    records = [row.as_sealed() for row in rows.order_by("sequence")]
    after = ChainPoint(first - 1, records[0].previous_hash) if first > 1 else None
    return verify_chain(records, chain=chain_of(record.brand), after=after)


def _found(breaks: Sequence[ChainBreak]) -> _Found:
    return [(found.sequence, found.kind.value) for found in breaks]
