from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from retour_core.counter.models import HandIn
from retour_core.counter.queries import AtCounter, at_counter
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.states import ReturnState
from retour_core.labels.models import LabelState, VoidReason
from retour_core.labels.voiding import void
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return
from retour_core.returns.transition import lock_return, move
from retour_core.tracking.queries import handed_in


@dataclass(frozen=True)
class Accepting:
    """Where the items are taken, by whom, and what of the unexpected is accepted.

    ``place`` is the store's name, ``clerk`` a person whom the caller's own name does
    not tell; both may be empty.
    """

    place: str = ""
    clerk: str = ""
    late: bool = False
    other_method: bool = False


@transaction.atomic
def hand_in(
    ret: Return, *, actor: Actor, now: datetime, accepting: Accepting = Accepting()
) -> tuple[HandIn, bool]:
    """Take a return's items at a counter: it has arrived. The proof, and whether it is
    new; of two tills that do it at once, the second gets the proof of the first.

    A return that was to come in another way is one in store from then on, and its
    labels that nobody used are given back. Raises the refusals of
    ``counter.refusals``; then nothing is written.
    """
    locked = lock_return(ret.pk)
    standing = at_counter(locked, now=now)
    if standing.hand_in is not None:
        return standing.hand_in, False
    _check(standing, accepting)
    before, locked.method = locked.method, ReturnMethod.IN_STORE
    locked.save(update_fields=["method"])
    facts: dict[str, Any] = {
        "at_counter": True,
        "place": accepting.place,
        "clerk": accepting.clerk,
    }
    if before != ReturnMethod.IN_STORE:
        facts["method_before"] = before
    move(locked, ReturnState.ARRIVED, actor=actor, **facts)
    proof = HandIn.objects.create(
        parent=locked,
        at=now,
        place=accepting.place,
        actor_kind=actor.kind,
        actor_name=actor.name,
        clerk=accepting.clerk,
        method=before,
        is_late=standing.late is not None,
    )
    _give_back_labels(locked, actor)
    return proof, True


def _check(standing: AtCounter, accepting: Accepting) -> None:
    if standing.refusal is not None:
        raise standing.refusal
    if standing.late is not None and not accepting.late:
        raise standing.late
    if standing.other_method is not None and not accepting.other_method:
        raise standing.other_method


def _give_back_labels(locked: Return, actor: Actor) -> None:
    """Those that are asked for and not begun are not made; one that is being bought
    is void as soon as it is there (``labels.operations``)."""
    locked.labels.filter(state=LabelState.PENDING, asked_at=None).update(
        state=LabelState.CANCELLED
    )
    ready = list(locked.labels.filter(state=LabelState.READY).order_by("parcel"))
    used = handed_in([label.pk for label in ready])
    for label in ready:
        if label.pk not in used:
            void(locked, label, VoidReason.UNNEEDED, actor=actor)
