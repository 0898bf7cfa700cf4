"""Questions in the back office."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from retour_core.domain.policies import RequestKind
from retour_core.policies.models import Question
from retour_core.policies.question_changes import save_question
from retour_core.policies.versions import save_policy
from tests.factories import NOW
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.reasons.rows import listed_row

INDEX, ADD = "questions:index", "questions:add"


@pytest.fixture
def office(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def data(answer: str = "text", **values: Any) -> dict[str, Any]:
    return {"texts-en": "Which size fits?", "answer": answer, **values}


def test_a_choice_is_made_and_its_options_keep_their_keys(
    office: Client, alpenglow: House
) -> None:
    options = {
        "options-0-en": "Small",
        "options-0-fr": "Petit",
        "options-2-en": "Small",
    }
    response = office.post(reverse(ADD), data("choice", **options))
    assert response["Location"] == f"{reverse(INDEX)}?brand={alpenglow.brand.pk}"
    row = Question.objects.get()
    assert (row.brand, row.key) == (alpenglow.brand, "which_size_fits")
    assert row.options == [
        {"key": "small", "texts": {"en": "Small", "fr": "Petit"}},
        {"key": "small_2", "texts": {"en": "Small"}},
    ]
    url = reverse("questions:edit", args=[row.pk])
    form = office.get(url).context["form"]
    assert form["options"].value() == [
        {"key": "small", "en": "Small", "fr": "Petit"},
        {"key": "small_2", "en": "Small"},
    ]
    changed = {
        "options-0-key": "small",
        "options-0-en": "Little",
        "options-1-key": "small_2",
        "options-1-en": "",
        "options-2-en": "Medium",
    }
    office.post(url, data("choice", **changed))
    row.refresh_from_db()
    assert row.options == [
        {"key": "small", "texts": {"en": "Little"}},
        {"key": "medium", "texts": {"en": "Medium"}},
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (data(**{"texts-en": ""}), "texts"),
        (data("song"), "answer"),
        (data("choice", **{"options-0-en": "Small"}), "options"),
        (data("yes_no", **{"options-0-en": "Small"}), "options"),
        (data("choice", **{"options-0-key": "A b", "options-0-en": "x"}), "options"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    office: Client, alpenglow: House, values: dict[str, Any], field: str
) -> None:
    refused = office.post(reverse(ADD), values)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [field]
    assert not Question.objects.exists()


def test_questions_are_put_in_another_sequence(
    office: Client, alpenglow: House
) -> None:
    first, second = (listed_row("questions", alpenglow.brand) for _ in range(2))
    office.post(reverse("questions:move", args=[second.pk]), {"up": "1"})

    def sequence() -> list[int]:
        rows = Question.objects.order_by("position")
        return list(rows.values_list("pk", flat=True))

    assert sequence() == [second.pk, first.pk]
    url = f"{reverse('questions:reorder')}?brand={alpenglow.brand.pk}"
    asked = {"rule": [first.pk, second.pk]}
    assert office.post(url, asked).status_code == 204
    assert sequence() == [first.pk, second.pk]


def test_a_question_in_use_is_not_deleted_and_it_is_told_by_what(
    office: Client, alpenglow: House
) -> None:
    row = listed_row("questions", alpenglow.brand)
    asks = {"require_answers": [row.key]}
    save_policy(alpenglow.brand, RequestKind.CLAIM, asks, actor="anna", now=NOW)
    url = reverse("questions:delete", args=[row.pk])
    response = office.post(url)
    assert [str(m).strip() for m in get_messages(response.wsgi_request)] == [
        "“Worn?” cannot be deleted. It is used by the return policy for: claim."
    ]
    save_policy(alpenglow.brand, RequestKind.CLAIM, {}, actor="anna", now=NOW)
    office.post(url)
    assert not Question.objects.exists()


@pytest.mark.parametrize("name", [INDEX, ADD, "questions:reorder"])
def test_charlie_gets_nowhere_near_the_brands_questions(
    charlie: User, alpenglow: House, sign_in: SignIn, name: str
) -> None:
    url = f"{reverse(name)}?brand={alpenglow.brand.pk}"
    client = sign_in(charlie)
    for response in (client.get(url), client.post(url, data())):
        assert response.status_code in {404, 405}
    assert not Question.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_as_much_for_three_questions_as_for_one(
    office: Client, alpenglow: House, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        save_question(Question(brand=alpenglow.brand), {"texts": {"en": "Worn?"}})
    office.get(reverse(INDEX))
    with django_assert_num_queries(13):
        assert len(office.get(reverse(INDEX)).context["entries"]) == rows
