"""The reasons step: what is offered for each item and what follows from it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retour_core.brands.models import Brand
from retour_core.domain.policies import RequestKind
from retour_core.orders.models import Order, OrderLine
from retour_core.policies.models import Question, Reason
from retour_core.policies.question_changes import save_question
from retour_core.policies.reason_changes import adopt_defaults, save_reason
from retour_core.policies.versions import save_policy
from retour_core.returns.models import ReturnLine
from tests.factories import NOW
from tests.portal_site.flow.walk import Customer, errors_of, text_of

TIGHT = {
    "texts": {"en": "Tight", "fr": "Trop serré"},
    "categories": ["Jackets"],
    "question": {"en": "Where is it tight?", "fr": "Où ?"},
    "answer_required": True,
    "our_fault": True,
}


@pytest.fixture
def lines(brand: Brand, order: Order) -> list[OrderLine]:
    """A jacket, whose category has a reason of its own, and a hat."""
    save_reason(Reason(brand=brand), TIGHT)
    order.lines.filter(title="Jacket").update(category="Jackets")
    return list(order.lines.order_by("position"))


@pytest.fixture
def asked(customer: Customer, order: Order, lines: list[OrderLine]) -> Customer:
    """A customer who has come to the reasons of both."""
    customer.find(order)
    customer.choose(*((line, 1) for line in lines))
    return customer


def reply(line: OrderLine, **more: str) -> dict[str, str]:
    return {
        f"reason-{line.pk}": "tight",
        f"answer-{line.pk}--tight": more.get("answer", ""),
    }


def form_of(response: Any) -> Any:
    return response.context["form"]


def test_each_item_is_offered_the_reasons_of_its_category(
    asked: Customer, lines: list[OrderLine]
) -> None:
    questions = list(form_of(asked.see("reasons")).questions())
    offered = [[key for key, _words in q.choices] for q in questions]
    assert offered[0] == [*offered[1], "tight"]
    assert [[ask.only_if for ask in q.asks] for q in questions] == [["tight"], []]


def test_a_question_says_which_reason_it_belongs_to(asked: Customer) -> None:
    text = text_of(asked.see("reasons"))
    assert "Where is it tight? Only if the reason is “Tight”." in text


def test_reasons_and_questions_speak_the_customers_language(
    brand: Brand, order: Order, lines: list[OrderLine]
) -> None:
    customer = Customer(brand, "fr")
    customer.find(order)
    customer.choose((lines[0], 1))
    [question] = form_of(customer.see("reasons")).questions()
    assert question.choices[-1] == ("tight", "Trop serré")
    assert question.choices[0][1] == "Trop petit"
    assert [ask.text for ask in question.asks] == ["Où ?"]


def test_an_unanswered_question_is_told_at_its_field(
    asked: Customer, lines: list[OrderLine]
) -> None:
    jacket, hat = lines
    refused = asked.send("reasons", {**reply(jacket), f"reason-{hat.pk}": "other"})
    assert errors_of(refused) == ["“Jacket”: answer “Where is it tight?”."]
    name = f"answer-{jacket.pk}--tight"
    assert f'<a href="#id_{name}">' in refused.content.decode()
    assert list(form_of(refused).errors) == [name]
    too_long = {**reply(jacket, answer="a" * 501), f"reason-{hat.pk}": "other"}
    assert errors_of(asked.send("reasons", too_long)) == [
        "“Jacket”: keep your answer to 500 characters."
    ]


def test_the_question_of_another_reason_is_not_asked(
    asked: Customer, lines: list[OrderLine]
) -> None:
    data = {f"reason-{line.pk}": "other" for line in lines}
    data[f"answer-{lines[0].pk}--tight"] = "arms"
    assert asked.send("reasons", data)["Location"] == asked.step("method")
    assert [line.answers for line in ReturnLine.objects.all()] == [{}, {}]


def test_an_answer_is_kept_shown_and_escaped(
    asked: Customer, lines: list[OrderLine]
) -> None:
    jacket, hat = lines
    data = {**reply(jacket, answer="at <b>arms</b>"), f"reason-{hat.pk}": "other"}
    asked.send("reasons", data)
    line = ReturnLine.objects.get(order_line=jacket)
    assert (line.reason, line.answers) == ("tight", {"reason": "at <b>arms</b>"})
    again = asked.see("reasons").content.decode()
    assert "at &lt;b&gt;arms&lt;/b&gt;</textarea>" in again
    asked.send("method", {"method": "drop_off_point"})
    review = text_of(asked.see("review"))
    assert "Tight €99.00 Where is it tight? at <b>arms</b>" in review
    asked.send("review")
    assert ReturnLine.objects.get(order_line=jacket).our_fault


def test_a_reason_not_offered_for_the_item_is_refused(
    asked: Customer, lines: list[OrderLine]
) -> None:
    jacket, hat = lines
    data = {f"reason-{jacket.pk}": "other", f"reason-{hat.pk}": "tight"}
    assert errors_of(asked.send("reasons", data)) == ["Choose why “Hat” comes back."]


def test_a_reason_switched_off_while_the_page_was_open_is_asked_again(
    asked: Customer, brand: Brand, lines: list[OrderLine]
) -> None:
    Reason.objects.filter(brand=brand, key="other").update(is_active=False)
    data = {f"reason-{line.pk}": "other" for line in lines}
    assert errors_of(asked.send("reasons", data)) == [
        "Choose why “Jacket” comes back.",
        "Choose why “Hat” comes back.",
    ]


def test_what_the_policy_requires_is_asked_of_every_item(
    asked: Customer, brand: Brand, lines: list[OrderLine]
) -> None:
    for raw in (
        {"texts": {"en": "Worn?"}, "answer": "yes_no"},
        {
            "texts": {"en": "Tags?"},
            "answer": "choice",
            "options": [
                {"key": "on", "texts": {"en": "Still on"}},
                {"key": "off", "texts": {"en": "Cut off"}},
            ],
        },
    ):
        save_question(Question(brand=brand), raw)
    asks = {"require_answers": ["worn", "tags"]}
    save_policy(brand, RequestKind.RETURN, asks, actor="anna", now=NOW)
    data = {f"reason-{line.pk}": "other" for line in lines}
    for line, tags in zip(lines, ("on", "torn"), strict=True):
        data[f"question-{line.pk}--tags"] = tags
        data[f"question-{line.pk}--worn"] = "no"
    del data[f"question-{lines[0].pk}--worn"]
    refused = asked.send("reasons", data)
    assert errors_of(refused) == [
        "“Jacket”: answer “Worn?”.",
        "“Hat”: choose one of the answers to “Tags?”.",
    ]
    data[f"question-{lines[0].pk}--worn"] = "yes"
    data[f"question-{lines[1].pk}--tags"] = "off"
    asked.send("reasons", data)
    assert [
        line.answers for line in ReturnLine.objects.order_by("order_line__position")
    ] == [{"worn": True, "tags": "on"}, {"worn": False, "tags": "off"}]
    body = asked.see("reasons").content.decode()
    assert body.count("checked") == 2
    assert '<option value="off" selected>Cut off</option>' in body


@pytest.mark.parametrize("count", [1, 2])
def test_the_page_asks_as_much_for_two_items_as_for_one(
    customer: Customer, order: Order, lines: list[OrderLine], count: int
) -> None:
    customer.find(order)
    customer.choose(*((line, 1) for line in lines[:count]))
    customer.see("reasons")
    with CaptureQueriesContext(connection) as queries:
        customer.see("reasons")
    assert len(queries) == 11


def test_a_brand_with_the_built_in_list_asks_nothing_more(
    customer: Customer, brand: Brand, order: Order
) -> None:
    adopt_defaults(brand)
    jacket = order.lines.get(title="Jacket")
    customer.find(order)
    customer.choose((jacket, 1))
    [question] = form_of(customer.see("reasons")).questions()
    assert (len(question.choices), list(question.asks)) == (8, [])
