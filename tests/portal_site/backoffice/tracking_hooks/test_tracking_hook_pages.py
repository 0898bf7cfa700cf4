"""Addresses that carriers push to, in the back office: opened, seen, given secrets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from retour_core.domain.tracking.signatures import SIGNINGS
from retour_core.tracking.addresses import address_of, path_of
from retour_core.tracking.hook_queries import with_standing
from retour_core.tracking.messages import take_in
from retour_core.tracking.models import TrackingHook, TrackingMessage
from retour_portal.backoffice.tracking_hooks.words import SOURCES
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.rows import tracking_hook

LIST = 14  # queries, most of them Wagtail's own


@pytest.fixture
def desk(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def add(desk: Client, house: House, source: str, secret: str = "") -> Any:
    values = {"source": source, "name": "Main", "secret": secret}
    url = reverse("tracking-hooks:add")
    return desk.post(url, {**values, "brands": [house.brand.pk]})


def page_of(desk: Client, hook: TrackingHook) -> Any:
    return desk.get(reverse("tracking-hooks:inspect", args=[hook.pk]))


def facts_of(response: Any) -> dict[str, str]:
    page = BeautifulSoup(response.content, "html.parser")
    return {
        row.dt.get_text(strip=True): row.dd.get_text(" ", strip=True)
        for row in page.select(".retour-main dl.retour-facts > div")
    }


def test_every_source_that_can_be_read_is_offered() -> None:
    assert set(SOURCES) == set(SIGNINGS)


def test_a_secret_is_made_where_the_source_takes_ours(
    desk: Client, alpenglow: House
) -> None:
    added = add(desk, alpenglow, "dhl")
    hook = TrackingHook.objects.get()
    assert added["Location"] == reverse("tracking-hooks:inspect", args=[hook.pk])
    assert list(hook.brands.all()) == [alpenglow.brand]
    secret = hook.secret.open()
    assert secret not in desk.get(added["Location"]).text
    shown = desk.post(reverse("tracking-hooks:show_hook_secret", args=[hook.pk]))
    assert (shown.context["secret"], len(secret)) == (secret, 43)
    renewed = desk.post(reverse("tracking-hooks:renew_hook_secret", args=[hook.pk]))
    hook.refresh_from_db()
    assert renewed.context["secret"] == hook.secret.open() != secret
    assert hook.former_secret.open() == secret


@pytest.mark.parametrize(
    ("secret", "sentence"),
    [
        ("", "This source makes its secret itself: copy it from there."),
        ("short", "This is too short: a secret has eight characters at least."),
    ],
)
def test_a_secret_of_theirs_is_entered(
    desk: Client, alpenglow: House, secret: str, sentence: str
) -> None:
    refused = add(desk, alpenglow, "sendcloud", secret)
    assert refused.context["form"].errors == {"secret": [sentence]}
    assert not TrackingHook.objects.exists()
    assert add(desk, alpenglow, "sendcloud", "the-secret-key").status_code == 302
    hook = TrackingHook.objects.get()
    show = reverse("tracking-hooks:show_hook_secret", args=[hook.pk])
    assert desk.post(show).status_code == 404
    edit = reverse("tracking-hooks:edit", args=[hook.pk])
    values = {"name": "New", "brands": [alpenglow.brand.pk], "secret": "another-key"}
    assert desk.post(edit, values).status_code == 302
    hook.refresh_from_db()
    held = [hook.secret.open(), hook.former_secret.open()]
    assert (hook.name, held) == ("New", ["another-key", "the-secret-key"])


def test_the_page_says_what_came_and_what_was_refused(
    client: Client, desk: Client, alpenglow: House
) -> None:
    hook = tracking_hook(alpenglow.brand)
    none = {"Last received": "nothing yet", "Messages in 24 hours": "0"}
    assert facts_of(page_of(desk, hook)) == none | {"Last refused": "none"}
    now = timezone.now()
    for hours, body in ((30, b"[1]"), (2, b"[2]"), (1, b"[3]")):
        take_in("dhl", hook.account, body, received_at=now - timedelta(hours=hours))
    TrackingMessage.objects.filter(body=b"[2]").update(failure="No list of parcels.")
    client.post(path_of(hook), b"{}", content_type="application/json")
    facts = facts_of(page_of(desk, hook))
    assert facts["Messages in 24 hours"] == "2"
    assert facts["Last refused"].endswith(
        "The signature did not fit the secret. Compare the secret with the one that is "
        "entered at the other side."
    )
    assert facts["Could not be read"].endswith("No list of parcels.")
    [stands] = with_standing(TrackingHook.objects.all(), now=now)
    assert stands.last_received_at == now - timedelta(hours=1)


@pytest.mark.parametrize(("source", "whole"), [("shippo", True), ("dhl", False)])
def test_shippos_whole_address_is_shown_with_its_secret_only(
    desk: Client, alpenglow: House, source: str, whole: bool
) -> None:
    add(desk, alpenglow, source, "the-secret-key")
    hook = TrackingHook.objects.get()
    assert "the-secret-key" not in page_of(desk, hook).text
    shown = desk.post(reverse("tracking-hooks:show_hook_secret", args=[hook.pk]))
    page = BeautifulSoup(shown.content, "html.parser")
    lines = [line.get_text() for line in page.select("pre.retour-paste")]
    with_secret = [f"{address_of(hook)}?token=the-secret-key"] if whole else []
    assert lines == ["the-secret-key", *with_secret, address_of(hook)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_of_few_and_many(
    desk: Client,
    alpenglow: House,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        tracking_hook(alpenglow.brand)
    url = reverse("tracking-hooks:index")
    desk.get(url)
    with django_assert_num_queries(LIST):
        shown = desk.get(url)
    assert len(shown.context["object_list"]) == count


def test_an_address_of_two_brands_is_for_who_manages_both(
    desk: Client, root: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    shared, own = tracking_hook(alpenglow.brand, lune.brand), tracking_hook(lune.brand)
    assert [page_of(desk, hook).status_code for hook in (shared, own)] == [404, 404]
    assert page_of(sign_in(root), shared).status_code == 200
