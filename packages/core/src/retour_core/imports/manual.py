"""One order typed in by a person, such as a purchase over the counter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from retour_core.domain.errors import DomainError
from retour_core.domain.wire import FieldProblem
from retour_core.orders.locks import lock_shop
from retour_core.orders.models import Order, OrderSource
from retour_core.orders.numbers import number_key
from retour_core.orders.operations import receive_orders

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from retour_core.orders.models import Shop


class OrderRefused(DomainError):
    """The order cannot be taken as it is; mend the fields named."""

    code = "order_refused"

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


@transaction.atomic
def enter_order(
    shop: Shop, raw: Mapping[str, Any], *, now: datetime, actor: str
) -> Order:
    """Store an order that is not there yet; ``raw`` is of the wire's shape.

    Raises ``OrderRefused`` with the fields, also if the shop has the number already:
    what is typed in never replaces what a shop sent.
    """
    lock_shop(shop.pk)
    number = str(raw.get("number", ""))
    known = Order.objects.for_shop(shop).filter(
        Q(external_id=number) | Q(number_key=number_key(number))
    )
    if number and known.exists():
        message = _("This shop has an order of this number already.")
        raise OrderRefused(
            [FieldProblem(pointer="/number", code="number_taken", message=message)]
        )
    [result] = receive_orders(
        shop, [raw], now=now, source=OrderSource.MANUAL, actor=actor
    )
    if result.errors:
        raise OrderRefused(result.errors)
    return Order.objects.for_shop(shop).get(external_id=result.id)
