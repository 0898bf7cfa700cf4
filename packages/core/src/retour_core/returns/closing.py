"""Units that leave a return after it was received: never come, or sent back."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from retour_core.domain.errors import DomainError
from retour_core.domain.states import ReturnState, TransitionRefused
from retour_core.orders.models import OrderLine
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.parts import check_undecided
from retour_core.returns.pricing import worth_of
from retour_core.returns.transition import lock_return, note

_RECEIVED = frozenset({ReturnState.INSPECTED, ReturnState.SETTLED})


class NothingMissing(DomainError):
    """Everything this return announced has come or is closed already."""

    code = "nothing_missing"


class SentBackTooMany(DomainError):
    """Only units that came and are not in order can be sent back to the customer."""

    code = "sent_back_too_many"


@transaction.atomic
def close_rest(ret: Return, *, actor: Actor) -> Return:
    """Stop waiting for what never came: those units can be returned again.

    What came is not touched; allowed from receipt on, also after settling. Raises
    ``NothingMissing`` or ``TransitionRefused``.
    """
    locked = lock_return(ret.pk)
    if locked.current_state not in _RECEIVED:
        raise TransitionRefused(
            "Book in what came first; a parcel that does not come at all is cancelled.",
            why="not_received",
            current=locked.state,
        )
    lines = [line for line in _lines(locked) if line.missing]
    if not lines:
        raise NothingMissing
    units = {}
    for line in lines:
        missing = line.missing
        units[str(line.pk)] = missing
        _let_go(line, "cancelled", missing)
    note(locked, "return.rest_closed", actor=actor, units=units)
    return locked


@transaction.atomic
def send_back(ret: Return, counts: Mapping[int, int], *, actor: Actor) -> Return:
    """Units that are not in order go back to the customer, who may return them anew.

    ``counts`` maps the return line's primary key. Raises ``SentBackTooMany``,
    ``SettlementDecided`` once money, credit or goods are promised for them, or
    ``TransitionRefused`` before receipt.
    """
    locked = lock_return(ret.pk)
    if locked.current_state is not ReturnState.INSPECTED:
        raise TransitionRefused(
            "Only items that came and are not settled can be sent back.",
            why="not_inspected",
            current=locked.state,
        )
    check_undecided(locked)
    lines = {line.pk: line for line in _lines(locked)}
    wanted = {pk: count for pk, count in counts.items() if count}
    if not wanted or set(wanted) - set(lines):
        raise SentBackTooMany
    for pk, count in wanted.items():
        line = lines[pk]
        most = line.received_not_good - line.sent_back
        if not 0 < count <= most:
            raise SentBackTooMany(
                f"Only {most} of “{line.order_line.title}” can be sent back.",
                line_id=line.order_line.external_id,
                item=line.order_line.title,
                most=most,
            )
        _let_go(line, "sent_back", count)
    units = {str(pk): count for pk, count in wanted.items()}
    note(locked, "return.sent_back", actor=actor, units=units)
    return locked


def _lines(locked: Return) -> list[ReturnLine]:
    return list(locked.lines.select_related("order_line").order_by("pk"))


def _let_go(line: ReturnLine, counter: str, count: int) -> None:
    """The others keep their cents: the line holds its first units."""
    line.refund_minor = worth_of(line, line.held - count)
    setattr(line, counter, getattr(line, counter) + count)
    line.save(update_fields=["refund_minor", counter])
    OrderLine.objects.filter(pk=line.order_line_id).update(
        **{counter: F(counter) + count}
    )
