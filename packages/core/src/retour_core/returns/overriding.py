"""Staff decide otherwise about a return: attributed, and with effect (DESIGN §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from retour_core.domain.policies import (
    OUTCOMES,
    Approval,
    Decision,
    Override,
    OverrideRefused,
    RequestKind,
    Slot,
    apply_override,
    pick_text,
    slot_of,
)
from retour_core.domain.states import ReturnState
from retour_core.policies.deciding import Decided, calendar_of
from retour_core.returns import transition
from retour_core.returns.actors import Actor
from retour_core.returns.approving import go_ahead
from retour_core.returns.models import Return
from retour_core.returns.parts import is_decided
from retour_core.returns.refusals import MethodNotOffered
from retour_core.returns.terms import address_of, way_back
from retour_core.returns.transition import lock_return, move

_UNDECIDED = frozenset({ReturnState.REQUESTED, ReturnState.REJECTED})
_OVER = frozenset({ReturnState.SETTLED, ReturnState.CANCELLED, ReturnState.EXPIRED})
# What counts when the refund is decided, whatever has been sent until then.
_MONEY = frozenset({Slot.FEE, Slot.FEE_PAYER, Slot.RESTOCKING, Slot.RESOLUTIONS})
_FEES = frozenset({Slot.FEE, Slot.FEE_PAYER})
# What counts when the label is made.
_WAY = frozenset({Slot.METHODS, Slot.RETURN_ADDRESS, Slot.CARRIER})


@transaction.atomic
def override(
    ret: Return,
    outcome: str,
    value: Any,
    *,
    actor: Actor,
    now: datetime,
    line: str = "",
    note: str = "",
) -> Return:
    """Decide ``outcome`` of a submitted return otherwise, for one ``line`` (the shop's
    id) or for all of its items.

    ``outcome`` and ``value`` are those of ``domain.policies.Outcomes``. What follows
    is done at once: "auto_approve" approves, "not_returnable" of all items rejects with
    its words, way back, address, kept items and resolutions are written anew. Raises
    ``OverrideRefused`` where the law, the state or the refund leaves no room for it.
    """
    locked = lock_return(ret.pk)
    _check_room(locked, outcome)
    asked = Override(
        outcome=outcome, value=value, actor=actor.name, note=note, line=line, at=now
    )
    decision = _decided(locked, asked)
    _write(locked, decision)
    note_override(locked, decision.overrides[-1], actor=actor)
    if locked.current_state is ReturnState.REQUESTED:
        _follow(locked, decision, outcome, actor=actor)
    return locked


def overridden(asked: Decided, overrides: Sequence[Override]) -> Decided:
    """The answer with what staff decided otherwise before the return was made."""
    decision = asked.decision
    for one in overrides:
        decision = apply_override(decision, one, window_of=asked.window_of)
    return replace(asked, decision=decision)


def decide_keeping(locked: Return, *, keep_items: bool, actor: Actor) -> None:
    """Note on a locked return whether its items are kept, if that is anything new."""
    lines = list(locked.lines.all())
    if all(line.is_kept is keep_items for line in lines):
        return
    asked = Override(
        outcome="keep_item", value=keep_items, actor=actor.name, at=timezone.now()
    )
    decision = _decided(locked, asked)
    _write(locked, decision)
    note_override(locked, decision.overrides[-1], actor=actor)


def note_override(locked: Return, override: Override, *, actor: Actor) -> None:
    """The timeline's entry; ``data`` is what was decided and what it replaced."""
    data = override.model_dump(mode="json", exclude={"actor", "at"})
    transition.note(locked, "decision.overridden", actor=actor, **data)


def _check_room(locked: Return, outcome: str) -> None:
    state = locked.current_state
    slot = slot_of(outcome) if outcome in OUTCOMES else None
    if state is ReturnState.DRAFT:
        raise OverrideRefused(
            "The customer has not sent this return yet.", why="not_sent"
        )
    if slot in _MONEY:
        if is_decided(locked):
            raise OverrideRefused(
                "The refund is decided already: what it is reckoned by stands.",
                why="refund_decided",
            )
        if state in _OVER:
            raise OverrideRefused(
                "This return is over: nothing can be decided now.", why="over"
            )
        if slot in _FEES and locked.label_fee_minor is not None:
            raise OverrideRefused(
                "The customer pays this fee before the label: let the label be made "
                "without waiting, or give the fee back.",
                why="fee_before_label",
            )
        return
    if slot in _WAY and state is ReturnState.LABEL_FAILED:
        return
    if state not in _UNDECIDED:
        raise OverrideRefused(
            "This return has gone ahead: only fees and resolutions can still be "
            "decided otherwise. Cancel it and make a new one instead.",
            why="gone_ahead",
            state=str(state),
        )


def _decided(locked: Return, asked: Override) -> Decision:
    if locked.decision is None:
        raise OverrideRefused(
            "This return is older than its policies: no decision was kept with it.",
            why="no_decision",
        )
    decision = Decision.model_validate(locked.decision)
    calendar = calendar_of(locked.order, RequestKind(locked.kind))
    decision = apply_override(decision, asked, window_of=calendar.window_of)
    refused = [item for item in decision.items if not item.returnable]
    if asked.outcome == "not_returnable" and len(refused) < len(decision.items):
        raise OverrideRefused(
            "One item of a return cannot be refused by itself: reject the return, or "
            "book in only what you accept.",
            why="one_item",
        )
    return decision


def _write(locked: Return, decision: Decision) -> None:
    """What follows from the decision, as on submitting."""
    settled: set[tuple[int, str]] = set()
    for line in locked.lines.select_related("order_line").order_by("pk"):
        item = decision.item(line.order_line.external_id)
        line.is_kept = item.keep_item
        if item.resolutions and line.resolution not in item.resolutions:
            line.resolution = item.resolutions[0]
        if (line.order_line_id, str(line.resolution)) in settled:
            raise OverrideRefused(
                f"“{line.order_line.title}” is asked to be settled in several ways: "
                "leave at least as many.",
                why="several_ways",
                item=line.order_line.title,
            )
        settled.add((line.order_line_id, str(line.resolution)))
        line.save(update_fields=["is_kept", "resolution"])
    locked.decision = decision.model_dump(mode="json")
    try:
        locked.method = way_back(locked, decision)
    except MethodNotOffered:
        locked.method = ""
        locked.method = way_back(locked, decision)
    locked.return_address = address_of(locked, decision)
    locked.save(update_fields=["decision", "method", "return_address", "updated_at"])


def _follow(locked: Return, decision: Decision, outcome: str, *, actor: Actor) -> None:
    if outcome == "not_returnable":
        reason = pick_text(decision.items[0].refusal, locked.locale)
        locked.rejection_reason = reason
        locked.save(update_fields=["rejection_reason"])
        move(locked, ReturnState.REJECTED, actor=actor, reason=reason)
    elif outcome == "auto_approve" and (decision.whole.approval is Approval.AUTOMATIC):
        go_ahead(locked, actor=actor)
