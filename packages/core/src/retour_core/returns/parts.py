"""The parts of a settlement: money, store credit, goods, each executed by itself.

Of each part the latest row counts; one that failed is out, and can be decided anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from retour_core.domain.errors import DomainError
from retour_core.returns.choices import (
    RefundState,
    ReplacementState,
    ResolutionChoices,
    StoreCreditState,
)
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.part_models import ReplacementItem, StoreCredit
from retour_core.returns.refund_models import Refund

Part = Refund | StoreCredit | ReplacementItem
_Row = TypeVar("_Row", Refund, StoreCredit, ReplacementItem)

_DONE = frozenset({RefundState.SUCCESS, StoreCreditState.ISSUED, ReplacementState.SENT})
_FAILED = frozenset(
    {RefundState.FAILURE, StoreCreditState.FAILED, ReplacementState.FAILED}
)


class SettlementDecided(DomainError):
    """How this return is settled is decided already, so this cannot change any more."""

    code = "settlement_decided"


@dataclass(frozen=True)
class Settled:
    """What was decided for a return; each part has its own state."""

    refund: Refund | None = None
    credit: StoreCredit | None = None
    replacements: tuple[ReplacementItem, ...] = ()

    def __iter__(self) -> Iterator[Part]:
        if self.refund is not None:
            yield self.refund
        if self.credit is not None:
            yield self.credit
        yield from self.replacements

    @property
    def is_live(self) -> bool:
        """Whether anything is promised or done."""
        return any(not has_failed(part) for part in self)

    @property
    def has_failures(self) -> bool:
        return any(has_failed(part) for part in self)

    @property
    def is_done(self) -> bool:
        parts = list(self)
        return bool(parts) and all(is_done(part) for part in parts)


def is_done(part: Part) -> bool:
    return part.state in _DONE


def has_failed(part: Part) -> bool:
    return part.state in _FAILED


def latest_parts(ret: Return) -> Settled:
    """Three queries; none where refunds, credits and replacements are prefetched."""
    by_line = {row.line_id: row for row in _oldest_first(ret.replacements.all())}
    return Settled(
        refund=_last(ret.refunds.all()),
        credit=_last(ret.credits.all()),
        replacements=tuple(by_line.values()),
    )


def parts_of_lines(ret: Return, lines: Iterable[ReturnLine]) -> Settled:
    """The same of a return with these lines: one query where money settles them all."""
    if any(line.resolution != ResolutionChoices.REFUND for line in lines):
        return latest_parts(ret)
    return Settled(refund=_last(ret.refunds.all()))


def parts_of_key(ret: Return, key: str) -> Settled:
    """What the call with this idempotency key decided, whatever became of it."""
    return Settled(
        refund=ret.refunds.filter(key=key).last(),
        credit=ret.credits.filter(key=key).last(),
        replacements=tuple(ret.replacements.filter(key=key).order_by("pk")),
    )


def _oldest_first(rows: Iterable[_Row]) -> list[_Row]:
    return sorted(rows, key=lambda row: row.pk)


def _last(rows: Iterable[_Row]) -> _Row | None:
    return next(reversed(_oldest_first(rows)), None)


def is_decided(ret: Return) -> bool:
    return latest_parts(ret).is_live


def check_undecided(ret: Return) -> None:
    """Raises ``SettlementDecided``; lock the return first."""
    if is_decided(ret):
        raise SettlementDecided
