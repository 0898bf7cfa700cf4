from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from retour_core.accounts.models import Role, StaffRole
from retour_portal.backoffice.access import grant_staff_role, revoke_staff_role
from tests.portal_site.backoffice.conftest import House, SignIn

ADDRESS = {
    "label": "Second house",
    "company": "Alpenglow GmbH",
    "street": "Hafenstraße 2",
    "postal_code": "20359",
    "city": "Hamburg",
    "country": "DE",
}


@pytest.fixture
def office(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def _told(response: Any) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def test_a_shop_stays_with_its_brand(
    office: Client, alpenglow: House, lune: House, anna: User
) -> None:
    grant_staff_role(anna, lune.brand, Role.ADMIN)
    office.post(
        reverse("shops:edit", args=[alpenglow.shop.pk]),
        {"name": "Renamed", "brand": lune.brand.pk, "platform": "api"},
    )
    alpenglow.shop.refresh_from_db()
    assert (alpenglow.shop.name, alpenglow.shop.brand) == ("Renamed", alpenglow.brand)


def _brand_data(**values: Any) -> dict[str, Any]:
    return {
        "name": "Alpenglow",
        "support_email": "help@alpenglow.example",
        **values,
    }


def test_a_brands_settings_are_saved(office: Client, alpenglow: House) -> None:
    url = reverse("brands:edit", args=[alpenglow.brand.pk])
    office.post(url, _brand_data(name="Glow", support_url="glow.example/help"))
    alpenglow.brand.refresh_from_db()
    assert alpenglow.brand.name == "Glow"
    assert alpenglow.brand.support_url == "https://glow.example/help"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("support_email", "nobody"),
        ("name", ""),
    ],
)
def test_a_setting_that_cannot_be_is_refused_at_its_field(
    field: str, value: Any, office: Client, alpenglow: House
) -> None:
    url = reverse("brands:edit", args=[alpenglow.brand.pk])
    response = office.post(url, _brand_data(**{field: value}))
    assert list(response.context["form"].errors) == [field]


def test_a_new_default_address_takes_the_place_of_the_old(
    office: Client, alpenglow: House
) -> None:
    office.post(
        reverse("return-addresses:add"),
        {**ADDRESS, "brand": alpenglow.brand.pk, "make_default": "on"},
    )
    defaults = alpenglow.brand.return_addresses.filter(is_default=True)
    assert [address.label for address in defaults] == ["Second house"]


def test_an_address_in_use_is_not_deleted(office: Client, alpenglow: House) -> None:
    url = reverse("return-addresses:delete", args=[alpenglow.address.pk])
    response = office.post(url)
    assert alpenglow.brand.return_addresses.count() == 1
    assert _told(response) == ["Returns go to this address, so it cannot be deleted."]


def test_an_address_nobody_used_is_deleted(office: Client, alpenglow: House) -> None:
    office.post(
        reverse("return-addresses:add"), {**ADDRESS, "brand": alpenglow.brand.pk}
    )
    address = alpenglow.brand.return_addresses.get(label="Second house")
    office.post(reverse("return-addresses:delete", args=[address.pk]))
    assert not alpenglow.brand.return_addresses.filter(pk=address.pk).exists()


def test_granting_a_role_twice_leaves_one_role(alpenglow: House) -> None:
    user = User.objects.create_user("dora")
    grant_staff_role(user, alpenglow.brand, Role.EDITOR)
    grant_staff_role(user, alpenglow.brand, Role.AGENT)
    grant_staff_role(user, alpenglow.brand, Role.AGENT)
    assert [row.role for row in StaffRole.objects.filter(user=user)] == ["agent"]
    assert [group.name for group in user.groups.all()] == ["alpenglow: staff"]
    assert Group.objects.filter(name__startswith="alpenglow").count() == 3


def test_a_revoked_role_closes_the_back_office(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    assert client.get(reverse("returns:index")).status_code == 200
    revoke_staff_role(alice, alpenglow.brand)
    assert client.get(reverse("returns:index")).status_code == 302
    url = reverse("returns:inspect", args=[alpenglow.ret.pk])
    assert client.get(url).status_code == 302
