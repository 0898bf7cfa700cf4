"""Orders that Retour does not know yet, and how a batch of them is pushed."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from retour_core.domain.wire import FieldProblem, OrderIn, OrderResult
from retour_shop.client import RetourClient
from retour_shop.errors import ErrorKind, RetourError
from retour_shop.platform import Platform
from retour_shop.retry import backoff

logger = logging.getLogger(__name__)

BATCH_SIZE: Final = 100
GONE: Final = FieldProblem(
    pointer="", code="order_gone", message="The shop no longer has this order."
)


@dataclass(frozen=True)
class Claim:
    """A lease on one dirty order.

    ``seen`` is its dirty counter when it was leased: a change that comes later
    counts further, and so survives this push. ``read_at`` is what the order's
    ``changed_at`` will be; per order it only ever grows, even if the clock does not.
    """

    order_id: str
    seen: int
    attempts: int
    read_at: datetime
    lease: str


class Outbox(Protocol):
    """A durable store of dirty orders. Each call is one transaction.

    Everything but ``claim`` changes nothing once the lease has gone to another.
    """

    def claim(
        self, limit: int, *, now: datetime, only: Collection[str] | None = None
    ) -> list[Claim]: ...

    def mark_pushed(self, claim: Claim, *, fingerprint: str, now: datetime) -> None: ...

    def mark_rejected(
        self, claim: Claim, problems: Sequence[FieldProblem], *, now: datetime
    ) -> None:
        """Set aside until the order changes or a person asks again."""

    def postpone(self, claim: Claim, *, until: datetime, reason: str) -> None: ...

    def release(self, claims: Sequence[Claim]) -> None:
        """Give the leases back untouched: the failure was not the orders'."""


@dataclass(frozen=True)
class PushReport:
    claimed: int = 0
    pushed: int = 0
    rejected: int = 0
    postponed: int = 0
    error: RetourError | None = None


def fingerprint(order: OrderIn) -> str:
    """Equal for two reads of an order that has not changed in between."""
    text = order.model_dump_json(exclude={"changed_at"})
    return hashlib.sha256(text.encode()).hexdigest()


def push_batch(
    outbox: Outbox,
    platform: Platform,
    client: RetourClient,
    *,
    clock: Callable[[], datetime],
    limit: int = BATCH_SIZE,
    only: Collection[str] | None = None,
    jitter: float = 0.5,
) -> PushReport:
    """Lease up to ``limit`` dirty orders, read them afresh, push them, settle each.

    An error of the connection gives all leases back and is returned, not raised:
    what it means for the next attempt is decided by ``decide_retry``.
    """
    claims = outbox.claim(limit, now=clock(), only=only)
    batch = _Batch(outbox, client, clock, jitter)
    by_id = {claim.order_id: claim for claim in claims}
    try:
        ready = []
        for found in platform.fetch_orders({c.order_id: c.read_at for c in claims}):
            claim = by_id.pop(found.order_id)
            if found.order is not None:
                ready.append((claim, found.order))
            else:
                batch.reject(claim, found.problems or (GONE,))
        for claim in by_id.values():
            batch.reject(claim, (GONE,))
    except BaseException:
        outbox.release(claims)
        raise
    batch.push(ready)
    return PushReport(
        len(claims), batch.pushed, batch.rejected, batch.postponed, batch.error
    )


class _Batch:
    def __init__(
        self,
        outbox: Outbox,
        client: RetourClient,
        clock: Callable[[], datetime],
        jitter: float,
    ) -> None:
        self._outbox = outbox
        self._client = client
        self._clock = clock
        self._jitter = jitter
        self.pushed = self.rejected = self.postponed = 0
        self.error: RetourError | None = None

    def push(self, ready: Sequence[tuple[Claim, OrderIn]]) -> None:
        if not ready:
            return
        claims = [claim for claim, _ in ready]
        if self.error is not None:
            self._outbox.release(claims)
            return
        try:
            results = self._client.push_orders([order for _, order in ready])
        except RetourError as error:
            self._refused(error, ready)
            return
        except BaseException:
            self._outbox.release(claims)
            raise
        for (claim, order), result in zip(ready, results, strict=True):
            self._settle(claim, order, result)

    def _refused(
        self, error: RetourError, ready: Sequence[tuple[Claim, OrderIn]]
    ) -> None:
        if error.kind is not ErrorKind.INPUT:
            self.error = error
            self._outbox.release([claim for claim, _ in ready])
        elif len(ready) == 1:
            problem = FieldProblem(
                pointer="", code=error.problem_code or "refused", message=error.message
            )
            self.reject(ready[0][0], (problem,))
        else:
            # One order spoils the request, or it is too large: halves find out which.
            middle = len(ready) // 2
            self.push(ready[:middle])
            self.push(ready[middle:])

    def _settle(self, claim: Claim, order: OrderIn, result: OrderResult) -> None:
        match result.status:
            case "rejected":
                self.reject(claim, result.errors)
            case "stale":
                self._postpone(
                    claim,
                    "Retour holds a later state of this order; is this machine's "
                    "clock behind?",
                )
            case "created" | "updated" | "unchanged":
                self._outbox.mark_pushed(
                    claim, fingerprint=fingerprint(order), now=self._clock()
                )
                self.pushed += 1

    def reject(self, claim: Claim, problems: Sequence[FieldProblem]) -> None:
        logger.warning(
            "Order %s is not taken by Retour: %s",
            claim.order_id,
            "; ".join(f"{p.pointer} {p.message}" for p in problems),
        )
        self._outbox.mark_rejected(claim, problems, now=self._clock())
        self.rejected += 1

    def _postpone(self, claim: Claim, reason: str) -> None:
        wait: timedelta = backoff(claim.attempts + 1, jitter=self._jitter)
        self._outbox.postpone(claim, until=self._clock() + wait, reason=reason)
        self.postponed += 1
