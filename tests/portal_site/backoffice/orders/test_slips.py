from __future__ import annotations

from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.core.labels.label_samples import pages_mm, words
from tests.factories import make_order
from tests.portal_site.backoffice.conftest import House, SignIn


def test_an_orders_slip_is_printed_from_its_page(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    desk = sign_in(alice)
    page = desk.get(reverse("orders:inspect", args=[alpenglow.order.pk]))
    url = reverse("orders:slip_a6", args=[alpenglow.order.pk])
    assert f'href="{url}"' in page.content.decode()
    slip = desk.get(url)
    assert pages_mm(slip.content) == [(105.0, 148.0)]
    assert "AG-1001" in words(slip.content)


def test_a_filtered_list_is_printed_in_one_document(
    alice: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    desk, url = sign_in(alice), reverse("orders:print")
    second = make_order(alpenglow.shop, number="AG-1002")
    page = desk.get(f"{url}?shop={alpenglow.shop.pk}").content.decode()
    assert "AG-1002" in page
    assert lune.order.number not in page
    assert page.count(" checked") == 3  # both orders, and the larger paper
    assert desk.get(url).content.decode().count(" checked") == 1

    chosen = [str(alpenglow.order.pk), str(second.pk)]
    answer = desk.post(url, {"orders": chosen, "paper": "a4"})

    assert answer["Content-Type"] == "application/pdf"
    assert pages_mm(answer.content) == [(210.0, 297.0)] * 2


def test_what_cannot_be_printed_is_said_beside_what_was_chosen(
    alice: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    desk, url = sign_in(alice), reverse("orders:print")
    none = desk.post(url, {"paper": "a4"})
    assert (
        none.status_code,
        "Choose at least one order." in none.content.decode(),
    ) == (
        422,
        True,
    )
    foreign = desk.post(url, {"orders": [str(lune.order.pk)], "paper": "a4"})
    assert foreign.status_code == 422
    assert lune.order.number not in foreign.content.decode()


def test_the_page_asks_as_often_for_three_orders_as_for_one(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    desk, url = sign_in(alice), reverse("orders:print")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(url).status_code == 200
        return len(queries)

    asked()
    one = asked()
    for number in ("AG-1003", "AG-1004"):
        make_order(alpenglow.shop, number=number)
    assert asked() == one
