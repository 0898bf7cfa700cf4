"""Counting units of order lines; the order must be locked.

Each change is a conditional UPDATE, and a check constraint stands behind it: what
was bought once cannot come back twice.
"""

from __future__ import annotations

from django.db.models import F

from retour_core.domain.errors import DomainError
from retour_core.orders.models import OrderLine
from retour_core.returns.models import Return


class QuantityNotAvailable(DomainError):
    """More units were asked for than can still be returned."""

    code = "quantity_not_available"


def hold_units(ret: Return) -> None:
    """Take the return's units out of what can be returned; all or none.

    Raises ``QuantityNotAvailable`` with the line, what was asked for and what is
    left; the caller's transaction must then roll back.
    """
    for line in ret.lines.select_related("order_line").order_by("order_line_id"):
        changed = OrderLine.objects.filter(
            pk=line.order_line_id,
            is_removed=False,
            requested__lte=F("returnable_limit")
            + F("cancelled")
            + F("sent_back")
            - line.quantity,
        ).update(requested=F("requested") + line.quantity)
        if not changed:
            raise not_available(line.order_line, line.quantity)


def release_units(ret: Return) -> None:
    """Make the units of a cancelled, rejected or expired return returnable again."""
    for line in ret.lines.order_by("order_line_id"):
        OrderLine.objects.filter(pk=line.order_line_id).update(
            cancelled=F("cancelled") + line.quantity
        )


def check_available(line: OrderLine, asked: int) -> None:
    """Raises ``QuantityNotAvailable``; what was loaded counts, holding asks again."""
    if line.is_removed or asked > line.returnable:
        raise not_available(line, asked)


def not_available(line: OrderLine, asked: int) -> QuantityNotAvailable:
    left = 0 if line.is_removed else max(line.returnable, 0)
    if left == 0:
        text = f"No unit of “{line.title}” can be returned any more."
    else:
        text = f"Only {left} of “{line.title}” can still be returned, not {asked}."
    return QuantityNotAvailable(
        text, line_id=line.external_id, item=line.title, asked=asked, available=left
    )
