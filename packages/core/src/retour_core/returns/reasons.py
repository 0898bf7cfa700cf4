"""Why each line comes back: checked against the brand's list, frozen on submitting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from retour_core.domain.errors import DomainError
from retour_core.orders.models import OrderLine
from retour_core.policies.questions import (
    AnswerInvalid,
    AnswerMissing,
    Answers,
    QuestionSpec,
    QuestionUnknown,
    questions_of,
    read_answers,
)
from retour_core.policies.reasons import FOLLOW_UP, ReasonSpec, reason_lists
from retour_core.returns.choices import RequestKind
from retour_core.returns.models import Return, ReturnLine

ANSWER_ERRORS = (AnswerMissing, AnswerInvalid, QuestionUnknown)


class ReasonMissing(DomainError):
    """Say for each item why it comes back."""

    code = "reason_missing"


class ReasonNotOffered(DomainError):
    """This reason is not offered for this item; choose one that is."""

    code = "reason_not_offered"


class Given(NamedTuple):
    """What a customer says about one line. ``answers`` are by the question's key; the
    one to the reason's own question is under ``FOLLOW_UP``."""

    reason: str
    comment: str = ""
    answers: Mapping[str, Any] = {}


class ReasonCheck:
    """Checks what is given for the lines of ``ret``. At most three queries in all."""

    def __init__(self, ret: Return) -> None:
        self._ret = ret
        self._questions: dict[str, QuestionSpec] | None = None

    def read(self, line: OrderLine, given: Given) -> Answers:
        """The answers to store.

        Raises ``ReasonNotOffered``, ``AnswerMissing``, ``AnswerInvalid`` or
        ``QuestionUnknown``, each with ``line_id`` and ``item`` in its context.
        """
        reason = self._reason(line, given.reason)
        try:
            return read_answers(self._asked(reason, given), given.answers)
        except ANSWER_ERRORS as error:
            raise type(error)(**_about(line), **error.context) from error

    def _reason(self, line: OrderLine, key: str) -> ReasonSpec:
        offered = self._ret.reasons.offered(self._ret.kind, line.category)
        for reason in offered:
            if reason.key == key:
                return reason
        keys = [reason.key for reason in offered]
        raise ReasonNotOffered(**_about(line), reason=str(key), reasons=keys)

    def _asked(self, reason: ReasonSpec, given: Given) -> list[QuestionSpec]:
        asked = []
        if reason.follow_up is not None:
            # A withdrawal needs no reason, so none has to be explained (CRD art. 9(1)).
            is_free = self._ret.kind == RequestKind.WITHDRAWAL
            asked.append(
                replace(reason.follow_up, is_required=False)
                if is_free
                else reason.follow_up
            )
        if set(given.answers) - {FOLLOW_UP}:
            if self._questions is None:
                self._questions = questions_of(self._ret.brand)
            asked += self._questions.values()
        return asked


def freeze_reasons(ret: Return, lines: Iterable[ReturnLine]) -> None:
    """Write down whose fault each reason says it is, for good.

    One that was switched off since it was chosen still counts. Raises
    ``ReasonNotOffered`` for one that is gone.
    """
    for line in lines:
        if not line.reason:
            continue
        reason = ret.reasons.get(line.reason)
        if reason is None:
            bought = line.order_line
            offered = ret.reasons.offered(ret.kind, bought.category)
            reason = next((r for r in offered if r.key == line.reason), None)
            if reason is None:
                keys = [spec.key for spec in offered]
                raise ReasonNotOffered(
                    **_about(bought), reason=line.reason, reasons=keys
                )
        line.our_fault = reason.our_fault
        line.save(update_fields=["our_fault"])


def load_reasons(returns: Iterable[Return]) -> None:
    """Give many returns their brands' lists. One query."""
    found = list(returns)
    lists = reason_lists({ret.brand_id for ret in found})
    for ret in found:
        ret.reasons = lists[ret.brand_id]


def _about(line: OrderLine) -> dict[str, str]:
    return {"line_id": line.external_id, "item": line.title}
