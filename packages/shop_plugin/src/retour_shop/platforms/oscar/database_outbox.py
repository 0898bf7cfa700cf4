from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import connections, router, transaction
from django.db.models import Case, F, Q, Value, When

from retour_core.domain.wire import FieldProblem
from retour_shop.outbox import Claim
from retour_shop.platforms.oscar.models import PushState

_FREE = {"lease": "", "leased_until": None}


class DatabaseOutbox:
    """``PushState`` rows as the outbox; several workers may share it.

    On PostgreSQL workers skip each other's rows (``SKIP LOCKED``); elsewhere the
    conditional update decides who has a row.
    """

    def __init__(self, *, lease_seconds: float) -> None:
        self._lease = timedelta(seconds=lease_seconds)

    def claim(
        self, limit: int, *, now: datetime, only: Collection[str] | None = None
    ) -> list[Claim]:
        free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
        waiting = PushState.objects.filter(
            free,
            dirty__gt=F("pushed"),
            available_at__lte=now,
            rejected_at__isnull=True,
        )
        if only is not None:
            waiting = waiting.filter(order_id__in=[int(key) for key in only])
        alias = router.db_for_write(PushState)
        lease = uuid.uuid4().hex
        claims = []
        with transaction.atomic(using=alias):
            candidates = waiting.order_by("available_at", "pk")
            if connections[alias].features.has_select_for_update_skip_locked:
                candidates = candidates.select_for_update(skip_locked=True)
            for row in candidates[:limit]:
                read_at = _later_than(row.read_at, now)
                taken = waiting.filter(pk=row.pk).update(
                    lease=lease, leased_until=now + self._lease, read_at=read_at
                )
                if taken:
                    claims.append(
                        Claim(
                            str(row.order_id), row.dirty, row.attempts, read_at, lease
                        )
                    )
        return claims

    def mark_pushed(self, claim: Claim, *, fingerprint: str, now: datetime) -> None:
        self._settle(
            claim,
            pushed=claim.seen,
            attempts=0,
            fingerprint=fingerprint,
            pushed_at=now,
            last_error="",
            problems=[],
        )

    def mark_rejected(
        self, claim: Claim, problems: Sequence[FieldProblem], *, now: datetime
    ) -> None:
        self._settle(
            claim,
            attempts=F("attempts") + 1,
            last_error="; ".join(problem.message for problem in problems),
            problems=[problem.model_dump() for problem in problems],
            # A change that came while we were asking may have cured it.
            rejected_at=Case(When(dirty=claim.seen, then=Value(now)), default=None),
        )

    def postpone(self, claim: Claim, *, until: datetime, reason: str) -> None:
        self._settle(
            claim, attempts=F("attempts") + 1, available_at=until, last_error=reason
        )

    def release(self, claims: Sequence[Claim]) -> None:
        for claim in claims:
            self._settle(claim)

    def _settle(self, claim: Claim, **changes: object) -> None:
        PushState.objects.filter(
            order_id=int(claim.order_id), lease=claim.lease
        ).update(**_FREE, **changes)


def _later_than(previous: datetime | None, now: datetime) -> datetime:
    """``now``, or just after ``previous`` on a machine whose clock was set back."""
    if previous is None or previous < now:
        return now
    return previous + timedelta(microseconds=1)
