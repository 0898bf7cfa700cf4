"""The return that follows a withdrawal from goods that were sent (CRD art. 14)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from retour_core.orders.locks import lock_order
from retour_core.orders.models import Order
from retour_core.returns.actors import SYSTEM
from retour_core.returns.choices import RequestKind
from retour_core.returns.drafts import Selection
from retour_core.returns.models import Return
from retour_core.returns.operations import create_return
from retour_core.withdrawals.models import Withdrawal
from retour_core.withdrawals.records import statement_of_record


@transaction.atomic
def start_return(withdrawal: Withdrawal) -> Return | None:
    """Start the return of what was withdrawn from, approved and with a label to come.

    It takes what is left of each line: units on their way back already need no second
    label. ``None`` if nothing is left or no order is known. Starting again answers
    the first one. Raises ``NoReturnAddress``.
    """
    # The order first, as everybody does who locks a return's rows.
    order_id = Withdrawal.objects.values_list("order_id", flat=True).get(
        pk=withdrawal.pk
    )
    if order_id is None:
        return None
    order = lock_order(order_id)
    locked = (
        Withdrawal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("record", "ret")
        .get(pk=withdrawal.pk)
    )
    if locked.ret is not None:
        return locked.ret
    selections = _selections(locked, order)
    if not selections:
        return None
    locked.ret = create_return(
        order,
        selections,
        now=timezone.now(),
        actor=SYSTEM,
        locale=locked.content.get("locale", ""),
        kind=RequestKind.WITHDRAWAL,
    )
    locked.save(update_fields=["ret"])
    return locked.ret


def _selections(withdrawal: Withdrawal, order: Order) -> list[Selection]:
    statement = statement_of_record(withdrawal)
    wanted = {line.line_id: line.quantity for line in statement.lines if line.line_id}
    found = []
    for line in order.lines.filter(is_removed=False).order_by("position", "pk"):
        if statement.is_partial and line.external_id not in wanted:
            continue
        quantity = min(wanted.get(line.external_id, line.returnable), line.returnable)
        if quantity > 0:
            found.append(Selection(line.external_id, quantity))
    return found
