"""The parts of a settlement: money, store credit, goods, each executed by itself.

Of each part the latest row counts; one that failed is out, and can be decided anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from retour_core.domain.errors import DomainError
from retour_core.returns.choices import (
    RefundState,
    ReplacementState,
    StoreCreditState,
)
from retour_core.returns.models import Refund, Return
from retour_core.returns.part_models import ReplacementItem, StoreCredit

Part = Refund | StoreCredit | ReplacementItem

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
    """Three queries."""
    by_line = {
        row.line_id: row
        for row in ret.replacements.select_related("line").order_by("pk")
    }
    return Settled(
        refund=ret.refunds.order_by("pk").last(),
        credit=ret.credits.order_by("pk").last(),
        replacements=tuple(by_line.values()),
    )


def parts_of_key(ret: Return, key: str) -> Settled:
    """What the call with this idempotency key decided, whatever became of it."""
    return Settled(
        refund=ret.refunds.filter(key=key).last(),
        credit=ret.credits.filter(key=key).last(),
        replacements=tuple(ret.replacements.filter(key=key).order_by("pk")),
    )


def is_decided(ret: Return) -> bool:
    return latest_parts(ret).is_live


def check_undecided(ret: Return) -> None:
    """Raises ``SettlementDecided``; lock the return first."""
    if is_decided(ret):
        raise SettlementDecided
