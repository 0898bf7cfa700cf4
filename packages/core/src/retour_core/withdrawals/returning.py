"""The return that follows a withdrawal from goods that were sent (CRD art. 14)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from retour_core.orders.locks import lock_order
from retour_core.orders.models import Order
from retour_core.returns.actors import SYSTEM
from retour_core.returns.choices import RequestKind
from retour_core.returns.drafts import Selection
from retour_core.returns.foreseeing import price_ahead
from retour_core.returns.models import Return
from retour_core.returns.operations import WayBack, create_return
from retour_core.withdrawals.models import Withdrawal
from retour_core.withdrawals.records import statement_of_record


def start_return(withdrawal: Withdrawal) -> Return | None:
    """Start the return of what was withdrawn from, approved and with a label to come.

    It takes what is left of each line: units on their way back already need no second
    label. ``None`` if nothing is left or no order is known. Starting again answers
    the first one. May ask the carrier for its price, so never to be called inside a
    transaction. Raises ``NoReturnAddress``.
    """
    withdrawal = Withdrawal.objects.select_related("record", "order__brand").get(
        pk=withdrawal.pk
    )
    order = withdrawal.order
    if order is None:
        return None
    price = None
    if withdrawal.ret_id is None:
        price = price_ahead(
            order,
            _selections(withdrawal, order),
            now=timezone.now(),
            kind=RequestKind.WITHDRAWAL,
        )
    return _started(withdrawal.pk, order.pk, price)


@transaction.atomic
def _started(
    withdrawal_id: int, order_id: int, price: dict[str, Any] | None
) -> Return | None:
    # The order first, as everybody does who locks a return's rows.
    order = lock_order(order_id)
    locked = (
        Withdrawal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("record", "ret")
        .get(pk=withdrawal_id)
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
        way=WayBack(price=price),
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
