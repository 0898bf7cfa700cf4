"""The steps of a draft, in order, and which of them is the first unfinished one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from retour_core.brands.queries import offered_methods
from retour_core.returns.models import Return, ReturnLine


class Step(StrEnum):
    FIND = "lookup"
    ITEMS = "items"
    REASONS = "reasons"
    METHOD = "method"
    REVIEW = "review"

    @property
    def url_name(self) -> str:
        return f"flow:{self.value}"

    def comes_before(self, other: Step) -> bool:
        steps = list(Step)
        return steps.index(self) < steps.index(other)


@dataclass(frozen=True)
class StepMark:
    """One entry of the progress list; ``url_name`` is empty for the lookup."""

    number: int
    name: str
    is_current: bool
    is_done: bool
    url_name: str


def earliest_open_step(ret: Return, lines: Sequence[ReturnLine]) -> Step:
    """Where the customer has to go on; REVIEW once everything is answered."""
    if not lines:
        return Step.ITEMS
    if any(not line.reason for line in lines):
        return Step.REASONS
    if ret.method not in offered_methods(ret.brand):
        return Step.METHOD
    return Step.REVIEW


def step_marks(current: Step) -> list[StepMark]:
    names = {
        Step.FIND: _("Order"),
        Step.ITEMS: _("Items"),
        Step.REASONS: _("Reasons"),
        Step.METHOD: _("Way back"),
        Step.REVIEW: _("Check"),
    }
    return [
        StepMark(
            number=number,
            name=names[step],
            is_current=step is current,
            is_done=step.comes_before(current),
            url_name="" if step is Step.FIND else step.url_name,
        )
        for number, step in enumerate(Step, start=1)
    ]
