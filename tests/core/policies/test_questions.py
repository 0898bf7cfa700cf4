"""A brand's questions: what is asked, what counts as an answer, and writing them."""

from __future__ import annotations

from typing import Any

import pytest

from retour_core.brands.models import Brand
from retour_core.domain.policies import RequestKind
from retour_core.policies.data import QuestionInvalid
from retour_core.policies.models import AnswerKind, Question, ReturnRule
from retour_core.policies.question_changes import (
    QuestionInUse,
    delete_question,
    move_question,
    reorder_questions,
    save_question,
)
from retour_core.policies.questions import (
    AnswerInvalid,
    AnswerMissing,
    QuestionSpec,
    QuestionUnknown,
    questions_of,
    read_answers,
)
from retour_core.policies.rules import save_rule
from retour_core.policies.versions import save_policy
from tests.factories import NOW, make_brand, make_draft

WORN = {"texts": {"en": "Did you wear it?"}, "answer": "yes_no"}
SIZE = {
    "texts": {"en": "Which size fits?", "de": "Welche Größe passt?"},
    "answer": "choice",
    "options": [
        {"key": "s", "texts": {"en": "Small", "de": "Klein"}},
        {"key": "m", "texts": {"en": "Medium"}},
    ],
}
TEXT = QuestionSpec("why", {"en": "Why?"}, is_required=True)
YES_NO = QuestionSpec("worn", {"en": "Worn?"}, AnswerKind.YES_NO)
CHOICE = QuestionSpec(
    "size", {"en": "Size?"}, AnswerKind.CHOICE, {"s": {"en": "Small"}, "m": {}}
)


def saved(brand: Brand, **raw: Any) -> Question:
    return save_question(Question(brand=brand), raw)


def test_answers_are_read_by_the_kind_of_their_question() -> None:
    raw = {"why": "  tight ", "worn": "no", "size": "s"}
    assert read_answers([TEXT, YES_NO, CHOICE], raw) == {
        "why": "tight",
        "worn": False,
        "size": "s",
    }
    assert read_answers([YES_NO], {"worn": True}) == {"worn": True}


def test_what_need_not_be_answered_is_left_out_when_blank() -> None:
    assert read_answers([YES_NO, CHOICE], {"size": " ", "worn": None}) == {}


@pytest.mark.parametrize("raw", [{}, {"why": " "}, {"why": None}])
def test_what_must_be_answered_is_missed(raw: dict[str, Any]) -> None:
    with pytest.raises(AnswerMissing) as refused:
        read_answers([TEXT, YES_NO], raw)
    assert refused.value.context == {"question": "why"}


@pytest.mark.parametrize(
    ("question", "answer", "context"),
    [
        (TEXT, 7, {"expected": "text"}),
        (TEXT, ["a"], {"expected": "text"}),
        (TEXT, "a\x00b", {"expected": "text", "most": 500}),
        (TEXT, "a" * 501, {"expected": "text", "most": 500}),
        (YES_NO, "perhaps", {"expected": "yes_no"}),
        (YES_NO, 1, {"expected": "yes_no"}),
        (YES_NO, ["yes"], {"expected": "yes_no"}),
        (CHOICE, "xl", {"expected": "choice", "options": ["s", "m"]}),
        (CHOICE, True, {"expected": "choice"}),
    ],
)
def test_what_is_no_answer_is_refused(
    question: QuestionSpec, answer: Any, context: dict[str, Any]
) -> None:
    with pytest.raises(AnswerInvalid) as refused:
        read_answers([question], {question.key: answer})
    assert refused.value.context == {"question": question.key, **context}


def test_an_answer_to_no_question_is_refused() -> None:
    with pytest.raises(QuestionUnknown) as refused:
        read_answers([YES_NO], {"mood": "fine"})
    assert refused.value.context == {"question": "mood", "questions": ["worn"]}


def test_an_option_is_shown_in_words_else_as_it_is() -> None:
    assert [CHOICE.option(key, "de") for key in ("s", "m", "gone")] == [
        "Small",
        "m",
        "gone",
    ]


@pytest.mark.django_db
def test_questions_are_read_by_key_in_their_sequence() -> None:
    brand = make_brand()
    worn, size = saved(brand, **WORN), saved(brand, **SIZE)
    saved(make_brand("charlie"), **WORN)
    move_question(size, -1)
    found = questions_of(brand, required=["did_you_wear_it"])
    assert [(key, spec.is_required) for key, spec in found.items()] == [
        ("which_size_fits", False),
        ("did_you_wear_it", True),
    ]
    assert found["which_size_fits"].option("s", "de-AT") == "Klein"
    reorder_questions(brand, [worn.pk, size.pk])
    assert list(questions_of(brand)) == ["did_you_wear_it", "which_size_fits"]


@pytest.mark.django_db
def test_a_question_keeps_its_key() -> None:
    brand = make_brand()
    row = saved(brand, **WORN)
    again = save_question(row, {**WORN, "key": "x", "texts": {"en": "Worn?"}})
    assert (again.key, again.texts) == ("did_you_wear_it", {"en": "Worn?"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"texts": {}}, "text_missing"),
        ({"texts": {"en": "a"}, "answer": "song"}, "not_a_choice"),
        ({**SIZE, "options": SIZE["options"][:1]}, "options_missing"),
        ({**SIZE, "options": [SIZE["options"][0]] * 2}, "option_twice"),
        ({**SIZE, "answer": "text"}, "options_unused"),
        ({**SIZE, "options": [{"key": "a", "texts": {}}]}, "text_missing"),
        ({"texts": {"en": "a"}, "key": "reason"}, "key_taken"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(
    raw: dict[str, Any], code: str
) -> None:
    with pytest.raises(QuestionInvalid) as refused:
        saved(make_brand(), **raw)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert not Question.objects.exists()


@pytest.mark.django_db
def test_a_question_a_policy_asks_is_not_deleted() -> None:
    brand = make_brand()
    row = saved(brand, **WORN)
    asks = {"require_answers": [row.key]}
    save_policy(brand, RequestKind.RETURN, asks, actor="anna", now=NOW)
    with pytest.raises(QuestionInUse) as refused:
        delete_question(row)
    assert refused.value.context == {
        "question": row.key,
        "policies": ["return"],
        "rules": [],
        "answered": False,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("for_new_orders_only", [True, False])
def test_an_older_policy_keeps_a_question_only_while_it_counts(
    for_new_orders_only: bool,
) -> None:
    brand = make_brand()
    row = saved(brand, **WORN)
    asks = {"require_answers": [row.key]}
    save_policy(brand, RequestKind.RETURN, asks, actor="anna", now=NOW)
    save_policy(
        brand, RequestKind.RETURN, {}, actor="anna", now=NOW,
        for_new_orders_only=for_new_orders_only,
    )  # fmt: skip
    if for_new_orders_only:
        with pytest.raises(QuestionInUse):
            delete_question(row)
    else:
        delete_question(row)
    assert Question.objects.filter(brand=brand).exists() is for_new_orders_only


@pytest.mark.django_db
def test_a_question_a_rule_asks_or_a_customer_answered_is_not_deleted() -> None:
    draft = make_draft()
    brand = draft.brand
    row = saved(brand, **WORN)
    raw = {
        "name": "Worn",
        "conditions": [{"fact": "country", "operator": "is", "values": ["DE"]}],
        "outcomes": {"require_answers": [row.key]},
    }
    save_rule(ReturnRule(brand=brand), raw)
    draft.lines.update(answers={row.key: True})
    with pytest.raises(QuestionInUse) as refused:
        delete_question(row)
    context = refused.value.context
    assert (context["rules"], context["answered"]) == (["Worn"], True)
    ReturnRule.objects.all().delete()
    draft.lines.update(answers={})
    delete_question(row)
    assert not questions_of(brand)
