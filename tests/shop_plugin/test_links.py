from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from retour_core.domain.links import (
    LinkExpired,
    LinkInvalid,
    ReturnLink,
    verify_return_link,
)
from retour_shop.platforms.oscar.links import return_link
from retour_shop.platforms.oscar.operations import connection_row
from tests.shop_plugin import orders, wire

pytestmark = pytest.mark.django_db


@pytest.fixture
def known_shop(settings: Any) -> None:
    settings.RETOUR_URL = "https://retour.example"
    settings.RETOUR_LINK_SECRET = "a secret both know"
    row = connection_row()
    row.shop_key = "alpenglow"
    row.save()


def _token(url: str) -> str:
    return urlsplit(url).path.removeprefix("/go/")


def test_a_link_carries_the_shop_the_order_and_an_end(known_shop: None) -> None:
    order = orders.place()
    now = timezone.now()

    url = return_link(order, now=now)

    seconds = int(now.timestamp())
    link = verify_return_link("a secret both know", _token(url), now=seconds)
    assert url.startswith("https://retour.example/go/v1.")
    assert link == ReturnLink("alpenglow", str(order.pk), seconds + 24 * 3600)


def test_a_link_is_worthless_after_a_day_or_with_another_secret(
    known_shop: None,
) -> None:
    now = timezone.now()
    token = _token(return_link(orders.place(), now=now))
    seconds = int(now.timestamp())

    with pytest.raises(LinkExpired):
        verify_return_link("a secret both know", token, now=seconds + 24 * 3600 + 1)
    with pytest.raises(LinkInvalid):
        verify_return_link("guessed", token, now=seconds)


def test_a_cancelled_order_has_no_link(known_shop: None) -> None:
    order = orders.place()
    order.set_status("Cancelled")

    assert return_link(order, now=timezone.now()) == ""


def test_there_is_no_link_before_the_shop_knows_its_key() -> None:
    assert return_link(orders.place(), now=timezone.now()) == ""


def test_a_key_in_the_settings_needs_no_contact(settings: Any) -> None:
    settings.RETOUR_SHOP_KEY = "by-hand"

    assert "/go/v1." in return_link(orders.place(), now=timezone.now())


@pytest.fixture
def customer(django_user_model: Any) -> Any:
    return django_user_model.objects.create_user(
        username="anna", email="anna@example.com", password="x"
    )


def test_a_customer_finds_return_items_on_the_order(
    known_shop: None, client: Client, customer: Any
) -> None:
    order = orders.place(user=customer, guest_email="")
    client.force_login(customer)

    page = client.get(f"/fr/accounts/orders/{order.number}/").content.decode()

    assert "Renvoyer des articles" in page
    assert "https://retour.example/go/v1." in page


def test_a_link_is_signed_when_the_page_is_shown(
    known_shop: None, client: Client, customer: Any
) -> None:
    order = orders.place(user=customer, guest_email="")
    client.force_login(customer)
    path = f"/en/accounts/orders/{order.number}/"
    now = timezone.now()

    with time_machine.travel(now + timedelta(days=30)):
        client.force_login(customer)
        page = client.get(path).content.decode()
        expected = return_link(order, now=timezone.now())
        assert _token(expected)[:40] in page


def test_a_stranger_does_not_see_another_customers_order(
    known_shop: None, client: Client, customer: Any, django_user_model: Any
) -> None:
    order = orders.place(user=customer, guest_email="")
    charlie = django_user_model.objects.create_user(username="c", email="c@x.example")
    client.force_login(charlie)

    answer = client.get(f"/en/accounts/orders/{order.number}/")

    assert answer.status_code == 404


def test_a_guest_finds_return_items_after_proving_the_address(
    known_shop: None, client: Client
) -> None:
    order = orders.place()
    proof = {"order_number": order.number, "hash": order.verification_hash()}
    form = reverse("customer:anon-order-form", kwargs=proof)

    before = client.get(reverse("customer:anon-order", kwargs=proof), follow=True)
    after = client.post(form, {"email": "mia@example.com"}, follow=True)

    assert "/go/v1." not in before.content.decode()
    assert "Return items" in after.content.decode()
    assert "/go/v1." in after.content.decode()


def test_the_thank_you_page_offers_it_too(known_shop: None, client: Client) -> None:
    order = orders.place()
    session = client.session
    session["checkout_order_id"] = order.pk
    session.save()

    page = client.get(reverse("checkout:thank-you")).content.decode()

    assert page.count("/go/v1.") == 1


def test_returns_of_an_order_are_mirrored_once_and_never_set_back(
    worker: Any, retour: Any
) -> None:
    from retour_shop.platforms.oscar.models import Connection, ReturnMirror

    order = orders.place()
    retour.returns = [wire.a_return(order)]
    worker.run_once()
    newer = wire.NOON + timedelta(minutes=1)
    retour.returns = [wire.a_return(order, state="arrived", updated_at=newer)]
    Connection.objects.update(polled_at=None)
    worker.run_once()
    # The overlap shows an older page again.
    retour.returns = [wire.a_return(order, updated_at=wire.NOON)]
    Connection.objects.update(polled_at=None)
    worker.run_once()

    mirrored = ReturnMirror.objects.get()
    assert (mirrored.state, mirrored.changed_at) == ("arrived", newer)
    assert mirrored.order_id == order.pk


def test_a_return_of_an_order_the_shop_does_not_have_is_passed_over(
    worker: Any, retour: Any
) -> None:
    from retour_shop.platforms.oscar.models import ReturnMirror

    order = orders.place()
    retour.returns = [wire.a_return(order, order_id="gid://shopify/1")]

    report = worker.run_once()

    assert (report.returns, ReturnMirror.objects.count()) == (1, 0)
