"""Who of the merchant's is written to: added, changed, removed, and by whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from retour_core.notices.models import NoticeSubscription
from retour_core.notices.operations import subscribe
from tests.factories import NOW
from tests.portal_site.backoffice.conftest import House, SignIn


@pytest.fixture
def desk(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def values(house: House, **changed: Any) -> dict[str, Any]:
    plain = {
        "brand": house.brand.pk, "email": "desk@alpenglow.example", "language": "de",
        "rhythm": "daily", "hour": "7", "events": ["return.arrived"],
    }  # fmt: skip
    return {**plain, **changed}


def test_a_recipient_is_added(desk: Client, alpenglow: House) -> None:
    response = desk.post(reverse("notices:add"), values(alpenglow))
    assert response["Location"] == reverse("notices:index")
    [row] = NoticeSubscription.objects.all()
    assert (row.brand, row.email, row.language, row.rhythm, row.hour, row.events) == (
        alpenglow.brand, "desk@alpenglow.example", "de", "daily", 7, ["return.arrived"],
    )  # fmt: skip


def test_a_recipient_is_changed_but_never_moved_to_another_brand(
    desk: Client, alpenglow: House, lune: House
) -> None:
    row = subscribe(alpenglow.brand, "desk@alpenglow.example", now=NOW)
    changed = values(lune, email="new@alpenglow.example", rhythm="at_once")
    desk.post(reverse("notices:edit", args=[row.pk]), changed)
    row.refresh_from_db()
    assert (row.email, row.rhythm, row.next_digest_at, row.brand) == (
        "new@alpenglow.example", "at_once", None, alpenglow.brand,
    )  # fmt: skip


def test_an_address_that_is_written_to_already_is_refused_beside_its_field(
    desk: Client, alpenglow: House
) -> None:
    subscribe(alpenglow.brand, "desk@alpenglow.example", now=NOW)
    response = desk.post(reverse("notices:add"), values(alpenglow))
    assert response.context["form"].errors == {
        "email": ["This address is written to already; change its notices instead."]
    }
    assert NoticeSubscription.objects.count() == 1


def test_a_recipient_is_removed(desk: Client, alpenglow: House) -> None:
    row = subscribe(alpenglow.brand, "desk@alpenglow.example", now=NOW)
    desk.post(reverse("notices:delete", args=[row.pk]))
    assert NoticeSubscription.objects.count() == 0


def test_a_stranger_adds_nobody_to_a_brand_of_others(desk: Client, lune: House) -> None:
    response = desk.post(reverse("notices:add"), values(lune))
    assert list(response.context["form"].errors) == ["brand"]
    row = subscribe(lune.brand, "desk@lune.example", now=NOW)
    assert desk.get(reverse("notices:edit", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(
    desk: Client, alpenglow: House, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        subscribe(alpenglow.brand, f"{number}@alpenglow.example", now=NOW)
    desk.get(reverse("notices:index"))
    with django_assert_num_queries(13):
        page = desk.get(reverse("notices:index"))
    assert page.content.decode().count("once a day, at 8:00") == rows


def test_mails_to_staff_lead_to_the_pages_of_the_back_office() -> None:
    patterns = settings.RETOUR_STAFF_PAGES
    assert {noun: url.format(pk=7) for noun, url in patterns.items()} == {
        "return": settings.PUBLIC_URL + reverse("returns:inspect", args=[7]),
        "withdrawal": settings.PUBLIC_URL + reverse("withdrawals:inspect", args=[7]),
        "carrier": settings.PUBLIC_URL + reverse("carriers:inspect", args=[7]),
    }
