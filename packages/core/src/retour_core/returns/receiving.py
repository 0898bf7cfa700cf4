"""What was in the box, said by a person or a scan (never by the carrier)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from retour_core.domain.errors import DomainError
from retour_core.domain.states import ReturnState
from retour_core.orders.models import OrderLine
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.parts import check_undecided
from retour_core.returns.transition import lock_return, move, note


class ReceivedTooMany(DomainError):
    """More units were booked in than the return announced."""

    code = "received_too_many"


class NothingToReceive(DomainError):
    """Everything this return announced has been booked in or closed already."""

    code = "nothing_to_receive"


class CountedMeanwhile(DomainError):
    """Somebody else booked units of this return in meanwhile: look, and count again."""

    code = "counted_meanwhile"


@dataclass(frozen=True)
class Received:
    """Units of one return line found in the box."""

    good: int = 0
    not_good: int = 0


@transaction.atomic
def receive(
    ret: Return,
    *,
    actor: Actor,
    counted: Mapping[int, Received] | None = None,
    after: int | None = None,
) -> Return:
    """Book a box's contents in; without ``counted`` all that is missing came, in order.

    ``counted`` maps the return line's primary key; a line left out was not in the box.
    Further boxes of the same return add to the first until its settlement is decided.
    ``after`` is how many units the caller saw booked in, so that a form sent twice is
    booked once. Raises ``ReceivedTooMany``, ``NothingToReceive``, ``CountedMeanwhile``,
    ``SettlementDecided`` or ``TransitionRefused``.
    """
    locked = lock_return(ret.pk)
    lines = list(locked.lines.select_related("order_line").order_by("pk"))
    is_first = locked.current_state is not ReturnState.INSPECTED
    if after is not None and after != sum(line.received for line in lines):
        raise CountedMeanwhile
    if not is_first:
        check_undecided(locked)
    contents = [
        Received(good=line.missing)
        if counted is None
        else counted.get(line.pk, Received())
        for line in lines
    ]
    for line, found in zip(lines, contents, strict=True):
        _check(line, found)
    data: dict[str, Any] = {
        "good": sum(found.good for found in contents),
        "not_good": sum(found.not_good for found in contents),
        "units": {
            str(line.pk): [found.good, found.not_good]
            for line, found in zip(lines, contents, strict=True)
        },
    }
    if is_first:
        # An expired return takes its units again here, so it is moved before it is
        # booked.
        move(locked, ReturnState.INSPECTED, actor=actor, **data)
    elif data["good"] or data["not_good"]:
        note(locked, "return.received_again", actor=actor, **data)
    else:
        raise NothingToReceive
    for line, found in zip(lines, contents, strict=True):
        _book(line, found)
    return locked


def _check(line: ReturnLine, found: Received) -> None:
    if min(found.good, found.not_good) < 0:
        raise ReceivedTooMany("A count cannot be below zero.", why="negative")
    if found.good + found.not_good > line.missing:
        title = line.order_line.title
        raise ReceivedTooMany(
            f"Only {line.quantity} of “{title}” were announced."
            if line.missing == line.quantity
            else f"Only {line.missing} of “{title}” are still to come.",
            item=title,
            announced=line.quantity,
            missing=line.missing,
        )


def _book(line: ReturnLine, found: Received) -> None:
    # Pricing may have written the row since, so only the counts are.
    line.received_good += found.good
    line.received_not_good += found.not_good
    line.save(update_fields=["received_good", "received_not_good"])
    OrderLine.objects.filter(pk=line.order_line_id).update(
        received_good=F("received_good") + found.good,
        received_not_good=F("received_not_good") + found.not_good,
    )
