"""Goods to send: an exchange, or what replaces a claim's item."""

from __future__ import annotations

from django.db import transaction

from retour_core.domain.errors import DomainError
from retour_core.returns.actors import Actor
from retour_core.returns.choices import ReplacementState
from retour_core.returns.part_models import ReplacementItem
from retour_core.returns.settling import close_part, outcome_of
from retour_core.returns.transition import lock_return


class ReplacementNotPending(DomainError):
    """This replacement has been finished already with another outcome."""

    code = "replacement_not_pending"


@transaction.atomic
def finish_replacement(
    decided: ReplacementItem,
    *,
    succeeded: bool,
    actor: Actor,
    reference: str = "",
    message: str = "",
) -> ReplacementItem:
    """Write down whether the goods were sent; the same answer again changes nothing.

    ``reference`` is the new order's number or the parcel's. Nothing is charged for
    what is dearer. Raises ``ReplacementNotPending`` when another outcome stands.
    """
    locked = lock_return(decided.parent_id)
    current = ReplacementItem.objects.get(pk=decided.pk)
    if current.state == outcome_of(current, succeeded=succeeded):
        return current
    if current.state != ReplacementState.TO_SEND:
        raise ReplacementNotPending(state=current.state)
    close_part(
        current,
        locked,
        succeeded=succeeded,
        actor=actor,
        reference=reference,
        message=message,
    )
    return current
