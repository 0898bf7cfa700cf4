"""Returns that have a label before anybody asked: it lies in the parcel.

Such a return is a draft with ``reserved_until``: it holds no units, is in no list and
is not discarded. It becomes a return like others when the customer opens the order
(``drafts.start_draft`` hands it out), or by the first scan of its parcel. Else it
expires, and its label is given back.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from retour_core.brands.languages import spoken
from retour_core.brands.queries import default_return_address
from retour_core.domain.errors import DomainError
from retour_core.domain.methods import METHODS_WITH_LABEL, ReturnMethod
from retour_core.domain.policies import Resolution
from retour_core.domain.rma import new_rma_number
from retour_core.domain.states import ReturnState
from retour_core.orders.locks import lock_order
from retour_core.orders.models import Order, OrderStatus
from retour_core.outbox.operations import put
from retour_core.returns.actors import SYSTEM
from retour_core.returns.asking import ask
from retour_core.returns.choices import RequestKind
from retour_core.returns.models import Return, ReturnLine, ReturnQuerySet
from retour_core.returns.reasons import freeze_reasons
from retour_core.returns.refusals import NoReturnAddress, OrderCancelled
from retour_core.returns.terms import write_terms
from retour_core.returns.transition import lock_return, move, note


class NothingToReserve(DomainError):
    """Nothing of this order can be returned any more."""

    code = "nothing_to_reserve"


@transaction.atomic
def reserve(order: Order, *, until: datetime) -> tuple[Return, bool]:
    """The order's reserved return, and whether it is new; one an order.

    Raises ``OrderCancelled``, ``NothingToReserve`` or ``NoReturnAddress``.
    """
    order = lock_order(order.pk)
    known = _reserved(order).first()
    if known is not None:
        return known, False
    if order.status == OrderStatus.CANCELLED:
        raise OrderCancelled
    lines = order.lines.filter(is_removed=False)
    if not any(line.returnable > 0 for line in lines):
        raise NothingToReserve
    address = default_return_address(order.brand_id)
    if address is None:
        raise NoReturnAddress
    made = Return.objects.create(
        rma_number=new_rma_number(secrets.randbits),
        order=order,
        brand_id=order.brand_id,
        locale=spoken(order.brand, order.locale),
        email=order.email,
        sender=dict(order.shipping_address),
        method=ReturnMethod.DROP_OFF_POINT,
        return_address=address,
        reserved_until=until,
    )
    return made, True


def take_reserved(
    order: Order, *, locale: str, kind: RequestKind, now: datetime
) -> Return | None:
    """The order's reserved draft as a fresh one, for whoever proved to be its customer.

    The order is locked until the transaction ends, so that no two get the same one
    where each submits it at once.
    """
    if kind is RequestKind.WITHDRAWAL or not _reserved(order).exists():
        return None
    lock_order(order.pk)
    found = _reserved(order).select_for_update(of=("self",), no_key=True).first()
    if found is None:
        return None
    found.order, found.kind, found.locale = order, kind, locale
    # The private link of a draft lives from here on.
    found.created_at = now
    found.save(update_fields=["kind", "locale", "created_at", "updated_at"])
    return found


def begin_from_scan(locked: Return, *, now: datetime) -> None:
    """The carrier has a parcel that nobody registered: its return begins by itself.

    It holds all that may still come back of its order; whoever opens the parcel says
    what was in it. ``locked`` is a reserved draft, its order locked. Where nothing is
    left to return, it stays one, with a note for staff.
    """
    lines = _all_that_is_left(locked)
    if not lines:
        kind = "return.parcel_without_items"
        if not locked.events.filter(kind=kind).exists():
            note(locked, kind, actor=SYSTEM)
        return
    freeze_reasons(locked, lines)
    try:
        with transaction.atomic():
            write_terms(locked, lines, ask(locked, lines, now=now), now=now)
    except DomainError:
        # No policy turns a parcel back that is on its way: staff decide on receipt.
        locked.decision = None
    locked.method = ReturnMethod.DROP_OFF_POINT
    locked.submitted_at = now
    locked.save(update_fields=["method", "submitted_at", "decision"])
    locked.lines.update(is_kept=False)
    for state in (
        ReturnState.REQUESTED,
        ReturnState.APPROVED,
        ReturnState.LABEL_PENDING,
        ReturnState.READY,
    ):
        move(locked, state, actor=SYSTEM, tell_customer=False, unregistered=True)


def end_reserved(*, now: datetime) -> int:
    """Expire reserved returns that nobody used, and give unused labels back.

    Whoever registered and chose a way without a label needs the one in the box no
    longer, either. Says how many there were.
    """
    due = Return.objects.filter(reserved_until__lte=now, labels__state="ready")
    unneeded = Q(state=ReturnState.READY) & ~Q(
        method__in=[method.value for method in METHODS_WITH_LABEL]
    )
    due = due.filter(Q(state=ReturnState.DRAFT) | unneeded)
    keys = list(due.values_list("pk", flat=True).distinct())
    return sum(end_reservation(key) for key in keys)


@transaction.atomic
def end_reservation(return_id: int) -> bool:
    """Give the label of one back; whether there was anything to do."""
    locked = lock_return(return_id)
    if locked.reserved_until is None:
        return False
    if locked.current_state is ReturnState.DRAFT:
        # Whoever had the label in the box never asked for a return.
        move(locked, ReturnState.EXPIRED, actor=SYSTEM, tell_customer=False)
    elif locked.method in METHODS_WITH_LABEL:
        return False
    put("cancel_label", {"return_id": locked.pk}, dedupe_key=f"box-end-{locked.pk}")
    return True


def _reserved(order: Order) -> ReturnQuerySet:
    return Return.objects.filter(
        order=order, state=ReturnState.DRAFT, reserved_until__isnull=False
    )


def _all_that_is_left(locked: Return) -> list[ReturnLine]:
    """New lines of the draft for it, in place of what somebody began to choose."""
    locked.lines.all().delete()
    rows = []
    for line in locked.order.lines.filter(is_removed=False).order_by("position"):
        if line.returnable > 0:
            row = ReturnLine(
                parent=locked,
                order_line=line,
                quantity=line.returnable,
                resolution=Resolution.REFUND,
            )
            row.save()
            rows.append(row)
    return rows
