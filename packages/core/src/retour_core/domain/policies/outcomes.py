"""What a rule may decide, and which of it cannot be decided together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from retour_core.domain.policies.data import (
    UNLIMITED,
    Data,
    Days,
    Percent,
    Some,
)
from retour_core.domain.policies.fees import Fee
from retour_core.domain.policies.kinds import Payer
from retour_core.domain.policies.policy import Methods, Questions, Resolutions
from retour_core.domain.policies.texts import Texts
from retour_core.domain.predicates import Problem
from retour_core.domain.windows.terms import MOST_DAYS


class Slot(StrEnum):
    """What is decided, once for each item: the first rule that says it decides it."""

    RETURNABLE = "returnable"
    WINDOW_DAYS = "window_days"
    EXTEND_WINDOW_DAYS = "extend_window_days"
    EXTEND_WINDOW_UNTIL = "extend_window_until"
    FEE = "fee"
    FEE_PAYER = "fee_payer"
    RESTOCKING = "restocking_percent"
    METHODS = "methods"
    RESOLUTIONS = "resolutions"
    APPROVAL = "approval"
    KEEP_ITEM = "keep_item"
    RETURN_ADDRESS = "return_address"
    CARRIER = "carrier"
    REQUIRE_PHOTO = "require_photo"
    REQUIRE_ANSWERS = "require_answers"
    MESSAGE = "message"


# Outcomes are named like their slots, but for these.
_OTHER_NAMES = {
    "not_returnable": Slot.RETURNABLE,
    "needs_approval": Slot.APPROVAL,
    "auto_approve": Slot.APPROVAL,
}


class Outcomes(Data):
    """What a rule decides; None says nothing.

    ``not_returnable`` is the reason the customer reads. ``returnable`` keeps later
    rules from refusing; it does not reopen a window. ``window_days`` replaces the
    policy's window, the other two only ever make it longer. ``fee`` is charged to the
    customer unless a rule says ``fee_payer``. ``methods`` and ``resolutions`` replace
    the policy's. ``keep_item``: nothing has to come back. ``return_address`` is its
    id, ``carrier`` that of the carrier account to ask first. ``require_answers`` are
    asked besides the policy's questions.
    """

    returnable: Literal[True] | None = None
    not_returnable: Annotated[Texts, Some] | None = None
    window_days: Days | None = None
    extend_window_days: (
        Annotated[int, Field(strict=True, ge=1, le=MOST_DAYS)] | None
    ) = None
    extend_window_until: date | None = None
    fee: Fee | None = None
    fee_payer: Payer | None = None
    restocking_percent: Percent | None = None
    methods: Methods | None = None
    resolutions: Resolutions | None = None
    needs_approval: Literal[True] | None = None
    auto_approve: Literal[True] | None = None
    keep_item: bool | None = None
    return_address: Annotated[int, Field(strict=True, ge=1)] | None = None
    carrier: Annotated[int, Field(strict=True, ge=1)] | None = None
    require_photo: bool | None = None
    require_answers: Annotated[Questions, Some] | None = None
    message: Annotated[Texts, Some] | None = None

    def given(self) -> list[tuple[Slot, str, Any]]:
        """The slot, the outcome's name and its value, for all that is said."""
        return [
            (slot_of(name), name, value)
            for name in OUTCOMES
            if (value := getattr(self, name)) is not None
        ]


OUTCOMES: tuple[str, ...] = tuple(Outcomes.model_fields)


def slot_of(outcome: str) -> Slot:
    return _OTHER_NAMES.get(outcome) or Slot(outcome)


# Names of what is said, with the values that matter: "keep_item" only if it is kept.
_EXCLUDES: Mapping[str, frozenset[str]] = {
    "not_returnable": frozenset(OUTCOMES) - {"not_returnable", "message"},
    "auto_approve": frozenset({"needs_approval"}),
    "kept": frozenset(
        {
            "methods",
            "return_address",
            "carrier",
            "fee",
            "fee_payer",
            "restocking_percent",
        }
    ),
    "window_days": frozenset({"extend_window_days"}),
    "unlimited": frozenset({"extend_window_until"}),
    "charged": frozenset({"merchant_pays"}),
}
_NAMES = {
    "kept": "keep_item",
    "unlimited": "window_days",
    "charged": "fee",
    "merchant_pays": "fee_payer",
}


def outcome_problems(outcomes: Outcomes) -> Iterator[Problem]:
    """What cannot be decided by one rule: nothing at all, and contradictions."""
    said = set(_said_by(outcomes))
    if not said:
        yield Problem(
            "no_outcomes",
            "Say what the rule decides: at least one outcome.",
            pointer="/outcomes",
        )
    seen: set[frozenset[str]] = set()
    for first, excluded in _EXCLUDES.items():
        for second in sorted(excluded & said) if first in said else ():
            names = [_NAMES.get(first, first), _NAMES.get(second, second)]
            if frozenset(names) in seen:
                continue
            seen.add(frozenset(names))
            yield Problem(
                "contradictory_outcomes",
                f"“{names[0]}” and “{names[1]}” contradict each other: keep one.",
                context={"outcomes": names},
                pointer=f"/outcomes/{names[1]}",
            )


def _said_by(outcomes: Outcomes) -> Iterator[str]:
    for _slot, name, _value in outcomes.given():
        yield name
    if outcomes.keep_item:
        yield "kept"
    if outcomes.window_days == UNLIMITED:
        yield "unlimited"
    if outcomes.fee is not None and not outcomes.fee.is_free:
        yield "charged"
    if outcomes.fee_payer is Payer.MERCHANT:
        yield "merchant_pays"
