from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from retour_shop.platforms.oscar.models import BookedRefund, Connection, PushState
from retour_shop.platforms.oscar.operations import connection_row
from retour_shop.platforms.oscar.returns import _mirror
from tests.shop_plugin import orders, wire

pytestmark = pytest.mark.django_db

APP = "retour_shop_oscar_dashboard"
STATUS = f"{APP}:retour-status"


@pytest.fixture
def staff(client: Client, django_user_model: Any) -> Client:
    owner = django_user_model.objects.create_user(
        username="owner", email="owner@example.com", is_staff=True
    )
    client.force_login(owner)
    return client


@pytest.fixture
def owner(django_user_model: Any) -> Client:
    """Oscar's own order page wants a permission of its own, or this."""
    client = Client()
    client.force_login(
        django_user_model.objects.create_superuser("root", "root@example.com", "x")
    )
    return client


@pytest.fixture
def customer(django_user_model: Any) -> Client:
    client = Client()
    client.force_login(
        django_user_model.objects.create_user(username="anna", email="a@example.com")
    )
    return client


def _urls(order: Any) -> list[tuple[str, str]]:
    return [
        ("get", reverse(STATUS)),
        ("post", reverse(f"{APP}:retour-resume")),
        ("post", reverse(f"{APP}:retour-retry-all")),
        ("post", reverse(f"{APP}:retour-retry-order", args=[order.pk])),
    ]


def test_staff_may_and_customers_and_strangers_may_not(
    staff: Client, customer: Client
) -> None:
    order = orders.place()

    for method, url in _urls(order):
        allowed = getattr(staff, method)(url)
        refused = getattr(customer, method)(url)
        stranger = getattr(Client(), method)(url)
        assert allowed.status_code == (200 if method == "get" else 302)
        assert refused.status_code == 403
        assert stranger.status_code == 302
        assert stranger["Location"].startswith(reverse("dashboard:login"))


def test_actions_are_posted_and_need_the_csrf_token(
    staff: Client, django_user_model: Any
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(django_user_model.objects.get(username="owner"))
    order = orders.place()

    for method, url in _urls(order):
        if method == "post":
            assert staff.get(url).status_code == 405
            assert strict.post(url).status_code == 403


def test_a_stop_is_shown_and_can_be_ended(staff: Client) -> None:
    connection_row()
    Connection.objects.update(stopped_reason="This token is not known.")

    page = staff.get(reverse(STATUS)).content.decode()
    staff.post(reverse(f"{APP}:retour-resume"))

    assert "This token is not known." in page
    assert "Orders are kept here meanwhile" in page
    assert connection_row().stopped_reason == ""


def test_refused_orders_are_listed_with_reasons_and_sent_again(staff: Client) -> None:
    order, other = orders.place(), orders.place()
    problem = {"pointer": "/lines/0/sku", "code": "bad", "message": "<b>Unknown</b>"}
    PushState.objects.update(
        rejected_at=timezone.now(), problems=[problem], dirty=3, pushed=3
    )

    page = staff.get(reverse(STATUS)).content.decode()
    staff.post(reverse(f"{APP}:retour-retry-order", args=[order.pk]))

    assert "&lt;b&gt;Unknown&lt;/b&gt;" in page
    assert "/lines/0/sku" in page
    assert orders.is_dirty(order)
    assert orders.state(other).rejected_at is not None
    staff.post(reverse(f"{APP}:retour-retry-all"))
    assert orders.state(other).rejected_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_three_errors_as_for_one(
    staff: Client, count: int, django_assert_num_queries: Any
) -> None:
    item = orders.product()
    for _ in range(count):
        orders.place((item, 1))
    PushState.objects.update(rejected_at=timezone.now())
    connection_row()
    staff.get(reverse(STATUS))

    with django_assert_num_queries(11):
        staff.get(reverse(STATUS))


def test_failed_refunds_and_the_backlog_are_shown(staff: Client) -> None:
    order = orders.place()
    BookedRefund.objects.create(
        retour_id="r1",
        rma_number="R-77",
        order=order,
        outcome="failure",
        amount="5.00",
        currency="EUR",
        message="The gateway is closed.",
    )

    answer = staff.get(reverse(STATUS))

    assert answer.context["backlog_count"] == 1
    assert "The gateway is closed." in answer.content.decode()


def test_the_page_speaks_french(staff: Client) -> None:
    page = staff.get("/fr/dashboard/retour/").content.decode()

    assert "Retours avec Retour" in page
    assert "Commandes en attente" in page


def test_the_order_page_shows_its_returns(owner: Client) -> None:
    order = orders.place()
    _mirror(wire.a_return(order))
    url = reverse("dashboard:order-detail", args=[order.number])

    page = owner.get(url).content.decode()

    assert "https://returns.alpenglow.example/r/R-1" in page
    assert "ready to be sent" in page
    assert "Retour does not know this order yet." in page


def test_an_order_without_returns_says_so(owner: Client) -> None:
    url = reverse("dashboard:order-detail", args=[orders.place().number])

    assert (
        "Nothing of this order has been sent back." in owner.get(url).content.decode()
    )


def test_the_dashboard_menu_leads_to_it(staff: Client) -> None:
    page = staff.get(reverse("dashboard:index")).content.decode()

    assert f'href="{reverse(STATUS)}"' in page
