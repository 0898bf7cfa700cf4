"""Reasons and answers of return lines."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from retour_core.labels.paper import slip_lines
from retour_core.policies.models import Question, Reason
from retour_core.policies.question_changes import save_question
from retour_core.policies.questions import (
    AnswerInvalid,
    AnswerMissing,
    QuestionUnknown,
)
from retour_core.policies.reason_changes import (
    adopt_defaults,
    save_reason,
    switch_reason,
)
from retour_core.policies.reasons import FOLLOW_UP
from retour_core.returns.answered import Answered, answers_of
from retour_core.returns.choices import RequestKind
from retour_core.returns.drafts import (
    Selection,
    choose_lines,
    give_reasons,
    start_draft,
)
from retour_core.returns.models import Return
from retour_core.returns.operations import submit
from retour_core.returns.reasons import Given, ReasonNotOffered, load_reasons
from tests.factories import (
    NOW,
    line_data,
    make_draft,
    make_order,
    make_return,
)

pytestmark = pytest.mark.django_db
TIGHT = {
    "texts": {"en": "Tight", "de": "Zu eng"},
    "question": {"en": "Where?", "de": "Wo?"},
    "answer_required": True,
    "our_fault": True,
}


def draft_with(**raw: Any) -> Return:
    """A draft of one line in a brand whose list has one more reason: ``tight``."""
    draft = make_draft()
    save_reason(Reason(brand=draft.brand), {**TIGHT, **raw})
    # Read anew: a return keeps the list it has once read.
    return Return.objects.get(pk=draft.pk)


def give(draft: Return, *given: Any) -> None:
    give_reasons(draft, {draft.lines.get().pk: Given(*given)})


def test_a_reason_of_the_brands_own_is_stored_with_its_answer() -> None:
    draft = draft_with()
    give(draft, "tight", "ouch", {FOLLOW_UP: " at the arms "})
    line = draft.lines.get()
    assert (line.reason, line.comment) == ("tight", "ouch")
    assert line.answers == {"reason": "at the arms"}


def test_a_reason_nobody_offers_is_refused_and_nothing_is_written() -> None:
    draft = draft_with(categories=["Shoes"])
    with pytest.raises(ReasonNotOffered) as refused:
        give(draft, "tight", "", {FOLLOW_UP: "arms"})
    context = refused.value.context
    assert (context["line_id"], context["item"], context["reason"]) == (
        "1",
        "Jacket",
        "tight",
    )
    assert context["reasons"][0] == "too_small"
    assert draft.lines.get().reason == "too_small"


def test_a_reason_for_claims_only_is_not_offered_for_a_return() -> None:
    with pytest.raises(ReasonNotOffered):
        give(draft_with(kinds=["claim"]), "tight", "", {FOLLOW_UP: "arms"})


def test_the_question_of_a_reason_must_be_answered_where_it_says_so() -> None:
    with pytest.raises(AnswerMissing) as refused:
        give(draft_with(), "tight")
    assert refused.value.context == {
        "line_id": "1",
        "item": "Jacket",
        "question": "reason",
    }


def test_the_question_of_a_reason_may_be_left_open_where_it_says_so() -> None:
    draft = draft_with(answer_required=False)
    give(draft, "tight")
    assert draft.lines.get().answers == {}


def test_a_reason_without_a_question_takes_no_answer() -> None:
    with pytest.raises(QuestionUnknown):
        give(make_draft(), "too_small", "", {FOLLOW_UP: "arms"})


def test_answers_to_the_brands_questions_are_checked_and_stored() -> None:
    draft = make_draft()
    raw = {"texts": {"en": "Worn?"}, "answer": "yes_no"}
    save_question(Question(brand=draft.brand), raw)
    give(draft, "too_small", "", {"worn": "yes"})
    assert draft.lines.get().answers == {"worn": True}
    with pytest.raises(AnswerInvalid):
        give(draft, "too_small", "", {"worn": "perhaps"})


def test_choosing_lines_anew_keeps_reason_and_answers() -> None:
    draft = draft_with()
    give(draft, "tight", "", {FOLLOW_UP: "arms"})
    choose_lines(draft, [Selection("1", 2)])
    line = draft.lines.get()
    assert (line.quantity, line.reason, line.answers) == (
        2,
        "tight",
        {"reason": "arms"},
    )


def test_a_withdrawal_may_name_a_reason_and_never_has_to_explain_it() -> None:
    order = make_order()
    save_reason(Reason(brand=order.brand), TIGHT)
    draft = start_draft(order, locale="en", kind=RequestKind.WITHDRAWAL)
    choose_lines(draft, [Selection("1", 1, "tight")])
    ret = submit(draft, now=NOW)
    assert [(line.reason, line.our_fault) for line in ret.lines.all()] == [
        ("tight", True)
    ]


def test_whose_fault_it_is_is_frozen_on_submitting() -> None:
    draft = draft_with()
    give(draft, "tight", "", {FOLLOW_UP: "arms"})
    assert not draft.lines.get().our_fault
    submit(draft, now=NOW)
    row = Reason.objects.get(brand=draft.brand, key="tight")
    save_reason(row, {**TIGHT, "our_fault": False})
    assert draft.lines.get().our_fault


def test_a_reason_switched_off_meanwhile_still_counts() -> None:
    draft = draft_with()
    give(draft, "tight", "", {FOLLOW_UP: "arms"})
    switch_reason(Reason.objects.get(key="tight"), is_active=False)
    submit(draft, now=NOW)
    assert draft.lines.get().our_fault


def test_a_reason_that_is_gone_cannot_be_submitted() -> None:
    draft = draft_with()
    draft.lines.update(reason="gone")
    with pytest.raises(ReasonNotOffered) as refused:
        submit(draft, now=NOW)
    assert refused.value.context["item"] == "Jacket"
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_the_words_of_reasons_cost_one_query_a_return(
    django_assert_num_queries: Any,
) -> None:
    lines = [line_data("1"), line_data("2"), line_data("3")]
    ret = make_return(make_order(lines=lines), {"1": 1, "2": 1, "3": 1})
    ret = Return.objects.get(pk=ret.pk)
    with django_assert_num_queries(2):
        assert [line.reason_text for line in ret.lines.all()] == ["Too small"] * 3


def test_the_lists_of_many_returns_cost_one_query(
    django_assert_num_queries: Any,
) -> None:
    order = make_order()
    pks = [make_return(order).pk, make_return(order).pk]
    returns = list(Return.objects.filter(pk__in=pks).prefetch_related("lines"))
    with django_assert_num_queries(1):
        load_reasons(returns)
        words = [line.reason_text for ret in returns for line in ret.lines.all()]
    assert words == ["Too small", "Too small"]


def test_paper_names_the_reason_in_the_customers_language() -> None:
    draft = draft_with()
    give(draft, "tight", "", {FOLLOW_UP: "arms"})
    Return.objects.filter(pk=draft.pk).update(locale="de")
    ret = submit(draft, now=NOW)
    with translation.override("fr"):
        assert [line.reason for line in slip_lines(ret)] == ["Zu eng"]


def test_answers_are_shown_in_words_the_reasons_own_first() -> None:
    draft = draft_with()
    for raw in (
        {"texts": {"en": "Worn?"}, "answer": "yes_no"},
        {
            "texts": {"en": "Size?", "de": "Größe?"},
            "answer": "choice",
            "options": [
                {"key": "s", "texts": {"en": "Small", "de": "Klein"}},
                {"key": "m", "texts": {"en": "Medium"}},
            ],
        },
    ):
        save_question(Question(brand=draft.brand), raw)
    answers = {"size": "s", "worn": "no", FOLLOW_UP: "arms"}
    give(draft, "tight", "", answers)
    line = draft.lines.get()
    line.answers["gone"] = "x"
    assert answers_of(draft, [line], "de") == {
        line.pk: [
            Answered("Wo?", "arms"),
            Answered("Worn?", "No"),
            Answered("Größe?", "Klein"),
            Answered("gone", "x"),
        ]
    }


def test_a_draft_of_a_brand_that_adopts_its_list_later_goes_on() -> None:
    draft = make_draft()
    adopt_defaults(draft.brand)
    submit(draft, now=NOW)
    assert draft.lines.get().reason == "too_small"
