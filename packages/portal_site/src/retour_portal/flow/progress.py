"""The steps of a draft, in order, and which of them is the first unfinished one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from retour_core.returns.models import Return, ReturnLine
from retour_portal.flow.terms import terms_of


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


def earliest_open_step(
    ret: Return, lines: Sequence[ReturnLine], *, before: Step = Step.REVIEW
) -> Step:
    """Where the customer has to go on, looking at the steps ``before`` one of them;
    that one itself if all of them are answered.

    Once reasons are given, policy and rules are asked (``terms.DraftTerms``).
    """
    if not lines:
        return Step.ITEMS
    if Step.REASONS.comes_before(before):
        given = all(line.reason for line in lines)
        if not given or terms_of(ret).lacks_something:
            return Step.REASONS
    if Step.METHOD.comes_before(before):
        terms = terms_of(ret)
        if terms.travels and ret.method not in terms.methods:
            return Step.METHOD
    return before


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
