"""The only writer of a return's state: lock, check, save, timeline, outbox."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from retour_core.domain.states import HOLDING_STATES, ReturnState, check_transition
from retour_core.orders.locks import lock_order, lock_orders
from retour_core.outbox.operations import put_all
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return, ReturnEvent
from retour_core.returns.pricing import price_lines
from retour_core.returns.signals import timeline_written
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
    ReturnState.EXPIRED: "expired",
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
    """Several at once, as ``lock_return`` does: all orders first, in their order. Their
    orders are loaded when they are asked for, behind the locks."""
    lock_orders(
        Return.objects.filter(pk__in=return_ids).values_list("order_id", flat=True)
    )
    rows = Return.objects.select_for_update(no_key=True).filter(pk__in=return_ids)
    return list(rows.order_by("pk"))


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
    entry = moved(ret, target, actor=actor, tell_customer=tell_customer, **data)
    write_down([entry])
    return entry.event


def note(ret: Return, kind: str, *, actor: Actor, **data: Any) -> ReturnEvent:
    """A timeline entry that changes no state."""
    entry = noted(ret, kind, actor=actor, **data)
    write_down([entry])
    return entry.event


@dataclass(frozen=True)
class Entry:
    """What happened to a return, to be written down; with ``mail``, the template of
    what the customer is told of it."""

    event: ReturnEvent
    mail: str = ""


def moved(
    ret: Return,
    target: ReturnState,
    *,
    actor: Actor,
    tell_customer: bool = True,
    **data: Any,
) -> Entry:
    """As ``move``, for ``write_down`` at the end of the same transaction: units change
    at once, the return's row and its timeline with the others'."""
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
    event = _event(ret, f"return.{target}", actor, data)
    event.from_state, event.to_state = source, target
    told = tell_customer and ret.email
    return Entry(event, mail=_MAILS.get(target, "") if told else "")


def noted(ret: Return, kind: str, *, actor: Actor, **data: Any) -> Entry:
    """As ``note``, for ``write_down``."""
    return Entry(_event(ret, kind, actor, data))


def write_down(entries: Sequence[Entry]) -> None:
    """Save what ``moved`` and ``noted`` answered, in their order, with whatever hears
    of it; the number of queries does not grow with theirs."""
    events = [entry.event for entry in entries]
    _save_returns(events)
    ReturnEvent.objects.bulk_create(events)
    timeline_written.send(ReturnEvent, events=events)
    put_all(message for entry in entries for message in _messages(entry))


def _event(ret: Return, kind: str, actor: Actor, data: dict[str, Any]) -> ReturnEvent:
    return ReturnEvent(
        parent=ret,
        kind=kind,
        actor_kind=actor.kind,
        actor_name=actor.name,
        data=data,
        at=timezone.now(),
    )


def _save_returns(events: Sequence[ReturnEvent]) -> None:
    """Each in the last state it was taken to; of one that only got a note, which need
    not be locked, no state is written."""
    now = timezone.now()
    states: dict[int, str] = {}
    for event in events:
        event.parent.updated_at = now
        states[event.parent_id] = event.to_state or states.get(event.parent_id, "")
    for state in set(states.values()):
        rows = Return.objects.filter(
            pk__in=[k for k, v in states.items() if v == state]
        )
        rows.update(updated_at=now, **({"state": state} if state else {}))


def _messages(entry: Entry) -> Iterator[tuple[str, dict[str, Any]]]:
    event = entry.event
    if event.to_state in _OFF and event.from_state in _LABELLED:
        yield "cancel_label", {"return_id": event.parent_id}
    if entry.mail:
        yield "mail", {"return_id": event.parent_id, "template": entry.mail}
