"""The only writer of a return's state: lock, check, save, timeline, outbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from retour_core.domain.states import HOLDING_STATES, ReturnState, check_transition
from retour_core.orders.locks import lock_order, lock_orders
from retour_core.outbox.operations import put
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return, ReturnEvent
from retour_core.returns.pricing import price_lines
from retour_core.returns.units import hold_units, release_units

# What a customer is written to about, and the template that says it.
_MAILS = {
    ReturnState.REQUESTED: "requested",
    ReturnState.REJECTED: "rejected",
    ReturnState.READY: "ready",
    ReturnState.IN_TRANSIT: "in_transit",
    ReturnState.ARRIVED: "arrived",
    ReturnState.BOUNCED: "bounced",
    ReturnState.INSPECTED: "received",
    ReturnState.SETTLED: "settled",
    ReturnState.CANCELLED: "cancelled",
}


# A label that is not needed any more is given back to its carrier.
_OFF = frozenset({ReturnState.CANCELLED, ReturnState.EXPIRED})
_LABELLED = frozenset(
    {
        ReturnState.LABEL_PENDING,
        ReturnState.LABEL_FAILED,
        ReturnState.READY,
        ReturnState.BOUNCED,
    }
)


def lock_return(return_id: int) -> Return:
    """The return, with its order and itself locked until the transaction ends."""
    order_id = Return.objects.values_list("order_id", flat=True).get(pk=return_id)
    order = lock_order(order_id)
    locked = Return.objects.select_for_update(no_key=True).get(pk=return_id)
    locked.order = order
    return locked


def lock_returns(return_ids: Sequence[int]) -> list[Return]:
    """Several at once, as ``lock_return`` does: all orders first, in their order."""
    orders = lock_orders(
        Return.objects.filter(pk__in=return_ids).values_list("order_id", flat=True)
    )
    locked = list(
        Return.objects.select_for_update(no_key=True)
        .filter(pk__in=return_ids)
        .order_by("pk")
    )
    for ret in locked:
        ret.order = orders[ret.order_id]
    return locked


def move(
    ret: Return,
    target: ReturnState,
    *,
    actor: Actor,
    tell_customer: bool = True,
    **data: Any,
) -> ReturnEvent:
    """Take a locked return to ``target`` and write down who did it.

    Holds and prices or frees units of the order lines as the states ask for. Raises
    ``TransitionRefused`` or ``QuantityNotAvailable``; then nothing is written.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("move() needs the transaction that locked the return")
    source = ret.current_state
    check_transition(source, target)
    if target in HOLDING_STATES and source not in HOLDING_STATES:
        # Others may have taken units and cents meanwhile, so it is priced anew.
        price_lines(ret)
        hold_units(ret)
    elif source in HOLDING_STATES and target not in HOLDING_STATES:
        release_units(ret)
    ret.state = target
    ret.save(update_fields=["state", "updated_at"])
    event = ReturnEvent.objects.create(
        parent=ret,
        kind=f"return.{target}",
        from_state=source,
        to_state=target,
        actor_kind=actor.kind,
        actor_name=actor.name,
        data=data,
        at=timezone.now(),
    )
    if target in _OFF and source in _LABELLED:
        put("cancel_label", {"return_id": ret.pk})
    if tell_customer and target in _MAILS and ret.email:
        put("mail", {"return_id": ret.pk, "template": _MAILS[target]})
    return event


def note(ret: Return, kind: str, *, actor: Actor, **data: Any) -> ReturnEvent:
    """A timeline entry that changes no state."""
    ret.save(update_fields=["updated_at"])
    return ReturnEvent.objects.create(
        parent=ret,
        kind=kind,
        actor_kind=actor.kind,
        actor_name=actor.name,
        data=data,
        at=timezone.now(),
    )
