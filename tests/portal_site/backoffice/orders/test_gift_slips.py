from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.orders.gift_slips import give_gift_slip
from retour_core.orders.models import GiftSlip
from tests.core.labels.label_samples import pages_mm, words
from tests.factories import NOW, line_data, make_order
from tests.portal_site.backoffice.conftest import House, SignIn


@pytest.fixture
def desk(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


def at(name: str, order: Any, *more: int) -> str:
    return reverse(f"orders:{name}", args=[order.pk, *more])


def test_a_slip_for_chosen_items_is_made_printed_and_revoked(
    desk: Client, alpenglow: House
) -> None:
    lines = [line_data("1", title="Jacket"), line_data("2", title="Scarf")]
    order = make_order(alpenglow.shop, number="AG-7", lines=lines)
    page = desk.get(at("inspect", order)).content.decode()
    assert page.count('name="line"') == 2
    desk.post(at("give_slip", order), {"line": ["2"]})
    slip = GiftSlip.objects.get()
    assert (slip.created_by, slip.is_whole) == ("alice", False)
    assert slip.code in desk.get(at("inspect", order)).content.decode()
    printed = desk.get(at("gift_slip_a4", order, slip.pk))
    assert pages_mm(printed.content) == [(210.0, 297.0)]
    said = words(printed.content)
    shown = ("Scarf", "Jacket", slip.code, order.customer_name.split()[0], "99")
    assert [word in said for word in shown] == [True, False, True, False, False]
    desk.post(at("revoke_slip", order, slip.pk))
    slip.refresh_from_db()
    assert slip.revoked_at is not None
    assert desk.get(at("gift_slip_a4", order, slip.pk)).status_code == 404
    assert (
        at("revoke_slip", order, slip.pk)
        not in desk.get(at("inspect", order)).content.decode()
    )


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ([], "Choose at least one item for the gift slip."),
        (["9"], "The shop changed this order meanwhile. Choose the items again."),
    ],
)
def test_what_cannot_be_on_a_slip_is_said(
    chosen: list[str], said: str, desk: Client, alpenglow: House
) -> None:
    answer = desk.post(at("give_slip", alpenglow.order), {"line": chosen}, follow=True)
    assert said in answer.content.decode()
    assert not GiftSlip.objects.exists()


def test_a_slip_of_another_order_is_not_there(
    desk: Client, alpenglow: House, lune: House
) -> None:
    slip = give_gift_slip(lune.order, by="eve", now=NOW)
    for method, name in ((desk.get, "gift_slip_a6"), (desk.post, "revoke_slip")):
        assert method(at(name, alpenglow.order, slip.pk)).status_code == 404
        assert method(at(name, lune.order, slip.pk)).status_code == 404
    slip.refresh_from_db()
    assert slip.revoked_at is None


def test_the_order_page_asks_as_much_for_three_slips_as_for_one(
    desk: Client, alpenglow: House, django_assert_num_queries: Any
) -> None:
    lines = [line_data(str(number)) for number in range(4)]
    order = make_order(alpenglow.shop, number="AG-8", lines=lines)
    desk.get(at("inspect", order))
    for line_ids in (["1"], ["2"], ["3"]):
        give_gift_slip(order, by="alice", now=NOW, line_ids=line_ids)
        with django_assert_num_queries(23):
            desk.get(at("inspect", order))
