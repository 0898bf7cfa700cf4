"""What was in the box, said by a person or a scan (never by the carrier)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from retour_core.domain.errors import DomainError
from retour_core.domain.states import ReturnState
from retour_core.orders.models import OrderLine
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.transition import lock_return, move


class ReceivedTooMany(DomainError):
    """More units were booked in than the return announced."""

    code = "received_too_many"


@dataclass(frozen=True)
class Received:
    """Units of one return line found in the box."""

    good: int = 0
    not_good: int = 0


@transaction.atomic
def receive(
    ret: Return, *, actor: Actor, counted: Mapping[int, Received] | None = None
) -> Return:
    """Book the contents in; without ``counted`` everything announced came, in order,
    but for what the customer keeps.

    ``counted`` maps the return line's primary key; a line left out did not come.
    Raises ``ReceivedTooMany`` or ``TransitionRefused``.
    """
    locked = lock_return(ret.pk)
    lines = list(locked.lines.select_related("order_line"))
    contents = [
        Received(good=0 if line.is_kept else line.quantity)
        if counted is None
        else counted.get(line.pk, Received())
        for line in lines
    ]
    for line, found in zip(lines, contents, strict=True):
        _check(line, found)
    # An expired return takes its units again here, so it is moved before it is booked.
    move(
        locked,
        ReturnState.INSPECTED,
        actor=actor,
        good=sum(found.good for found in contents),
        not_good=sum(found.not_good for found in contents),
    )
    for line, found in zip(lines, contents, strict=True):
        _book(line, found)
    return locked


def _check(line: ReturnLine, found: Received) -> None:
    if min(found.good, found.not_good) < 0:
        raise ReceivedTooMany("A count cannot be below zero.")
    if found.good + found.not_good > line.quantity:
        raise ReceivedTooMany(
            f"Only {line.quantity} of “{line.order_line.title}” were announced.",
            announced=line.quantity,
        )


def _book(line: ReturnLine, found: Received) -> None:
    line.received_good, line.received_not_good = found.good, found.not_good
    line.save(update_fields=["received_good", "received_not_good"])
    OrderLine.objects.filter(pk=line.order_line_id).update(
        received_good=F("received_good") + found.good,
        received_not_good=F("received_not_good") + found.not_good,
    )
