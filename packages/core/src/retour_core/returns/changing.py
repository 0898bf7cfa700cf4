"""Another way back, chosen after the return was sent off.

While nobody has decided or made anything, the way is simply another one. A label that
is made or being made belongs to its return: then the return is cancelled, which frees
its items, and begun again with the same items.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from retour_core.domain.errors import DomainError
from retour_core.domain.methods import METHODS_WITH_LABEL, ReturnMethod
from retour_core.domain.policies import Decision, Resolution
from retour_core.domain.states import CUSTOMER_MAY_CANCEL, ReturnState
from retour_core.returns.actors import CUSTOMER, Actor
from retour_core.returns.asking import ask, check_items, check_order
from retour_core.returns.choices import RequestKind
from retour_core.returns.drafts import Selection, choose_lines, start_draft
from retour_core.returns.exchanges import wish_of
from retour_core.returns.methods import methods_for
from retour_core.returns.models import Return
from retour_core.returns.operations import cancel
from retour_core.returns.refusals import MethodNotOffered
from retour_core.returns.transition import lock_return, note

_CHANGED_AS_IT_IS = frozenset({ReturnState.REQUESTED, ReturnState.READY})


class MethodFixed(DomainError):
    """The way back of this return cannot be changed any more."""

    code = "method_fixed"


def other_methods(ret: Return) -> list[ReturnMethod]:
    """What the way back may be changed to as things stand, by what was decided on
    submitting. Two queries at most, where some of them may be missing."""
    state = ret.current_state
    if state not in _CHANGED_AS_IT_IS:
        return []
    if state is ReturnState.REQUESTED:
        return _others(ret)
    if ret.method in METHODS_WITH_LABEL:
        return []
    return [method for method in _others(ret) if method not in METHODS_WITH_LABEL]


def may_start_over(ret: Return) -> bool:
    """Whether the customer may cancel it for a new one with another way back.

    Never where the decision names no other: they would give up a return for nothing.
    Two queries at most, where some of its ways may be missing.
    """
    return (
        ret.kind != RequestKind.WITHDRAWAL
        and ret.current_state in CUSTOMER_MAY_CANCEL
        and bool(_others(ret))
    )


def _others(ret: Return) -> list[ReturnMethod]:
    if not ret.method or ret.decision is None:
        return []
    decision = Decision.model_validate(ret.decision)
    return [one for one in methods_for(ret, decision) if one != ret.method]


@transaction.atomic
def change_method(ret: Return, method: str, *, actor: Actor = CUSTOMER) -> Return:
    """The present way changes nothing. Raises ``MethodFixed``, ``MethodNotOffered``."""
    locked = lock_return(ret.pk)
    if locked.method == method:
        return locked
    others = other_methods(locked)
    if not others:
        raise MethodFixed
    if method not in others:
        raise MethodNotOffered
    before, locked.method = locked.method, ReturnMethod(method)
    locked.save(update_fields=["method", "updated_at"])
    note(locked, "return.method_changed", actor=actor, before=before, after=method)
    return locked


@transaction.atomic
def start_over(ret: Return, *, now: datetime) -> Return:
    """Cancel a return and begin a draft with the same items, reasons and wishes.

    Photos stay with the cancelled one. Raises ``MethodFixed``, ``CannotCancel`` or why
    the items could not be returned again; then nothing is cancelled.
    """
    if not may_start_over(lock_return(ret.pk)):
        raise MethodFixed
    cancelled = cancel(ret, actor=CUSTOMER)
    order = cancelled.order
    draft = start_draft(
        order, locale=cancelled.locale, kind=RequestKind(cancelled.kind)
    )
    draft.email, draft.sender = cancelled.email, cancelled.sender
    draft.is_gift, draft.gift_slip = cancelled.is_gift, cancelled.gift_slip
    draft.parcels = cancelled.parcels
    draft.save(update_fields=["email", "sender", "is_gift", "gift_slip", "parcels"])
    lines = cancelled.lines.select_related("order_line").order_by("pk")
    selections = [
        Selection(
            line_id=line.order_line.external_id,
            quantity=line.quantity,
            reason=line.reason,
            comment=line.comment,
            answers=line.answers,
            resolution=Resolution(line.resolution),
            exchange=wish_of(line, order.currency) if line.exchange else None,
        )
        for line in lines
    ]
    choose_lines(draft, selections)
    check_order(order)
    fresh = list(draft.lines.select_related("order_line"))
    decision = ask(draft, fresh, now=now).decision
    check_items(decision, [line.order_line for line in fresh])
    return draft
