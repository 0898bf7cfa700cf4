"""The form that asks why each line comes back, and what follows from the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from retour_core.policies.models import AnswerKind
from retour_core.policies.questions import (
    MAX_ANSWER,
    AnswerInvalid,
    AnswerMissing,
    QuestionSpec,
    questions_of,
    read_answer,
)
from retour_core.policies.reasons import FOLLOW_UP, ReasonSpec
from retour_core.returns.models import Return, ReturnLine
from retour_core.returns.reasons import Given
from retour_portal.flow import messages
from retour_portal.flow.forms import COMMENT_LENGTH, FlowForm
from retour_portal.flow.presentation import Goods, goods, language
from retour_portal.flow.queries import chosen_lines
from retour_portal.flow.terms import terms_of

NO_QUESTIONS: Mapping[int, Sequence[QuestionSpec]] = {}


@dataclass(frozen=True)
class Ask:
    """One question below a line; ``only_if`` is the reason it belongs to, "" for all.

    ``options`` are value and words; yes and no are options too.
    """

    name: str
    spec: QuestionSpec
    text: str
    options: Sequence[tuple[str, str]] = ()
    only_if: str = ""
    condition: str = ""
    value: str = ""
    error: str = ""

    @property
    def most(self) -> int:
        return MAX_ANSWER


@dataclass(frozen=True)
class ReasonQuestion:
    line: ReturnLine
    goods: Goods
    choices: Sequence[tuple[str, str]]
    reason: str
    comment: str
    reason_error: str
    comment_error: str
    asks: Sequence[Ask]


def required_questions(ret: Return) -> dict[int, list[QuestionSpec]]:
    """What policy and rules ask about each line, by its primary key; by what is known
    of it, so a reason that is given may bring another. The queries of ``DraftTerms``,
    and one if anything is asked.
    """
    decision = terms_of(ret).asked.decision
    wanted = decision.whole.require_answers
    if not wanted:
        return {}
    known = questions_of(ret.brand, required=wanted)
    return {
        line.pk: [
            known[key]
            for key in decision.item(line.order_line.external_id).require_answers
            if key in known
        ]
        for line in chosen_lines(ret)
    }


class ReasonsForm(FlowForm):
    """``reason-<order line pk>`` and ``comment-<…>`` for each line, below them
    ``answer-<…>--<reason>`` for each reason with a question of its own and
    ``question-<…>--<key>`` for what policy and rules ask about it: ``questions`` by
    the line's primary key."""

    def __init__(
        self,
        ret: Return,
        lines: Sequence[ReturnLine],
        data: Mapping[str, Any] | None = None,
        *,
        questions: Mapping[int, Sequence[QuestionSpec]] = NO_QUESTIONS,
    ) -> None:
        super().__init__(data)
        self.lines = lines
        self._offered = {
            line.pk: ret.reasons.offered(ret.kind, line.order_line.category)
            for line in lines
        }
        self._asks = {
            line.pk: [
                *_follow_ups(line, self._offered[line.pk]),
                *(_required(line, spec) for spec in questions.get(line.pk, ())),
            ]
            for line in lines
        }
        for line in lines:
            self._add_fields(line)

    def _add_fields(self, line: ReturnLine) -> None:
        title = line.order_line.title
        missing = messages.reason_missing(title)
        self.fields[f"reason-{line.order_line_id}"] = forms.ChoiceField(
            choices=self._choices(line),
            error_messages={"required": missing, "invalid_choice": missing},
        )
        for ask in self._asks[line.pk]:
            self.fields[ask.name] = forms.CharField(required=False)
        self.fields[f"comment-{line.order_line_id}"] = forms.CharField(
            required=False,
            max_length=COMMENT_LENGTH,
            error_messages={
                "max_length": messages.comment_too_long(title, COMMENT_LENGTH)
            },
        )

    def _choices(self, line: ReturnLine) -> list[tuple[str, str]]:
        locale = language()
        return [(spec.key, spec.name(locale)) for spec in self._offered[line.pk]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self._given: dict[int, Given] = {}
        for line in self.lines:
            reason = cleaned.get(f"reason-{line.order_line_id}", "")
            answers = {
                ask.spec.key: self._answer(line, ask)
                for ask in self._asks[line.pk]
                if ask.only_if in ("", reason)
            }
            comment = cleaned.get(f"comment-{line.order_line_id}", "")
            self._given[line.pk] = Given(reason, comment, answers)
        return cleaned

    def _answer(self, line: ReturnLine, ask: Ask) -> str | bool | None:
        try:
            return read_answer(ask.spec, self.cleaned_data.get(ask.name))
        except (AnswerMissing, AnswerInvalid) as error:
            title = line.order_line.title
            text = messages.answer_wrong(error, title, ask.text)
            self.add_error(ask.name, text)
            return None

    def reasons(self) -> dict[int, Given]:
        """For ``give_reasons``; only of a valid form."""
        return self._given

    def questions(self) -> Iterator[ReasonQuestion]:
        for line in self.lines:
            reason, comment = (
                f"{kind}-{line.order_line_id}" for kind in ("reason", "comment")
            )
            yield ReasonQuestion(
                line=line,
                goods=goods(line.order_line),
                choices=self._choices(line),
                reason=str(self.data.get(reason, line.reason)),
                comment=str(self.data.get(comment, line.comment)),
                reason_error=self.error_text(reason),
                comment_error=self.error_text(comment),
                asks=[
                    replace(
                        ask,
                        value=str(self.data.get(ask.name, ask.value)),
                        error=self.error_text(ask.name),
                    )
                    for ask in self._asks[line.pk]
                ],
            )


def _follow_ups(line: ReturnLine, offered: Sequence[ReasonSpec]) -> Iterator[Ask]:
    locale = language()
    for reason in offered:
        if reason.follow_up is None:
            continue
        is_chosen = reason.key == line.reason
        yield Ask(
            name=f"answer-{line.order_line_id}--{reason.key}",
            spec=reason.follow_up,
            text=reason.question(locale),
            only_if=reason.key,
            condition=reason.name(locale),
            value=str(line.answers.get(FOLLOW_UP, "")) if is_chosen else "",
        )


def _required(line: ReturnLine, spec: QuestionSpec) -> Ask:
    locale = language()
    options = [(key, spec.option(key, locale)) for key in spec.options]
    if spec.kind is AnswerKind.YES_NO:
        options = [("yes", _("Yes")), ("no", _("No"))]
    given = line.answers.get(spec.key, "")
    if isinstance(given, bool):
        given = "yes" if given else "no"
    return Ask(
        name=f"question-{line.order_line_id}--{spec.key}",
        spec=spec,
        text=spec.text(locale),
        options=options,
        value=given,
    )
