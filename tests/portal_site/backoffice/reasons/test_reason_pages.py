"""Reasons in the back office: the list, the form, and what the return's page shows."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from retour_core.domain.reasons import ReturnReason
from retour_core.orders.models import OrderLine
from retour_core.policies.models import Reason
from retour_core.policies.reason_changes import MAX_REASONS, adopt_defaults, save_reason
from retour_core.policies.reasons import reasons_of
from retour_core.returns.models import ReturnLine
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.reasons.rows import listed_row

INDEX, ADD = "reasons:index", "reasons:add"


@pytest.fixture
def office(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def data(**values: Any) -> dict[str, Any]:
    return {
        "texts-en": "Tight",
        "texts-fr": "",
        "is_active": "on",
        "question-en": "",
        "question-fr": "",
        "other_categories": "",
        "sendcloud_id": "",
        "shopify_reason": "OTHER",
        **values,
    }


def told(response: Any) -> list[str]:
    return [str(m).strip() for m in get_messages(response.wsgi_request)]


def keys(house: House) -> list[str]:
    return [spec.key for spec in reasons_of(house.brand)]


def test_a_brand_without_a_list_is_shown_the_built_in_one(
    office: Client, alpenglow: House
) -> None:
    page = office.get(reverse(INDEX))
    names = [entry.name for entry in page.context["entries"]]
    assert (names[0], len(names)) == ("Too small", len(ReturnReason))
    assert b"Make this list my own" in page.content
    assert not Reason.objects.exists()


def test_the_built_in_list_is_made_ones_own_once(
    office: Client, alpenglow: House
) -> None:
    url = reverse("reasons:adopt")
    for _ in range(2):
        response = office.post(f"{url}?brand={alpenglow.brand.pk}")
    assert response["Location"] == f"{reverse(INDEX)}?brand={alpenglow.brand.pk}"
    assert Reason.objects.filter(brand=alpenglow.brand).count() == len(ReturnReason)
    assert b"Make this list my own" not in office.get(reverse(INDEX)).content


def test_a_reason_is_made_with_all_it_can_say(office: Client, alpenglow: House) -> None:
    OrderLine.objects.filter(order=alpenglow.order).update(category="Jackets")
    response = office.post(
        f"{reverse(ADD)}?brand={alpenglow.brand.pk}",
        data(
            **{"texts-fr": "Trop serré", "question-en": "Where?"},
            kinds=["return", "withdrawal"],
            categories=["Jackets"],
            other_categories=" Shoes \n\nJackets",
            answer_required="on",
            photo_required="on",
            our_fault="on",
            sendcloud_id="22",
            shopify_reason="SIZE_TOO_SMALL",
        ),
    )
    assert response["Location"] == f"{reverse(INDEX)}?brand={alpenglow.brand.pk}"
    assert told(response) == ["The reason “Tight” is saved."]
    row = Reason.objects.get(key="tight")
    assert (row.brand, row.texts) == (
        alpenglow.brand,
        {"en": "Tight", "fr": "Trop serré"},
    )
    assert (row.kinds, row.categories) == (
        ["return", "withdrawal"],
        ["Jackets", "Shoes"],
    )
    assert (row.question, row.answer_required) == ({"en": "Where?"}, True)
    assert (row.photo_required, row.our_fault) == (True, True)
    assert (row.sendcloud_id, row.shopify_reason) == (22, "SIZE_TOO_SMALL")
    assert keys(alpenglow)[-1] == "tight"


def test_what_was_saved_is_in_the_form_again_and_saved_as_it_was(
    office: Client, alpenglow: House
) -> None:
    raw = {
        "texts": {"en": "Tight", "de": "Eng"},
        "categories": ["Shoes"],
        "kinds": ["claim"],
        "question": {"en": "Where?"},
        "sendcloud_id": 22,
        "our_fault": True,
    }
    row = save_reason(Reason(brand=alpenglow.brand), raw)
    form = office.get(reverse("reasons:edit", args=[row.pk])).context["form"]
    assert {name: form[name].value() for name in raw} == raw
    values = data(
        **{"texts-de": "Eng", "question-en": "Where?"},
        categories=["Shoes"],
        kinds=["claim"],
        sendcloud_id="22",
        our_fault="on",
    )
    office.post(reverse("reasons:edit", args=[row.pk]), values)
    again = Reason.objects.get(pk=row.pk)
    assert {name: getattr(again, name) for name in raw} == raw
    assert (again.key, again.is_active) == (row.key, True)


def test_a_built_in_reason_needs_no_words_and_another_does(
    office: Client, alpenglow: House
) -> None:
    adopt_defaults(alpenglow.brand)
    built_in = Reason.objects.get(brand=alpenglow.brand, key="damaged")
    url = reverse("reasons:edit", args=[built_in.pk])
    assert office.post(url, data(**{"texts-en": ""})).status_code == 302
    refused = office.post(reverse(ADD), data(**{"texts-en": ""}))
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["texts"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"answer_required": "on"}, "question"),
        ({"sendcloud_id": "2"}, "sendcloud_id"),
        ({"shopify_reason": "RUDE"}, "shopify_reason"),
        ({"kinds": ["gift"]}, "kinds"),
        ({"texts-en": "a" * 2001}, "texts"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    office: Client, alpenglow: House, values: dict[str, Any], field: str
) -> None:
    refused = office.post(reverse(ADD), data(**values))
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [field]
    assert not Reason.objects.exists()


def test_there_is_an_end_to_the_list(office: Client, alpenglow: House) -> None:
    Reason.objects.bulk_create(
        Reason(brand=alpenglow.brand, key=f"r{n}", position=n)
        for n in range(MAX_REASONS)
    )
    refused = office.post(reverse(ADD), data())
    assert refused.status_code == 422
    assert refused.context["form"].non_field_errors() == [
        "There are 100 already, which is the most; delete one first."
    ]


def test_a_reason_is_switched_and_moved_from_the_list(
    office: Client, alpenglow: House
) -> None:
    row = listed_row("reasons", alpenglow.brand)
    office.post(reverse("reasons:switch", args=[row.pk]))
    row.refresh_from_db()
    assert not row.is_active
    response = office.post(reverse("reasons:move", args=[row.pk]), {"up": "1"})
    assert response["Location"].endswith(f"#rule-{row.pk}")
    assert keys(alpenglow)[-2:] == ["tight", "other"]
    office.post(reverse("reasons:switch", args=[row.pk]), {"on": "1"})
    row.refresh_from_db()
    assert row.is_active


def test_dragging_posts_the_whole_sequence(
    office: Client, alpenglow: House, lune: House
) -> None:
    adopt_defaults(alpenglow.brand)
    rows = list(Reason.objects.order_by("-position").values_list("pk", flat=True))
    url = f"{reverse('reasons:reorder')}?brand={alpenglow.brand.pk}"
    assert office.post(url, {"rule": rows}).status_code == 204
    assert keys(alpenglow)[0] == "other"
    foreign = listed_row("reasons", lune.brand).pk
    for asked in (rows[1:], [*rows[1:], rows[1]], [*rows[1:], foreign]):
        assert office.post(url, {"rule": asked}).status_code == 409


def test_a_reason_in_use_is_not_deleted_and_the_way_out_is_told(
    office: Client, alpenglow: House
) -> None:
    adopt_defaults(alpenglow.brand)
    used = Reason.objects.get(key="too_small")
    response = office.post(reverse("reasons:delete", args=[used.pk]))
    [text] = told(response)
    assert text == (
        "Returns name the reason “Too small”, so it cannot be deleted. Switch it off "
        "instead: then nobody can choose it any more."
    )
    unused = Reason.objects.get(key="damaged")
    url = reverse("reasons:delete", args=[unused.pk])
    assert b"Damaged or faulty" in office.get(url).content
    response = office.post(url)
    assert response["Location"] == f"{reverse(INDEX)}?brand={alpenglow.brand.pk}"
    assert told(response) == ["“Damaged or faulty” is deleted."]
    assert "damaged" not in keys(alpenglow)


@pytest.mark.parametrize("name", [INDEX, ADD, "reasons:adopt", "reasons:reorder"])
def test_charlie_gets_nowhere_near_the_brands_reasons(
    charlie: User, alpenglow: House, sign_in: SignIn, name: str
) -> None:
    listed_row("reasons", alpenglow.brand)
    url = f"{reverse(name)}?brand={alpenglow.brand.pk}"
    before = list(Reason.objects.values())
    client = sign_in(charlie)
    for response in (client.get(url), client.post(url, data())):
        assert response.status_code in {404, 405}
    assert list(Reason.objects.values()) == before


def test_an_agent_opens_no_list_of_reasons(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    for name in (INDEX, ADD):
        response = sign_in(alice).get(reverse(name))
        assert (response.status_code, response["Location"]) == (302, "/admin/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_as_much_for_three_reasons_as_for_one(
    office: Client, alpenglow: House, rows: int, django_assert_num_queries: Any
) -> None:
    office.get(reverse(INDEX))
    Reason.objects.bulk_create(
        Reason(brand=alpenglow.brand, key=f"r{n}", position=n) for n in range(rows)
    )
    with django_assert_num_queries(13):
        assert len(office.get(reverse(INDEX)).context["entries"]) == rows


def test_the_returns_page_shows_reason_answers_and_fault(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    raw = {"texts": {"en": "Tight"}, "question": {"en": "Where?"}}
    save_reason(Reason(brand=alpenglow.brand), raw)
    lines = ReturnLine.objects.filter(parent=alpenglow.ret)
    url = reverse("returns:inspect", args=[alpenglow.ret.pk])
    assert b"our fault" not in sign_in(alice).get(url).content
    lines.update(reason="tight", our_fault=True, answers={"reason": "arms <b>"})
    body = sign_in(alice).get(url).content.decode()
    assert '<span>Tight <span class="retour-mark">our fault</span></span>' in body
    assert '<span class="retour-meta">Where?</span> <q>arms &lt;b&gt;</q>' in body
