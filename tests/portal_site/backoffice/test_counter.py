"""Staff scan a customer's code, see the return and take its items."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.brands.models import ReturnAddress
from retour_core.counter.models import HandIn
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from retour_core.returns.operations import approve, cancel
from tests.factories import NOW, grant, make_order
from tests.portal_site.backoffice.conftest import (
    House,
    SignIn,
    make_ready,
    submit,
)
from tests.portal_site.flow.walk import text_of


@pytest.fixture
def desk(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


@pytest.fixture
def brought(alpenglow: House) -> Return:
    """To be brought to the one store of the brand."""
    ReturnAddress.objects.update(is_store=True)
    grant(alpenglow.brand, methods=["in_store"], approval="automatic")
    return submit(alpenglow.order)


def scan(client: Client, code: str) -> Any:
    return client.get(reverse("counter:index"), {"code": code})


def take(client: Client, ret: Return, **data: str) -> Any:
    told = {"code": ret.rma_number, "place": "Alpenglow returns, Hamburg", **data}
    return client.post(reverse("counter:accept"), told, follow=True)


def test_a_code_shows_the_return_and_its_items_are_taken_once(
    desk: Client, brought: Return
) -> None:
    typed = brought.rma_number.lower().replace("-", " ")
    page = scan(desk, typed)
    assert page.context["ret"] == brought
    assert "1 × Jacket" in text_of(page)
    assert 'value="Alpenglow returns, Hamburg" selected' in page.content.decode()

    first, again = take(desk, brought), take(desk, brought)

    [proof] = HandIn.objects.all()
    assert (proof.by, proof.place) == ("alice", "Alpenglow returns, Hamburg")
    number = brought.rma_number
    told = [str(m) for page in (first, again) for m in page.context["messages"]]
    assert [" ".join(message.split()) for message in told] == [
        f"{number} is handed in.",
        f"{number} was handed in before.",
    ]
    assert again.context["taken"].endswith(": Alpenglow returns, Hamburg, alice.")
    assert again.context["form"] is None
    inspected = desk.get(reverse("returns:inspect", args=[brought.pk]))
    assert inspected.context["timeline"][-1].sentence == (
        "The items were handed in at the counter: Alpenglow returns, Hamburg."
    )


def test_the_store_is_asked_where_there_are_several(
    desk: Client, brought: Return
) -> None:
    ReturnAddress.objects.create(
        brand=brought.brand, label="Second", city="Bonn", country="DE", is_store=True
    )
    refused = take(desk, brought, place="")
    assert (refused.status_code, HandIn.objects.count()) == (422, 0)
    assert "Choose the store." in text_of(refused)
    take(desk, brought, place="Second, Bonn")
    assert HandIn.objects.get().place == "Second, Bonn"


def test_looking_takes_nothing(desk: Client, brought: Return) -> None:
    told = {"code": brought.rma_number, "place": "Alpenglow returns, Hamburg"}
    assert desk.get(reverse("counter:index"), told).status_code == 200
    assert desk.post(reverse("counter:index"), told).status_code == 405
    assert desk.get(reverse("counter:accept"), told).status_code == 405
    assert HandIn.objects.count() == 0
    brought.refresh_from_db()
    assert brought.state == "ready"


def test_another_way_is_warned_of_before_it_is_accepted(
    desk: Client, alpenglow: House
) -> None:
    ret = make_ready(approve(alpenglow.ret, actor=SYSTEM))
    page = scan(desk, ret.rma_number)
    assert page.context["warnings"] == [
        "The customer had chosen another way: Drop-off point, with a printed label.",
        "Labels that were not used become void; tell the customer to bin them.",
    ]
    take(desk, ret)
    assert HandIn.objects.count() == 0
    take(desk, ret, other_method="True")
    ret.refresh_from_db()
    assert (ret.state, ret.labels.get().state) == ("arrived", "void")


def test_a_refusal_says_why_and_offers_nothing(desk: Client, brought: Return) -> None:
    cancel(brought, actor=SYSTEM)
    page = scan(desk, brought.rma_number)
    assert page.context["refusal"].startswith("This return was cancelled.")
    assert page.context["form"] is None
    take(desk, brought)
    assert HandIn.objects.count() == 0


def test_strangers_learn_and_take_nothing(
    charlie: User, eve: User, sign_in: SignIn, brought: Return
) -> None:
    other_brand, editor = sign_in(charlie), sign_in(eve)
    for answer in (scan(other_brand, brought.rma_number), take(other_brand, brought)):
        assert (answer.status_code, answer.context.get("ret")) == (404, None)
        assert b"Jacket" not in answer.content
    assert scan(editor, brought.rma_number).status_code == 302
    take(editor, brought)
    assert HandIn.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_many_queries_whatever_was_handed_in(
    count: int, desk: Client, brought: Return, django_assert_num_queries: Any
) -> None:
    shop = brought.order.shop
    for _number in range(count):
        HandIn.objects.create(parent=submit(make_order(shop)), at=NOW, place="Bonn")
    scan(desk, "")
    with django_assert_num_queries(19):
        page = scan(desk, brought.rma_number)
    assert len(page.context["last"]) == count
