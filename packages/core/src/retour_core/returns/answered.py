"""What customers answered, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from retour_core.policies.questions import QuestionSpec, questions_of
from retour_core.policies.reasons import FOLLOW_UP
from retour_core.returns.models import Return, ReturnLine


@dataclass(frozen=True)
class Answered:
    question: str
    answer: str


def answers_of(
    ret: Return, lines: Sequence[ReturnLine], locale: str
) -> dict[int, list[Answered]]:
    """By primary key of the line, the reason's own question first.

    Yes and no are in the active language; a question that is gone shows its key. One
    query for the brand's questions if any was answered, one for its reasons if they
    are not read yet.
    """
    has_others = any(set(line.answers) - {FOLLOW_UP} for line in lines)
    questions = questions_of(ret.brand) if has_others else {}
    return {line.pk: _of_line(ret, line, questions, locale) for line in lines}


def _of_line(
    ret: Return, line: ReturnLine, questions: Mapping[str, QuestionSpec], locale: str
) -> list[Answered]:
    found = []
    if FOLLOW_UP in line.answers:
        reason = ret.reasons.get(line.reason)
        asked = (reason.question(locale) if reason else "") or line.reason_text
        found.append(Answered(asked, str(line.answers[FOLLOW_UP])))
    # As they are asked, then what is asked no more.
    for key in dict.fromkeys([*questions, *line.answers]):
        if key == FOLLOW_UP or key not in line.answers:
            continue
        spec = questions.get(key) or QuestionSpec(key, {})
        answer = line.answers[key]
        if isinstance(answer, bool):
            words = _("Yes") if answer else _("No")
        else:
            words = spec.option(answer, locale)
        found.append(Answered(spec.text(locale), words))
    return found
