"""What may be done to a return. Views, endpoints and tasks call one of these once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from retour_core.domain.errors import DomainError
from retour_core.domain.policies import Approval, Override
from retour_core.domain.states import (
    CUSTOMER_MAY_CANCEL,
    ReturnState,
    check_transition,
)
from retour_core.orders.gift_slips import check_gift_slip
from retour_core.orders.models import Order
from retour_core.returns.actors import CUSTOMER, SYSTEM, Actor
from retour_core.returns.approving import ask_for_label, go_ahead
from retour_core.returns.asking import (
    ask,
    check_answers,
    check_items,
    check_order,
    check_photos,
    check_together,
)
from retour_core.returns.choices import ActorKind, RequestKind
from retour_core.returns.drafts import (
    NothingChosen,
    Selection,
    choose_lines,
    start_draft,
)
from retour_core.returns.models import Return
from retour_core.returns.overriding import decide_keeping, note_override, overridden
from retour_core.returns.parts import is_decided
from retour_core.returns.reasons import ReasonMissing, freeze_reasons
from retour_core.returns.terms import write_terms
from retour_core.returns.transition import lock_return, move


class CannotCancel(DomainError):
    """This return is on its way or being paid, so it cannot be cancelled any more."""

    code = "cannot_cancel"


@dataclass(frozen=True)
class WayBack:
    """No ``method`` means the first one that is offered; ``parcels`` counts where it
    has labels of ours. ``price`` is what the carrier asks for it, as
    ``foreseeing.price_ahead`` found it before the transaction; without it the table
    counts."""

    method: str = ""
    parcels: int = 1
    price: dict[str, Any] | None = None


@transaction.atomic
def submit(
    ret: Return,
    *,
    now: datetime,
    actor: Actor = CUSTOMER,
    overrides: Sequence[Override] = (),
) -> Return:
    """Make a draft a request, hold its units and price them.

    The policy and the rules decide; their decision is stored whole, after what staff
    decided otherwise (``overrides``). Submitting again changes nothing and answers the
    same return, so a double click is harmless. A withdrawal is a right: it needs no
    reason, no open window and no approval (CRD art. 9(1)). Raises what the checks of
    ``returns.asking`` raise, ``MethodNotOffered``, ``TooManyParcels``,
    ``ResolutionNotOffered``, ``OverrideRefused``, ``QuantityNotAvailable``,
    ``NothingChosen``, ``ReasonMissing``, ``ReasonNotOffered`` or ``GiftSlipGone``; then
    nothing is written.
    """
    locked = lock_return(ret.pk)
    if locked.current_state is not ReturnState.DRAFT:
        return locked
    check_gift_slip(locked.gift_slip)
    lines = list(locked.lines.select_related("order_line").order_by("pk"))
    if not lines:
        raise NothingChosen
    is_withdrawal = locked.kind == RequestKind.WITHDRAWAL
    if not is_withdrawal:
        check_order(locked.order)
        if any(not line.reason for line in lines):
            raise ReasonMissing
    freeze_reasons(locked, lines)
    asked = overridden(ask(locked, lines, now=now), overrides)
    if not is_withdrawal:
        check_items(asked.decision, [line.order_line for line in lines])
        check_together(asked.decision)
        check_answers(asked.decision, lines)
        check_photos(asked.decision, locked, lines, actor=actor)
    write_terms(locked, lines, asked, now=now)
    locked.submitted_at = now
    locked.save(update_fields=["submitted_at"])
    automatic = is_withdrawal or asked.decision.whole.approval is Approval.AUTOMATIC
    # Approved at once, the next mail follows in seconds; one is enough.
    move(locked, ReturnState.REQUESTED, actor=actor, tell_customer=not automatic)
    for override in asked.decision.overrides:
        note_override(locked, override, actor=actor)
    if automatic:
        go_ahead(locked, actor=SYSTEM)
    return locked


@transaction.atomic
def create_return(
    order: Order,
    selections: Sequence[Selection],
    *,
    now: datetime,
    actor: Actor,
    locale: str,
    way: WayBack = WayBack(),
    kind: RequestKind = RequestKind.RETURN,
) -> Return:
    """Draft and submit in one go, for the API and withdrawals."""
    draft = start_draft(order, locale=locale, kind=kind)
    choose_lines(draft, selections)
    # Whether they are offered, submitting says.
    rows = Return.objects.filter(pk=draft.pk)
    rows.update(
        method=way.method or draft.method, parcels=way.parcels, asked_price=way.price
    )
    return submit(draft, now=now, actor=actor)


@transaction.atomic
def approve(ret: Return, *, actor: Actor, keep_items: bool | None = None) -> Return:
    """Let a requested (or once rejected) return go ahead; a label follows if needed.

    ``keep_items`` is the agent's word on whether the customer keeps the items (no
    label; the refund may be decided at once) or sends them back, whatever was decided;
    None leaves it at that. Raises ``TransitionRefused``, ``OverrideRefused``.
    """
    locked = lock_return(ret.pk)
    check_transition(locked.current_state, ReturnState.APPROVED)
    if keep_items is not None:
        decide_keeping(locked, keep_items=keep_items, actor=actor)
    go_ahead(locked, actor=actor)
    return locked


@transaction.atomic
def reject(ret: Return, *, actor: Actor, reason: str) -> Return:
    """``reason`` is read by the customer, in their own words of the merchant."""
    locked = lock_return(ret.pk)
    locked.rejection_reason = reason
    locked.save(update_fields=["rejection_reason"])
    move(locked, ReturnState.REJECTED, actor=actor, reason=reason)
    return locked


@transaction.atomic
def cancel(ret: Return, *, actor: Actor) -> Return:
    """Raises ``CannotCancel`` for a customer whose parcel may already travel, and for
    everybody once money is promised for items that are kept."""
    locked = lock_return(ret.pk)
    allowed = locked.current_state in CUSTOMER_MAY_CANCEL
    if actor.kind == ActorKind.CUSTOMER and not allowed:
        raise CannotCancel
    check_transition(locked.current_state, ReturnState.CANCELLED)
    if is_decided(locked):
        raise CannotCancel
    move(locked, ReturnState.CANCELLED, actor=actor)
    return locked


@transaction.atomic
def retry_label(ret: Return, *, actor: Actor) -> Return:
    """Ask for a label once more after the carrier refused or failed."""
    locked = lock_return(ret.pk)
    ask_for_label(locked, actor=actor)
    return locked
