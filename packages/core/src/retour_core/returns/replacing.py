"""Goods to send: an exchange, or what replaces a claim's item."""

from __future__ import annotations

from django.db import transaction

from retour_core.domain.errors import DomainError
from retour_core.returns.actors import Actor
from retour_core.returns.part_models import ReplacementItem
from retour_core.returns.settling import finish


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
    return finish(
        decided,
        succeeded=succeeded,
        actor=actor,
        reference=reference,
        message=message,
        refusal=ReplacementNotPending,
    )
