"""A computed refund: rows, and the same amounts summed the other ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import PlainSerializer

from retour_core.domain.errors import DomainError
from retour_core.domain.money import Money
from retour_core.domain.policies.kinds import Resolution
from retour_core.domain.refunds.order import TenderKind
from retour_core.domain.refunds.rows import Payout, Row, RowKind


class BreakdownInvalid(DomainError, ValueError):
    """This is no breakdown of a refund, or its amounts do not add up."""

    code = "breakdown_invalid"


class ShareTo(StrEnum):
    """``UNASSIGNED``: the tenders known do not hold it; somebody has to say where to.
    ``NEW_CREDIT``: store credit to be issued, bonus included."""

    TENDER = "tender"
    UNASSIGNED = "unassigned"
    NEW_CREDIT = "new_credit"


@dataclass(frozen=True, slots=True)
class Share:
    """What one tender gets: ``reference`` and ``tender`` are its own."""

    to: ShareTo
    minor: int
    reference: str = ""
    tender: TenderKind | None = None


class ItemTotal(NamedTuple):
    """All rows of one item in a line: ``worth_*`` before fees and what is given in
    goods. ``worth_incl_minor`` is what its units hold of the line's payment, to be told
    as ``PaidLine.taken_minor`` with ``units`` next time."""

    line: str
    resolution: Resolution
    units: tuple[int, ...]
    worth_incl_minor: int
    worth_excl_minor: int
    incl_minor: int
    excl_minor: int
    tax_minor: int


# Named tuples as there are many of them: frozen dataclasses take six times as long to
# make. Written, they are objects with names all the same.
_Row = Annotated[Row, PlainSerializer(Row._asdict)]
_ItemTotal = Annotated[ItemTotal, PlainSerializer(ItemTotal._asdict)]


@dataclass(frozen=True, slots=True)
class RateTotal:
    rate: Decimal | None
    incl_minor: int
    excl_minor: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class RefundBreakdown:
    """``total_minor`` is the sum of the rows, of ``rates`` and of ``shares``, and that
    of ``items`` with the rows that belong to no item.

    It is ``money_minor`` and ``credit_minor``, the latter with ``bonus_minor`` in it.
    ``limit_minor`` is captured − refunded, beyond which there is only the bonus.
    ``items`` are in the sequence they were asked for.
    """

    currency: str
    rows: tuple[_Row, ...]
    items: tuple[_ItemTotal, ...]
    rates: tuple[RateTotal, ...]
    shares: tuple[Share, ...]
    total_minor: int
    money_minor: int
    credit_minor: int
    bonus_minor: int
    limit_minor: int

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def money(self) -> Money:
        return Money(self.money_minor, self.currency)

    @property
    def store_credit(self) -> Money:
        """To be issued, bonus included."""
        return Money(self.credit_minor, self.currency)

    @property
    def exchange_difference(self) -> Money:
        """What exchanged items are dearer: recorded, never charged by itself."""
        return Money(self._noted(RowKind.EXCHANGE_DIFFERENCE), self.currency)

    @property
    def waived(self) -> Money:
        return Money(self._noted(RowKind.WAIVED_FEE), self.currency)

    def _noted(self, kind: RowKind) -> int:
        return sum(row.noted_minor for row in self.rows if row.kind is kind)


def rate_totals(rows: Iterable[Row]) -> tuple[RateTotal, ...]:
    """By rising rate, what has none last; rates of noted rows alone are left out."""
    sums: defaultdict[Decimal | None, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        if row.incl_minor or row.excl_minor:
            total = sums[row.rate]
            total[0] += row.incl_minor
            total[1] += row.excl_minor
    return tuple(
        RateTotal(rate, incl, excl, incl - excl)
        for rate, (incl, excl) in sorted(
            sums.items(), key=lambda entry: (entry[0] is None, entry[0] or 0)
        )
    )


def check_sums(breakdown: RefundBreakdown) -> None:
    """Raise BreakdownInvalid, naming each sum that does not come out."""
    wrong = list(_wrong_sums(breakdown))
    if wrong:
        raise BreakdownInvalid(sums=wrong)


def _wrong_sums(breakdown: RefundBreakdown) -> Iterator[str]:
    rows, total = breakdown.rows, breakdown.total_minor
    by_item: defaultdict[int | None, list[int]] = defaultdict(lambda: [0, 0, 0])
    by_payout = dict.fromkeys(Payout, 0)
    for row in rows:
        by_payout[row.payout] += row.incl_minor
        amounts = (row.incl_minor, row.excl_minor, row.tax_minor)
        for column, amount in enumerate(amounts):
            by_item[row.item][column] += amount
    sums = {
        "taxes": all(r.incl_minor == r.excl_minor + r.tax_minor for r in rows),
        "rows": sum(row.incl_minor for row in rows) == total,
        "items": all(
            [item.incl_minor, item.excl_minor, item.tax_minor] == by_item[position]
            for position, item in enumerate(breakdown.items)
        )
        and set(by_item) <= {None, *range(len(breakdown.items))},
        "rates": breakdown.rates == rate_totals(rows),
        "shares": sum(share.minor for share in breakdown.shares) == total,
        "money": by_payout[Payout.MONEY] == breakdown.money_minor,
        "credit": by_payout[Payout.CREDIT] == breakdown.credit_minor,
        "bonus": breakdown.bonus_minor
        == sum(row.incl_minor for row in rows if row.kind is RowKind.BONUS),
        "not below zero": breakdown.money_minor >= 0 <= breakdown.credit_minor,
        "limit": total - breakdown.bonus_minor <= breakdown.limit_minor,
    }
    return (name for name, is_right in sums.items() if not is_right)
