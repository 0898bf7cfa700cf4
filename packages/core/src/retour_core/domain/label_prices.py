"""What labels cost, and what a month of them adds up to; nothing else costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from retour_core.domain.errors import DomainError


class PricesInvalid(DomainError):
    """A price list begins with the first label and goes up from tier to tier."""

    code = "label_prices_invalid"


class EntryKind(StrEnum):
    LABEL = "label"
    CREDIT = "credit"
    RECHARGE = "recharge"
    SURCHARGE = "surcharge"


@dataclass(frozen=True, order=True)
class Tier:
    """From the ``start``-th label of a month on, each costs ``minor`` units."""

    start: int
    minor: int


@dataclass(frozen=True)
class PriceList:
    """Raises ``PricesInvalid`` for tiers that leave a label without a price."""

    tiers: tuple[Tier, ...]

    def __post_init__(self) -> None:
        starts = [tier.start for tier in self.tiers]
        if not starts or starts[0] != 1 or starts != sorted(set(starts)):
            raise PricesInvalid
        if any(tier.minor < 0 for tier in self.tiers):
            raise PricesInvalid

    def price_of(self, nth: int) -> int:
        """Minor units for the ``nth`` label of a month; the first is 1.

        Tiers are graduated: reaching one does not change what was charged before.
        """
        if nth < 1:
            raise PricesInvalid
        return max(tier for tier in self.tiers if tier.start <= nth).minor


@dataclass(frozen=True)
class Entry:
    """``minor`` is negative for a credit."""

    kind: EntryKind
    minor: int


@dataclass(frozen=True)
class StatementLine:
    """``count`` entries at ``unit_minor`` each."""

    kind: EntryKind
    count: int
    unit_minor: int

    @property
    def minor(self) -> int:
        return self.count * self.unit_minor


@dataclass(frozen=True)
class Statement:
    lines: tuple[StatementLine, ...]

    @property
    def total_minor(self) -> int:
        return sum(line.minor for line in self.lines)


def statement(entries: Iterable[Entry]) -> Statement:
    """Entries by kind and price; the lines add up to exactly what the entries do."""
    counts: dict[tuple[EntryKind, int], int] = defaultdict(int)
    for entry in entries:
        counts[entry.kind, entry.minor] += 1
    order: Sequence[EntryKind] = tuple(EntryKind)
    lines = [StatementLine(kind, n, unit) for (kind, unit), n in counts.items()]
    lines.sort(key=lambda line: (order.index(line.kind), -line.unit_minor))
    return Statement(tuple(lines))
