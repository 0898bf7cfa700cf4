from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from retour_core.domain.wire import FieldProblem, OrderIn
from retour_shop.outbox import Claim
from retour_shop.platform import Fetched


@dataclass
class Row:
    dirty: int = 0
    pushed: int = 0
    attempts: int = 0
    lease: str = ""
    leased_until: datetime | None = None
    available_at: datetime | None = None
    read_at: datetime | None = None
    fingerprint: str = ""
    last_error: str = ""
    problems: tuple[FieldProblem, ...] = ()
    rejected: bool = False
    settled_at: datetime | None = None


class InMemoryOutbox:
    """The whole ``Outbox`` port without a database; not thread-safe."""

    def __init__(self, *, lease_seconds: float = 60) -> None:
        self.rows: dict[str, Row] = {}
        self._lease = timedelta(seconds=lease_seconds)
        self._numbers = count(1)

    def mark_dirty(self, order_id: str) -> None:
        row = self.rows.setdefault(order_id, Row())
        row.dirty += 1
        row.rejected = False

    def claim(
        self, limit: int, *, now: datetime, only: Collection[str] | None = None
    ) -> list[Claim]:
        free = [
            (key, row)
            for key, row in self.rows.items()
            if row.dirty > row.pushed
            and not row.rejected
            and (only is None or key in only)
            and (row.available_at is None or row.available_at <= now)
            and (row.leased_until is None or row.leased_until < now)
        ]
        claims = []
        for key, row in free[:limit]:
            row.lease = str(next(self._numbers))
            row.leased_until = now + self._lease
            row.read_at = (
                max(now, row.read_at + timedelta(microseconds=1))
                if row.read_at
                else now
            )
            claims.append(Claim(key, row.dirty, row.attempts, row.read_at, row.lease))
        return claims

    def mark_pushed(self, claim: Claim, *, fingerprint: str, now: datetime) -> None:
        if row := self._held(claim):
            row.pushed = claim.seen
            row.attempts = 0
            row.settled_at = now
            row.fingerprint = fingerprint
            row.last_error = ""

    def mark_rejected(
        self, claim: Claim, problems: Sequence[FieldProblem], *, now: datetime
    ) -> None:
        if row := self._held(claim):
            row.problems = tuple(problems)
            row.settled_at = now
            row.rejected = row.dirty == claim.seen
            row.attempts += 1

    def postpone(self, claim: Claim, *, until: datetime, reason: str) -> None:
        if row := self._held(claim):
            row.available_at = until
            row.last_error = reason
            row.attempts += 1

    def release(self, claims: Sequence[Claim]) -> None:
        for claim in claims:
            self._held(claim)

    def _held(self, claim: Claim) -> Row | None:
        """The row with its lease given back, if it is still this claim's."""
        row = self.rows[claim.order_id]
        if row.lease != claim.lease:
            return None
        row.lease = ""
        row.leased_until = None
        return row


@dataclass
class InMemoryPlatform:
    """Orders by id; ``changed`` holds when each was last touched."""

    orders: dict[str, OrderIn] = field(default_factory=dict)
    changed: dict[str, datetime] = field(default_factory=dict)

    def fetch_orders(self, read_at: Mapping[str, datetime]) -> list[Fetched]:
        return [
            self.fetch_order(key, read_at=moment) for key, moment in read_at.items()
        ]

    def fetch_order(self, order_id: str, *, read_at: datetime) -> Fetched:
        order = self.orders.get(order_id)
        if order is None:
            return Fetched(order_id)
        return Fetched(order_id, order.model_copy(update={"changed_at": read_at}))

    def iter_changed(self, since: datetime) -> Iterator[str]:
        recent = [
            (moment, key) for key, moment in self.changed.items() if moment >= since
        ]
        return iter([key for _, key in sorted(recent)])

    def all_order_ids(self, after: str | None = None) -> Iterator[str]:
        return iter(sorted(key for key in self.orders if after is None or key > after))
