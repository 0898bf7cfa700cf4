"""The loop that brings changed orders to Retour, and returns and refunds back."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

from django.db import close_old_connections
from django.utils import timezone

from retour_shop.client import RetourClient
from retour_shop.errors import RetourError
from retour_shop.outbox import Outbox, PushReport, push_batch
from retour_shop.platform import Platform
from retour_shop.platforms.oscar import operations
from retour_shop.platforms.oscar.conf import RetourSettings, retour_settings
from retour_shop.platforms.oscar.database_outbox import DatabaseOutbox
from retour_shop.platforms.oscar.models import Connection
from retour_shop.platforms.oscar.reading import OscarPlatform
from retour_shop.platforms.oscar.refunds import poll_refunds
from retour_shop.platforms.oscar.returns import poll_returns
from retour_shop.platforms.oscar.sweep import sweep

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RoundReport:
    """What one round of the worker did. ``waiting`` means: not now, see the row."""

    pushed: int = 0
    rejected: int = 0
    swept: int = 0
    returns: int = 0
    refunds: int = 0
    error: RetourError | None = None
    waiting: bool = False


class Worker:
    """One worker; any number may run, also on several machines.

    All its memory is in the database: it may be killed at any moment, and another
    goes on. ``clock`` gives aware datetimes.
    """

    def __init__(
        self,
        *,
        client: RetourClient | None = None,
        clock: Callable[[], datetime] = timezone.now,
        conf: RetourSettings | None = None,
    ) -> None:
        self._conf = conf or retour_settings()
        self._client = client or operations.new_client()
        self._clock = clock
        self._outbox: Outbox = DatabaseOutbox(lease_seconds=self._conf.lease_seconds)
        self._platform: Platform = OscarPlatform()
        operations.connection_row()
        operations.resume_if_reconfigured()

    def run(self, stop: Event) -> None:
        """Round after round until ``stop`` is set; the round under way is finished."""
        while not stop.is_set():
            close_old_connections()
            try:
                report = self.run_once(stop)
            except Exception:
                # A round may die of a lost database; the process must not.
                logger.exception("This round failed; the next one begins shortly.")
                stop.wait(5)
                continue
            if report.error is not None:
                logger.warning("Retour: %s", report.error.message)
            if report.pushed or report.refunds:
                logger.info(
                    "Pushed %d orders, booked %d refunds.",
                    report.pushed,
                    report.refunds,
                )
            stop.wait(self._conf.poll_seconds)

    def run_once(self, stop: Event | None = None) -> RoundReport:
        """Everything that is due now."""
        now = self._clock()
        Connection.objects.filter(pk=1).update(worker_seen_at=now)
        row = operations.connection_row()
        swept = self._sweep(row, now)
        if row.retry_at is not None and row.retry_at > now:
            return RoundReport(swept=swept, waiting=True)
        try:
            return self._talk(row, now, swept, stop)
        except RetourError as error:
            operations.record_failure(error, now=self._clock(), jitter=_jitter())
            return RoundReport(swept=swept, error=error)

    def _talk(
        self, row: Connection, now: datetime, swept: int, stop: Event | None
    ) -> RoundReport:
        # The connection test comes first after a stop: a token that is still wrong
        # is found out with one small question.
        if not row.shop_key or row.stopped_reason:
            operations.learn_shop(self._client, now=now)
        pushed, rejected = self._push(stop)
        returns = refunds = 0
        if _due(row.polled_at, self._conf.returns_seconds, now):
            refunds = poll_refunds(self._client)
            returns = poll_returns(self._client)
            Connection.objects.filter(pk=1).update(polled_at=now)
            operations.record_contact(now=self._clock())
        return RoundReport(
            pushed=pushed,
            rejected=rejected,
            swept=swept,
            returns=returns,
            refunds=refunds,
        )

    def _push(self, stop: Event | None) -> tuple[int, int]:
        pushed = rejected = 0
        while stop is None or not stop.is_set():
            report = self.push_some()
            pushed += report.pushed
            rejected += report.rejected
            if report.error is not None:
                raise report.error
            if report.pushed:
                operations.record_contact(now=self._clock(), pushed=True)
            if report.claimed < self._conf.batch_size:
                break
        return pushed, rejected

    def push_some(self, only: list[str] | None = None) -> PushReport:
        return push_batch(
            self._outbox,
            self._platform,
            self._client,
            clock=self._clock,
            limit=self._conf.batch_size,
            only=only,
            jitter=_jitter(),
        )

    def _sweep(self, row: Connection, now: datetime) -> int:
        if not _due(row.swept_at, self._conf.sweep_seconds, now):
            return 0
        return sweep(self._platform, now=now)


def _due(last: datetime | None, seconds: float, now: datetime) -> bool:
    return last is None or now - last >= timedelta(seconds=seconds)


def _jitter() -> float:
    return random.random()  # noqa: S311 - spreads retries, hides nothing
