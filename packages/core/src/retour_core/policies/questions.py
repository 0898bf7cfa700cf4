"""What a brand may ask its customers, and what they answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.domain.policies import pick_text
from retour_core.policies.models import AnswerKind, Question

MAX_ANSWER = 500
# An answer by the question's key: text, yes or no, or the key of the option chosen.
Answers = dict[str, str | bool]

_NOT_PRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_YES_NO: Mapping[Any, bool] = {True: True, False: False, "yes": True, "no": False}


class AnswerMissing(DomainError):
    """A question must be answered."""

    code = "answer_missing"


class AnswerInvalid(DomainError):
    """This is no answer to the question."""

    code = "answer_invalid"


class QuestionUnknown(DomainError):
    """There is no such question."""

    code = "question_unknown"


@dataclass(frozen=True)
class QuestionSpec:
    """One question as it is asked; ``options`` are texts by language, by key."""

    key: str
    texts: Mapping[str, str]
    kind: AnswerKind = AnswerKind.TEXT
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_required: bool = False

    def text(self, locale: str) -> str:
        return pick_text(self.texts, locale) or self.key

    def option(self, key: str, locale: str) -> str:
        """What was chosen, in words; a key nobody knows as it is."""
        return pick_text(self.options.get(key, {}), locale) or key


def question_rows(brand: Brand) -> QuerySet[Question]:
    """The brand's questions in their sequence."""
    return Question.objects.filter(brand=brand).order_by("position", "pk")


def questions_of(
    brand: Brand, *, required: Collection[str] = ()
) -> dict[str, QuestionSpec]:
    """All of the brand's questions by key, in their sequence. One query."""
    return {row.key: spec_of(row, required=required) for row in question_rows(brand)}


def spec_of(row: Question, *, required: Collection[str] = ()) -> QuestionSpec:
    return QuestionSpec(
        key=row.key,
        texts=row.texts,
        kind=AnswerKind(row.answer),
        options={option["key"]: option["texts"] for option in row.options},
        is_required=row.key in required,
    )


def read_answers(questions: Iterable[QuestionSpec], raw: Mapping[str, Any]) -> Answers:
    """``raw`` by the questions' keys, checked; what is left blank is left out.

    Yes and no come as such or as truth values. Raises ``AnswerMissing``,
    ``AnswerInvalid`` or ``QuestionUnknown``, each with ``question`` (its key) in its
    context.
    """
    asked = {question.key: question for question in questions}
    for key in raw:
        if key not in asked:
            raise QuestionUnknown(question=key, questions=list(asked))
    answers = {
        key: read_answer(question, raw.get(key)) for key, question in asked.items()
    }
    return {key: answer for key, answer in answers.items() if answer is not None}


def read_answer(question: QuestionSpec, raw: Any) -> str | bool | None:
    """None for a blank one. Raises ``AnswerMissing`` or ``AnswerInvalid``."""
    value = raw.strip() if isinstance(raw, str) else raw
    if value is None or value == "":
        if question.is_required:
            raise AnswerMissing(question=question.key)
        return None
    if question.kind is AnswerKind.YES_NO:
        if not isinstance(value, str | bool) or value not in _YES_NO:
            raise _invalid(question, expected="yes_no")
        return _YES_NO[value]
    if not isinstance(value, str):
        raise _invalid(question, expected=question.kind.value)
    if question.kind is AnswerKind.CHOICE and value not in question.options:
        raise _invalid(question, expected="choice", options=list(question.options))
    if len(value) > MAX_ANSWER or _NOT_PRINTABLE.search(value):
        raise _invalid(question, expected="text", most=MAX_ANSWER)
    return value


def _invalid(question: QuestionSpec, **context: Any) -> AnswerInvalid:
    return AnswerInvalid(question=question.key, **context)
