from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from retour_core.tracking.models import TrackingAccount
from tests.carriers.aftership_stub import AfterShipStub
from tests.carriers.faults import Fault
from tests.carriers.leaks import leaked
from tests.carriers.server import serving
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.tracking_accounts.rows import tracking_account


@pytest.fixture
def stub(settings: Any) -> Iterator[AfterShipStub]:
    with serving(AfterShipStub()) as stub:
        settings.RETOUR_CARRIER_URLS = {"aftership": stub.url}
        settings.RETOUR_CARRIER_ANSWER_SECONDS = 1.0
        yield stub
        assert stub.complaints == []


def filled_in(house: House, **values: Any) -> dict[str, Any]:
    key = AfterShipStub.settings["api_key"]
    about = {"name": "AfterShip North", "brands": [house.brand.pk]}
    return {**about, "setting-api_key": key, **values}


def test_an_account_is_saved_tested_and_never_shows_its_key(
    stub: AfterShipStub, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(anna)
    url = reverse("tracking-accounts:add_account", args=["aftership"])
    posted = client.post(url, filled_in(alpenglow))

    account = TrackingAccount.objects.get()
    page = reverse("tracking-accounts:inspect", args=[account.pk])
    assert (posted.status_code, posted["Location"]) == (302, page)
    assert list(account.brands.all()) == [alpenglow.brand]
    assert account.last_success_at is not None
    for shown_at in (page, reverse("tracking-accounts:edit", args=[account.pk])):
        assert leaked(client.get(shown_at).content.decode(), stub) == []
    stored = str(TrackingAccount.objects.values().get()) + account.secrets.stored()
    assert leaked(stored, stub) == []


def test_a_key_left_empty_stays_and_a_short_one_is_refused_with_its_reason(
    stub: AfterShipStub, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    account = tracking_account(alpenglow.brand)
    client = sign_in(anna)
    url = reverse("tracking-accounts:edit", args=[account.pk])

    renamed = filled_in(alpenglow, name="Renamed", **{"setting-api_key": ""})
    assert client.post(url, renamed).status_code == 302
    account.refresh_from_db()
    assert account.name == "Renamed"
    assert account.secrets.open() == AfterShipStub.settings

    short = client.post(url, filled_in(alpenglow, **{"setting-api_key": "abc"}))
    assert (short.status_code, "This is too short." in short.content.decode()) == (
        200,
        True,
    )


def test_a_wrong_key_is_saved_with_what_the_service_says(
    stub: AfterShipStub, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(anna)
    stub.next_fetch.append(Fault.AUTH)
    url = reverse("tracking-accounts:add_account", args=["aftership"])
    page = client.post(url, filled_in(alpenglow), follow=True).content.decode()
    assert "Saved. The service does not accept the key." in page
    assert leaked(page, stub) == []

    account = TrackingAccount.objects.get()
    test = reverse("tracking-accounts:test_account", args=[account.pk])
    tested = client.post(test, follow=True).content.decode()
    assert "The service knows the account." in tested


def test_an_account_is_switched_off_and_on(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    account = tracking_account(alpenglow.brand)
    client = sign_in(anna)
    for name, is_active in (("switch_off", False), ("switch_on", True)):
        client.post(reverse(f"tracking-accounts:{name}", args=[account.pk]))
        account.refresh_from_db()
        assert account.is_active is is_active


def test_there_is_no_other_service(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    url = reverse("tracking-accounts:add_account", args=["17track"])
    assert sign_in(anna).get(url).status_code == 404
