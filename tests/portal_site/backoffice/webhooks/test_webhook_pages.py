"""Webhooks in the back office: added, tried, paused, replayed, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from retour_core.outbox.models import OutboxMessage
from retour_core.webhooks.models import (
    DeliveryState,
    WebhookDelivery,
    WebhookEndpoint,
)
from retour_core.webhooks.operations import add_endpoint
from tests.core.webhooks.receiver import Receiver, receiver
from tests.portal_site.backoffice.conftest import House, SignIn

URL = "https://erp.example/hooks"
UNSAFE = (
    "Messages name customers and their addresses: begin with https://, and write no "
    "user name or password into the address."
)
LIST, PAGE = 13, 18  # queries, most of them Wagtail's own


@pytest.fixture
def desk(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


@pytest.fixture
def hooks(settings: Any) -> Iterator[Receiver]:
    settings.RETOUR_WEBHOOKS_TO_LOOPBACK = True
    with receiver() as state:
        yield state


def made(house: House, url: str = URL) -> WebhookEndpoint:
    return add_endpoint(house.brand, url)[0]


def message(endpoint: WebhookEndpoint, number: int, state: str) -> WebhookDelivery:
    return WebhookDelivery.objects.create(
        endpoint=endpoint, event_type="return.requested", event_key=f"event-{number}",
        happened_at=timezone.now(), state=state,
    )  # fmt: skip


def said(response: Any) -> list[str]:
    return [str(told).strip() for told in get_messages(response.wsgi_request)]


def test_a_webhook_is_added_and_its_secret_shown_on_demand(
    desk: Client, alpenglow: House
) -> None:
    values = {"url": URL, "brand": alpenglow.brand.pk, "description": "ERP"}
    response = desk.post(
        reverse("webhooks:add"), {**values, "events": ["refund.due", "return.arrived"]}
    )
    endpoint = WebhookEndpoint.objects.get()
    assert response["Location"] == reverse("webhooks:inspect", args=[endpoint.pk])
    assert endpoint.events == ["refund.due", "return.arrived"]
    secret = endpoint.secret.open()
    page = desk.get(response["Location"])
    assert secret not in page.content.decode()
    shown = desk.post(reverse("webhooks:show_secret", args=[endpoint.pk]))
    assert secret in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://erp.example/", UNSAFE),
        ("erp", "This is no address; write it like https://shop.example/hooks."),
        (URL, "This address is told already; change its webhook instead."),
    ],
)
def test_an_address_that_will_not_do_is_said_at_its_field(
    desk: Client, alpenglow: House, url: str, sentence: str
) -> None:
    made(alpenglow)
    values = {"url": url, "brand": alpenglow.brand.pk, "description": ""}
    response = desk.post(reverse("webhooks:add"), values)
    assert response.context["form"].errors["url"] == [sentence]
    assert WebhookEndpoint.objects.count() == 1


def test_a_webhook_is_changed_but_stays_with_its_brand(
    desk: Client, alpenglow: House, lune: House
) -> None:
    endpoint = made(alpenglow)
    response = desk.post(
        reverse("webhooks:edit", args=[endpoint.pk]),
        {"url": f"{URL}/2", "brand": lune.brand.pk, "description": "New"},
    )
    assert response.status_code == 302
    endpoint.refresh_from_db()
    assert (endpoint.url, endpoint.brand) == (f"{URL}/2", alpenglow.brand)


def test_a_new_secret_is_shown_at_once_with_how_long_both_hold(
    desk: Client, alpenglow: House
) -> None:
    endpoint = made(alpenglow)
    former = endpoint.secret.open()
    response = desk.post(reverse("webhooks:renew_secret", args=[endpoint.pk]))
    endpoint.refresh_from_db()
    assert response.context["secret"] == endpoint.secret.open() != former
    assert "The former secret signs along until" in response.content.decode()


def test_a_test_says_what_came_back(
    desk: Client, alpenglow: House, hooks: Receiver
) -> None:
    endpoint = made(alpenglow, hooks.url)
    hooks.answers = [418]
    act = reverse("webhooks:test_webhook", args=[endpoint.pk])
    assert said(desk.post(act)) == [
        "The test was not taken: the endpoint answered 418."
    ]
    [taken] = said(desk.post(act))[-1:]
    assert taken.startswith("The endpoint took the test: it answered 204")


def test_pausing_and_resuming_say_what_becomes_of_messages(
    desk: Client, alpenglow: House
) -> None:
    endpoint = made(alpenglow)
    desk.post(reverse("webhooks:pause_webhook", args=[endpoint.pk]))
    for number in range(2):
        message(endpoint, number, DeliveryState.HELD)
    response = desk.post(reverse("webhooks:resume_webhook", args=[endpoint.pk]))
    assert said(response)[-1:] == [
        "Messages are sent again; 2 that were held go first."
    ]
    assert OutboxMessage.objects.filter(kind="webhook").count() == 2


def test_a_message_is_replayed_from_the_log(desk: Client, alpenglow: House) -> None:
    endpoint = made(alpenglow)
    failed = message(endpoint, 1, DeliveryState.FAILED)
    page = desk.get(reverse("webhooks:inspect", args=[endpoint.pk]))
    again = reverse("webhooks:replay_message", args=[endpoint.pk, failed.pk])
    assert f'action="{again}"' in page.content.decode()
    desk.post(again)
    failed.refresh_from_db()
    assert failed.state == DeliveryState.PENDING


def test_a_message_of_another_endpoint_does_not_exist_below_this_one(
    desk: Client, alpenglow: House, lune: House
) -> None:
    foreign = message(made(lune), 1, DeliveryState.FAILED)
    mine = made(alpenglow)
    for name, ask in (("message", desk.get), ("replay_message", desk.post)):
        url = reverse(f"webhooks:{name}", args=[mine.pk, foreign.pk])
        assert ask(url).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == DeliveryState.FAILED


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_same_questions_whatever_their_length(
    desk: Client,
    alpenglow: House,
    django_assert_num_queries: Any,
    count: int,
) -> None:
    endpoint = made(alpenglow)
    for number in range(count):
        message(endpoint, number, DeliveryState.FAILED)
        if number:
            made(alpenglow, f"{URL}/{number}")
    for url, queries in (
        (reverse("webhooks:index"), LIST),
        (reverse("webhooks:inspect", args=[endpoint.pk]), PAGE),
    ):
        desk.get(url)
        with django_assert_num_queries(queries):
            desk.get(url)


def test_an_agent_sees_no_webhook(
    alice: User, sign_in: SignIn, alpenglow: House
) -> None:
    endpoint = made(alpenglow)
    page = sign_in(alice).get(reverse("webhooks:inspect", args=[endpoint.pk]))
    assert page.status_code == 404
