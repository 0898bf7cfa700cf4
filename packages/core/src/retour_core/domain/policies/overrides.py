"""Staff decide otherwise: attributed, and still within the law (DESIGN §5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ValidationError

from retour_core.domain.errors import DomainError
from retour_core.domain.policies import law
from retour_core.domain.policies.deciding import WindowOf, reckoned, with_window
from retour_core.domain.policies.decision import (
    Because,
    Cause,
    Decision,
    ItemDecision,
    NoteCode,
    Override,
    WindowBounds,
)
from retour_core.domain.policies.kinds import Approval, Payer
from retour_core.domain.policies.outcomes import OUTCOMES, Outcomes, Slot, slot_of
from retour_core.domain.policies.problems import problems_of
from retour_core.domain.policies.whole import whole_of

_WINDOW = frozenset(
    {Slot.WINDOW_DAYS, Slot.EXTEND_WINDOW_DAYS, Slot.EXTEND_WINDOW_UNTIL}
)
_CONTESTABLE = frozenset({NoteCode.LATE, NoteCode.EXEMPT})


class OverrideRefused(DomainError):
    """This cannot be decided otherwise.

    ``context["why"]`` is a stable key of the reason: one of ``law.REASONS``, or one of
    those given where it is raised.
    """

    code = "override_refused"


def apply_override(
    decision: Decision, override: Override, *, window_of: WindowOf | None = None
) -> Decision:
    """A new decision in which staff decided ``override.outcome``; it says so.

    The last override of a slot counts; further days are added to those that stand.
    Nobody can gate or charge a withdrawal; an item
    of one can be refused only where it is late or seems exempt. ``window_of`` is needed
    to change a window. Raises ``OverrideRefused`` with the way out.
    """
    if not override.actor.strip():
        raise OverrideRefused("Say who decides otherwise.", why="nobody")
    value = _read(override)
    changing = _meant(decision, override)
    # What holds in general is of no item, so it is checked where there is none.
    for item in [one for one in changing if one.line] or changing:
        _check_law(decision, override, value, item)
    change = _Change(override, value, decision.decided_at, window_of)
    changed = {item.line: change.of(item) for item in changing}
    items = tuple(changed.get(item.line, item) for item in decision.items)
    general = changed.get("", decision.general)
    before = {item.line: _said_before(item, change.slot) for item in changing}
    recorded = override.model_copy(update={"before": before})
    return decision.model_copy(
        update={
            "general": general,
            "items": items,
            "whole": whole_of(
                general,
                items,
                decision.currency,
                fee_when=decision.whole.fee_when,
            ),
            "overrides": (*decision.overrides, recorded),
        }
    )


def _meant(decision: Decision, override: Override) -> list[ItemDecision]:
    """The item that is named; else all of them, and what holds in general."""
    if not override.line:
        return [*decision.items, decision.general]
    found = [item for item in decision.items if item.line == override.line]
    if not found:
        raise OverrideRefused(
            f"No item “{override.line}” was decided about.",
            why="item_unknown",
            line=override.line,
        )
    return found


def _read(override: Override) -> Any:
    if override.outcome not in OUTCOMES:
        raise OverrideRefused(
            f"“{override.outcome}” is nothing that is decided.",
            why="outcome_unknown",
            outcome=override.outcome,
        )
    try:
        outcomes = Outcomes.model_validate({override.outcome: override.value})
    except ValidationError as error:
        problem = problems_of(error)[0]
        raise OverrideRefused(
            problem.message,
            why="value_invalid",
            problem=problem.code,
            facts=dict(problem.context),
        ) from error
    value = getattr(outcomes, override.outcome)
    if value is None:
        raise OverrideRefused("Fill in what it shall be instead.", why="value_missing")
    return value


def _check_law(
    decision: Decision, override: Override, value: Any, item: ItemDecision
) -> None:
    kind, name = decision.kind, override.outcome
    why = law.objection(kind, name, value, decision.country)
    if not why:
        return
    contested = any(note.code in _CONTESTABLE for note in item.notes)
    if name == "not_returnable" and contested:
        return
    days = law.withdrawal_days(decision.country)
    raise OverrideRefused(law.REASONS[why].format(days=days), why=why, days=days)


class _Change:
    """One override, put into one item after the other."""

    def __init__(
        self,
        override: Override,
        value: Any,
        now: datetime,
        window_of: WindowOf | None,
    ) -> None:
        self.name = override.outcome
        self.slot = slot_of(self.name)
        self.value = value
        self.now = now
        self.window_of = window_of
        self.because = Because(
            cause=Cause.STAFF, actor=override.actor.strip(), note=override.note
        )

    def of(self, item: ItemDecision) -> ItemDecision:
        update = self._window(item) if self.slot in _WINDOW else self._plain()
        because = {**item.because, self.slot: self.because}
        if "fee_payer" in update:
            because[Slot.FEE_PAYER] = self.because
        bounds = update.get("window")
        if bounds is not None and not bounds.is_late:
            update["notes"] = tuple(
                n for n in item.notes if n.code is not NoteCode.LATE
            )
            if item.cause_of(Slot.RETURNABLE).cause is Cause.WINDOW:
                update["returnable"] = True
                del because[Slot.RETURNABLE]
        return item.model_copy(update={**update, "because": because})

    def _plain(self) -> dict[str, Any]:
        value = self.value
        match self.name:
            case "returnable":
                return {"returnable": True, "refusal": {}}
            case "not_returnable":
                return {"returnable": False, "refusal": value}
            case "needs_approval":
                return {"approval": Approval.AGENT}
            case "auto_approve":
                return {"approval": Approval.AUTOMATIC}
            case "fee":
                payer = Payer.MERCHANT if value.is_free else Payer.CUSTOMER
                return {"fee": value, "fee_payer": payer}
            case _:
                return {self.name: value}

    def _window(self, item: ItemDecision) -> dict[str, Any]:
        if self.window_of is None:
            raise OverrideRefused(
                "A window can only be changed where it is reckoned.",
                why="window_unreckoned",
            )
        terms, extension = with_window(item.window.terms, {self.name: self.value})
        if self.slot is not Slot.WINDOW_DAYS:
            extension += item.window.extension_days
        if not item.line:
            return {"window": WindowBounds(terms=terms, extension_days=extension)}
        window = self.window_of(item.line, terms)
        return {"window": reckoned(window, extension, self.now)}


_FIELDS = {Slot.RETURNABLE: "returnable", Slot.APPROVAL: "approval"}


def _said_before(item: ItemDecision, slot: Slot) -> Any:
    """The value that is replaced, as JSON."""
    dumped = item.model_dump(mode="json")
    if slot in _WINDOW:
        return dumped["window"]["last_day"]
    return dumped[_FIELDS.get(slot, slot.value)]
