"""Writing a brand's questions: the only writer of their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from retour_core import sequences
from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.domain.predicates import Problem
from retour_core.policies.data import QuestionData, QuestionInvalid, checked
from retour_core.policies.keys import free_key
from retour_core.policies.models import Question, ReturnPolicy, ReturnRule
from retour_core.policies.questions import question_rows
from retour_core.policies.reasons import FOLLOW_UP
from retour_core.returns.models import ReturnLine

MAX_QUESTIONS = 100


class QuestionInUse(DomainError):
    """Something still names this question, so it cannot be deleted."""

    code = "question_in_use"


@transaction.atomic
def save_question(row: Question, raw: Mapping[str, Any]) -> Question:
    """Save a new or changed question of ``row.brand``; a new one comes last.

    ``raw`` is what ``policies.data.QuestionData`` reads. Without a ``key`` a new one
    gets one like its text; a key is never changed. Raises ``QuestionInvalid``,
    ``TooManyRows``, or ``SequenceChanged`` if the question is gone.
    """
    # The brand's row is the queue: the first two questions have none to lock.
    Brand.objects.select_for_update(no_key=True).get(pk=row.brand_id)
    rows = question_rows(row.brand)
    position = sequences.place_for(row, rows, most=MAX_QUESTIONS)
    taken = dict(rows.values_list("pk", "key"))
    key = taken.pop(row.pk, None) or _new_key(raw, set(taken.values()))
    data = checked(QuestionData, {**raw, "key": key}, QuestionInvalid)
    if data.key in {*taken.values(), FOLLOW_UP}:
        message = f"“{data.key}” is taken already; choose another key."
        raise QuestionInvalid([Problem("key_taken", message, pointer="/key")])
    for name, value in data.model_dump(mode="json").items():
        setattr(row, name, value)
    row.position = position
    row.save()
    return row


def reorder_questions(brand: Brand, keys: Sequence[int]) -> None:
    """``keys`` are primary keys. Raises ``SequenceChanged``."""
    sequences.reorder(question_rows(brand), keys)


def move_question(row: Question, by: int) -> None:
    """One place up (−1) or down (1). Raises ``SequenceChanged``."""
    rows = question_rows(row.brand)
    sequences.move(rows, row.pk, by, among=list(rows.values_list("pk", flat=True)))


@transaction.atomic
def delete_question(row: Question) -> None:
    """Raises ``QuestionInUse`` while a policy or a rule asks it (an older version
    too, while it counts for older orders), or a customer has answered it.

    Its context says by what: ``policies`` (kinds), ``rules`` (names), ``answered``.
    """
    policies = sorted({p.kind for p in _counting(row.brand) if _asks(p.data, row.key)})
    rules = [
        rule.name
        for rule in ReturnRule.objects.filter(brand=row.brand).order_by("position")
        if _asks(rule.outcomes, row.key)
    ]
    answered = ReturnLine.objects.filter(
        parent__brand_id=row.brand_id, answers__has_key=row.key
    ).exists()
    if policies or rules or answered:
        raise QuestionInUse(
            question=row.key, policies=policies, rules=rules, answered=answered
        )
    row.delete()


def _counting(brand: Brand) -> Iterator[ReturnPolicy]:
    """The versions that still decide about some order."""
    done: set[str] = set()
    for policy in ReturnPolicy.objects.filter(brand=brand).order_by("-version"):
        if policy.kind in done:
            continue
        yield policy
        if policy.placed_from is None:
            done.add(policy.kind)


def _asks(data: Mapping[str, Any], key: str) -> bool:
    return key in (data.get("require_answers") or ())


def _new_key(raw: Mapping[str, Any], taken: set[str]) -> Any:
    if raw.get("key"):
        return raw["key"]
    texts = raw.get("texts")
    found = texts if isinstance(texts, dict) else {}
    return free_key(found, {*taken, FOLLOW_UP}, "question")
