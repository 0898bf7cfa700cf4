"""What may be done to a return. Views, endpoints and tasks call one of these once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from retour_core.accounts.queries import account_zone
from retour_core.brands.queries import default_return_address, offered_methods
from retour_core.domain.errors import DomainError
from retour_core.domain.methods import METHODS_WITH_LABEL, ReturnMethod
from retour_core.domain.states import CUSTOMER_MAY_CANCEL, ReturnState
from retour_core.orders.models import Order
from retour_core.outbox.operations import put
from retour_core.returns.actors import CUSTOMER, SYSTEM, Actor
from retour_core.returns.choices import ActorKind, RequestKind
from retour_core.returns.drafts import (
    NothingChosen,
    Selection,
    choose_lines,
    choose_method,
    start_draft,
)
from retour_core.returns.eligibility import check_returnable
from retour_core.returns.models import Return
from retour_core.returns.reasons import ReasonMissing, freeze_reasons
from retour_core.returns.transition import lock_return, move


class NoReturnAddress(DomainError):
    """This brand has no return address yet; add one before taking returns."""

    code = "no_return_address"


class CannotCancel(DomainError):
    """This return is on its way already and cannot be cancelled any more."""

    code = "cannot_cancel"


@transaction.atomic
def submit(ret: Return, *, now: datetime, actor: Actor = CUSTOMER) -> Return:
    """Make a draft a request, hold its units and price them.

    Submitting again changes nothing and answers the same return, so a double click
    is harmless. A withdrawal is a right: it needs no reason, no open window and no
    approval (CRD art. 9(1)). Raises what ``check_returnable`` raises,
    ``QuantityNotAvailable``, ``NothingChosen``, ``ReasonMissing`` or
    ``ReasonNotOffered``; then nothing is written.
    """
    locked = lock_return(ret.pk)
    if locked.current_state is not ReturnState.DRAFT:
        return locked
    lines = list(locked.lines.select_related("order_line"))
    if not lines:
        raise NothingChosen
    is_withdrawal = locked.kind == RequestKind.WITHDRAWAL
    if not is_withdrawal:
        check_returnable(locked.order, now=now, zone=ZoneInfo(account_zone()))
        if any(not line.reason for line in lines):
            raise ReasonMissing
    freeze_reasons(locked, lines)
    address = default_return_address(locked.brand_id)
    if address is None:
        raise NoReturnAddress
    locked.return_address = address
    locked.method = locked.method or offered_methods(locked.brand)[0]
    locked.submitted_at = now
    locked.save(update_fields=["return_address", "method", "submitted_at"])
    automatic = is_withdrawal or locked.brand.auto_approve
    # Approved at once, the next mail follows in seconds; one is enough.
    move(locked, ReturnState.REQUESTED, actor=actor, tell_customer=not automatic)
    if automatic:
        _approve(locked, actor=SYSTEM)
    return locked


@transaction.atomic
def create_return(
    order: Order,
    selections: Sequence[Selection],
    *,
    now: datetime,
    actor: Actor,
    locale: str,
    method: str = "",
    kind: RequestKind = RequestKind.RETURN,
) -> Return:
    """Draft and submit in one go, for the API and the back office."""
    draft = start_draft(order, locale=locale, kind=kind)
    choose_lines(draft, selections)
    if method:
        choose_method(draft, method)
    return submit(draft, now=now, actor=actor)


@transaction.atomic
def approve(ret: Return, *, actor: Actor) -> Return:
    """Let a requested (or once rejected) return go ahead; a label follows if needed."""
    locked = lock_return(ret.pk)
    _approve(locked, actor=actor)
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
    """Raises ``CannotCancel`` for a customer whose parcel may already travel."""
    locked = lock_return(ret.pk)
    allowed = locked.current_state in CUSTOMER_MAY_CANCEL
    if actor.kind == ActorKind.CUSTOMER and not allowed:
        raise CannotCancel
    move(locked, ReturnState.CANCELLED, actor=actor)
    return locked


@transaction.atomic
def retry_label(ret: Return, *, actor: Actor) -> Return:
    """Ask for a label once more after the carrier refused or failed."""
    locked = lock_return(ret.pk)
    _ask_for_label(locked, actor=actor)
    return locked


def _approve(locked: Return, *, actor: Actor) -> None:
    move(locked, ReturnState.APPROVED, actor=actor)
    if ReturnMethod(locked.method) in METHODS_WITH_LABEL:
        _ask_for_label(locked, actor=SYSTEM)
    else:
        move(locked, ReturnState.READY, actor=SYSTEM)


def _ask_for_label(locked: Return, *, actor: Actor) -> None:
    event = move(locked, ReturnState.LABEL_PENDING, actor=actor)
    put("label", {"return_id": locked.pk}, dedupe_key=f"label-{event.pk}")
