from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from retour_core.accounts.models import Role
from retour_core.carriers.models import CarrierAccount
from retour_portal.backoffice.access import grant_staff_role
from tests.carriers.faults import Fault
from tests.carriers.leaks import leaked
from tests.carriers.server import Stub
from tests.carriers.stubs import installed
from tests.factories import NOW
from tests.portal_site.backoffice.carriers.rows import carrier_account
from tests.portal_site.backoffice.conftest import House, SignIn


@pytest.fixture
def stub(settings: Any) -> Iterator[Stub]:
    with installed("sendcloud", settings) as stub:
        yield stub


def filled_in(stub: Stub, house: House, **values: Any) -> dict[str, Any]:
    return {
        "name": "Sendcloud North",
        "brands": [house.brand.pk],
        "position": "1",
        "countries": "de, at",
        "methods": ["drop_off_point"],
        "least_grams": "",
        "most_grams": "",
        **{f"setting-{name}": value for name, value in stub.settings.items()},
        "setting-default_grams": "1000",
        **values,
    }


ADD = "carriers:add_account"


def test_an_account_is_saved_tested_and_never_shows_its_keys(
    stub: Stub, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(anna)
    posted = client.post(reverse(ADD, args=["sendcloud"]), filled_in(stub, alpenglow))

    account = CarrierAccount.objects.get()
    page = reverse("carriers:inspect", args=[account.pk])
    assert (posted.status_code, posted["Location"]) == (302, page)
    assert (account.countries, account.methods) == (["DE", "AT"], ["drop_off_point"])
    assert list(account.brands.all()) == [alpenglow.brand]
    assert account.last_success_at is not None
    assert account.secrets.open()["secret_key"] == stub.settings["secret_key"]
    for url in (page, reverse("carriers:edit", args=[account.pk])):
        shown = client.get(url).content.decode()
        assert leaked(shown, stub) == []
    stored = str(CarrierAccount.objects.values().get()) + account.secrets.stored()
    assert leaked(stored, stub) == []


def test_keys_left_empty_stay_as_they_are(
    stub: Stub, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    account = carrier_account(alpenglow.brand)
    empty = {"setting-public_key": "", "setting-secret_key": "", "name": "Renamed"}

    response = sign_in(anna).post(
        reverse("carriers:edit", args=[account.pk]), filled_in(stub, alpenglow, **empty)
    )

    assert response.status_code == 302
    account.refresh_from_db()
    assert account.name == "Renamed"
    assert account.secrets.open()["public_key"] == stub.settings["public_key"]


def test_an_account_the_carrier_refuses_is_saved_and_says_so(
    stub: Stub, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    stub.next_find.append(Fault.AUTH)
    client = sign_in(anna)

    client.post(reverse(ADD, args=["sendcloud"]), filled_in(stub, alpenglow))

    account = CarrierAccount.objects.get()
    assert account.last_fault_kind == "auth"
    page = client.get(reverse("carriers:inspect", args=[account.pk]))
    assert page.context["state"] == "failing"
    assert leaked(page.content.decode(), stub) == []
    client.post(reverse("carriers:test_account", args=[account.pk]))
    page = client.get(reverse("carriers:inspect", args=[account.pk]))
    assert page.context["state"] == "well"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"countries": "DE, Narnia"}, "countries"),
        ({"least_grams": "9", "most_grams": "8"}, "most_grams"),
        ({"setting-secret_key": "short"}, "setting-secret_key"),
        ({"setting-shipping_option": ""}, "setting-shipping_option"),
        ({"setting-contract": "seven"}, "setting-contract"),
        ({"brands": []}, "brands"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(
    stub: Stub,
    anna: User,
    alpenglow: House,
    sign_in: SignIn,
    wrong: dict[str, Any],
    field: str,
) -> None:
    response = sign_in(anna).post(
        reverse(ADD, args=["sendcloud"]), filled_in(stub, alpenglow, **wrong)
    )

    assert list(response.context["form"].errors) == [field]
    assert not CarrierAccount.objects.exists()
    assert leaked(response.content.decode(), stub) == []


def test_an_account_is_switched_off_and_on(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    account = carrier_account(alpenglow.brand)
    client = sign_in(anna)
    for name, active in (("switch_off", False), ("switch_on", True)):
        client.post(reverse(f"carriers:{name}", args=[account.pk]))
        account.refresh_from_db()
        assert account.is_active is active


def test_keys_that_are_refused_where_parcels_are_show_though_labels_are_bought(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    refused = {"tracking_refused_at": NOW, "tracking_refusal": "No such key"}
    account = carrier_account(alpenglow.brand, last_success_at=NOW, **refused)
    client = sign_in(anna)
    page = client.get(reverse("carriers:inspect", args=[account.pk]))

    assert (page.context["state"], page.context["fault"]) == ("failing", "")
    words = "Asked where parcels are, the carrier does not accept the keys."
    assert page.content.decode().count(words) == 1
    assert page.content.decode().count("No such key") == 1


def test_an_account_of_two_brands_is_for_who_runs_both(
    anna: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    account = carrier_account(alpenglow.brand, lune.brand)
    url = reverse("carriers:inspect", args=[account.pk])

    assert sign_in(anna).get(url).status_code == 404
    grant_staff_role(anna, lune.brand, Role.AGENT)
    assert sign_in(anna).get(url).status_code == 404
    grant_staff_role(anna, lune.brand, Role.ADMIN)
    assert sign_in(anna).get(url).status_code == 200


def test_an_account_is_not_put_under_another_brand(
    stub: Stub, charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    url = reverse(ADD, args=["sendcloud"])
    response = sign_in(charlie).post(url, filled_in(stub, alpenglow))

    assert list(response.context["form"].errors) == ["brands"]
    assert list(response.context["form"].fields["brands"].queryset) == [lune.brand]
    assert not CarrierAccount.objects.exists()


@pytest.mark.parametrize("name", ["carriers:add", "carriers:add_account"])
def test_an_agent_adds_no_carrier(
    name: str, alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    url = reverse(name, args=["own"] if name == ADD else [])
    response = sign_in(alice).get(url)

    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_a_carrier_nobody_installed_is_not_offered(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(anna)
    kinds = [
        kind for kind, _name in client.get(reverse("carriers:add")).context["offered"]
    ]

    assert "sandbox" not in kinds
    assert {"own", "sendcloud", "dhl_de"} <= set(kinds)
    assert client.get(reverse(ADD, args=["sandbox"])).status_code == 404
    form = client.get(reverse(ADD, args=["sendcloud"]))
    assert 'type="password" name="setting-secret_key"' in form.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_accounts_as_for_one(
    rows: int,
    anna: User,
    alpenglow: House,
    sign_in: SignIn,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        carrier_account(alpenglow.brand, position=number + 1)
    client = sign_in(anna)
    client.get(reverse("carriers:index"))
    with django_assert_num_queries(14):
        client.get(reverse("carriers:index"))
