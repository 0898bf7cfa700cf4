"""What an approved return does next: a label, the address, or nothing to send."""

from __future__ import annotations

from retour_core.domain.methods import METHODS_WITH_LABEL, ReturnMethod
from retour_core.domain.money import Money
from retour_core.domain.states import ReturnState
from retour_core.outbox.operations import put
from retour_core.payments.charging import fee_before_label
from retour_core.returns.actors import SYSTEM, Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.models import Return, ReturnEvent
from retour_core.returns.transition import move


def go_ahead(locked: Return, *, actor: Actor) -> None:
    """Approve a locked return and start what follows.

    Without a method nothing is sent back: it stays approved until its refund, which
    needs no receipt, is decided.
    """
    event = move(locked, ReturnState.APPROVED, actor=actor)
    if not locked.method:
        _tell(locked, "kept", event)
    elif ReturnMethod(locked.method) in METHODS_WITH_LABEL:
        fee = fee_before_label(locked)
        # Who had to wait for a person hears of it before the carrier has answered;
        # who did not hears of the label alone.
        if actor.kind is ActorKind.STAFF:
            _tell(locked, "approved" if fee is None else "fee_due", event)
        if fee is None:
            ask_for_label(locked, actor=SYSTEM)
        else:
            _await_payment(locked, fee)
    else:
        move(locked, ReturnState.READY, actor=SYSTEM)


def _tell(locked: Return, template: str, event: ReturnEvent) -> None:
    if locked.email:
        payload = {"return_id": locked.pk, "template": template}
        put("mail", payload, dedupe_key=f"mail-{event.pk}")


def _await_payment(locked: Return, fee: Money) -> None:
    locked.label_fee_minor = fee.minor
    locked.save(update_fields=["label_fee_minor"])
    move(locked, ReturnState.AWAITING_PAYMENT, actor=SYSTEM)


def ask_for_label(locked: Return, *, actor: Actor) -> None:
    """One for each of its parcels; those that are there already stay."""
    event = move(locked, ReturnState.LABEL_PENDING, actor=actor)
    for parcel in range(1, locked.parcels + 1):
        put_label(locked, parcel, event)


def put_label(locked: Return, parcel: int, event: ReturnEvent) -> None:
    """Have a label made for one parcel, asked for by ``event``."""
    put(
        "label",
        {"return_id": locked.pk, "parcel": parcel},
        dedupe_key=f"label-{event.pk}-{parcel}",
    )
