"""Fixing what each return line is worth, when the return takes hold of its units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery, Sum

from retour_core.domain.money import unit_shares
from retour_core.domain.refunds import LineBalance, line_refund
from retour_core.domain.states import HOLDING_STATES
from retour_core.returns.models import Return, ReturnLine


@dataclass(frozen=True)
class Price:
    """``first_unit`` is the index in the order line, from 0, of the first unit taken;
    ``minor`` what the units taken are worth together."""

    first_unit: int
    minor: int


def price_lines(ret: Return) -> None:
    """Write which units each line takes and their ``refund_minor``; the order must be
    locked and the return not yet hold its units."""
    rows = ret.lines.select_related("order_line").annotate(held_minor=held_minor())
    lines = list(rows.order_by("pk"))
    for line, price in zip(lines, prices_of(lines), strict=True):
        line.first_unit, line.refund_minor = price.first_unit, price.minor
        line.save(update_fields=["first_unit", "refund_minor"])


def held_minor() -> Subquery:
    """For lines of returns: what all returns that hold units of the same order line
    take of it; ``None`` where there is none."""
    holding = ReturnLine.objects.filter(
        order_line=OuterRef("order_line"),
        parent__state__in=[str(state) for state in HOLDING_STATES],
    ).order_by()
    totals = holding.values("order_line").annotate(total=Sum("refund_minor"))
    return Subquery(totals.values("total"))


def prices_of(lines: Sequence[ReturnLine]) -> list[Price]:
    """What each line of a draft would take if it were submitted now, one after the
    other; ``order_line`` is loaded, and ``held_minor`` as that function tells it."""
    held = {line.order_line_id: line.held_minor or 0 for line in lines}  # type: ignore[attr-defined]
    taken_units: Counter[int] = Counter()
    taken_minor: Counter[int] = Counter(held)
    prices = []
    for line in lines:
        bought = line.order_line
        balance = LineBalance(
            paid_minor=bought.total_incl_minor,
            units=bought.ordered,
            taken_units=bought.net_returned + taken_units[bought.pk],
            taken_minor=taken_minor[bought.pk],
            units_elsewhere=bought.refunded_elsewhere,
        )
        price = Price(
            balance.units_elsewhere + balance.taken_units,
            line_refund(balance, line.quantity),
        )
        taken_units[bought.pk] += line.quantity
        taken_minor[bought.pk] += price.minor
        prices.append(price)
    return prices


def worth_of(line: ReturnLine, units: int) -> int:
    """Minor units for the first ``units`` of those the line holds."""
    if not line.held:
        return 0
    return sum(unit_shares(line.refund_minor, line.held)[:units])
