"""Fixing what each return line is worth, when the return takes hold of its units."""

from __future__ import annotations

from collections import Counter

from django.db.models import Sum

from retour_core.domain.money import unit_shares
from retour_core.domain.refunds import LineBalance, line_refund
from retour_core.domain.states import HOLDING_STATES
from retour_core.returns.models import Return, ReturnLine


def price_lines(ret: Return) -> None:
    """Write which units each line takes and their ``refund_minor``; the order must be
    locked and the return not yet hold its units."""
    own_units: Counter[int] = Counter()
    own_minor: Counter[int] = Counter()
    for line in ret.lines.select_related("order_line").order_by("pk"):
        bought = line.order_line
        taken = (
            ReturnLine.objects.filter(
                order_line=bought, parent__state__in=[str(s) for s in HOLDING_STATES]
            ).aggregate(total=Sum("refund_minor"))["total"]
            or 0
        )
        balance = LineBalance(
            paid_minor=bought.total_incl_minor,
            units=bought.ordered,
            taken_units=bought.net_returned + own_units[bought.pk],
            taken_minor=taken + own_minor[bought.pk],
            units_elsewhere=bought.refunded_elsewhere,
        )
        line.first_unit = balance.units_elsewhere + balance.taken_units
        line.refund_minor = line_refund(balance, line.quantity)
        line.save(update_fields=["first_unit", "refund_minor"])
        own_units[bought.pk] += line.quantity
        own_minor[bought.pk] += line.refund_minor


def worth_of(line: ReturnLine, units: int) -> int:
    """Minor units for the first ``units`` of those the line holds."""
    if not line.held:
        return 0
    return sum(unit_shares(line.refund_minor, line.held)[:units])
