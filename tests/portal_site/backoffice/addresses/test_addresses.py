from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from retour_core.accounts.models import Role
from retour_core.brands.models import ReturnAddress, SenderAddress
from retour_portal.backoffice.access import grant_staff_role
from tests.portal_site.backoffice.conftest import House, SignIn, make_rule

LIST_QUERIES = 15


@pytest.fixture
def office(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def address(house: House, **values: Any) -> dict[str, Any]:
    return {
        "label": "Depot Amsterdam",
        "company": "Nord BV",
        "contact": "Anna Berg",
        "country": "NL",
        "street": "Kade 1",
        "postal_code": "1234ab",
        "city": "Amsterdam",
        "phone": "020 1234567",
        "vat_number": "123456789b01",
        "eori_number": "nl 123456789",
        "brand": house.brand.pk,
        **values,
    }


def test_a_sender_address_is_added_in_its_countrys_form(
    office: Client, alpenglow: House
) -> None:
    url = reverse("sender-addresses:add")
    response = office.post(url, address(alpenglow, is_store="on"))
    assert response["Location"] == reverse("sender-addresses:index")
    saved = SenderAddress.objects.get()
    assert (saved.brand, saved.contact, saved.is_store) == (
        alpenglow.brand,
        "Anna Berg",
        True,
    )
    assert (saved.postal_code, saved.vat_number, saved.eori_number) == (
        "1234 AB",
        "NL123456789B01",
        "NL123456789",
    )


def test_a_return_address_may_be_a_store(office: Client, alpenglow: House) -> None:
    data = address(alpenglow, is_store="on")
    office.post(reverse("return-addresses:add"), data)
    saved = ReturnAddress.objects.get(label="Depot Amsterdam")
    assert (saved.is_store, saved.is_default) == (True, False)


@pytest.mark.parametrize("name", ["sender-addresses", "return-addresses"])
def test_what_does_not_fit_the_country_is_told_at_its_field(
    name: str, office: Client, alpenglow: House
) -> None:
    wrong = address(
        alpenglow,
        country="US",
        postal_code="ABC",
        phone="call us",
        vat_number="DE1",
        eori_number="US1",
    )
    form = office.post(reverse(f"{name}:add"), wrong).context["form"]
    assert dict(form.errors) == {
        "region": ["An address in United States needs this."],
        "postal_code": [
            "“ABC” is no postal code of United States; one looks like 95014."
        ],
        "phone": [
            (
                "This is no phone number; write it with country and area code, as in"
                " +49 40 123456."
            )
        ],
        "vat_number": [
            (
                "This is no VAT number of that country: begin with its two letters, "
                "like DE."
            )
        ],
        "eori_number": [
            (
                "An EORI number begins with the two letters of the country that gave"
                " it out."
            )
        ],
    }


def test_a_phone_number_is_put_into_its_international_form(
    office: Client, alpenglow: House
) -> None:
    office.post(reverse("sender-addresses:add"), address(alpenglow))
    assert SenderAddress.objects.get().phone == "+31 20 123 4567"


def test_all_that_is_wrong_is_told_at_once(office: Client, alpenglow: House) -> None:
    wrong = address(alpenglow, label="", brand="", postal_code="?", phone="1")
    form = office.post(reverse("sender-addresses:add"), wrong).context["form"]
    assert set(form.errors) == {"label", "brand", "postal_code", "phone"}


@pytest.mark.parametrize("name", ["sender-addresses", "return-addresses"])
def test_the_only_brand_is_chosen_already(
    name: str, office: Client, anna: User, alpenglow: House, lune: House
) -> None:
    url = reverse(f"{name}:add")
    assert office.get(url).context["form"]["brand"].value() == alpenglow.brand.pk
    grant_staff_role(anna, lune.brand, Role.ADMIN)
    assert office.get(url).context["form"]["brand"].value() is None


@pytest.mark.parametrize("name", ["sender-addresses", "return-addresses"])
def test_a_list_costs_the_same_for_one_address_and_for_three(
    name: str,
    office: Client,
    alpenglow: House,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    missing = 1 if name == "sender-addresses" else 0
    for more in (missing, 2):
        for _ in range(more):
            office.post(reverse(f"{name}:add"), address(alpenglow))
        with django_assert_num_queries(LIST_QUERIES):
            page = office.get(reverse(f"{name}:index"))
    assert len(page.context["object_list"]) == 3


@pytest.mark.parametrize("name", ["sender-addresses", "return-addresses"])
def test_the_brand_is_chosen_under_miscellaneous(
    name: str, office: Client, alpenglow: House
) -> None:
    form = office.get(reverse(f"{name}:add")).context["form"]
    sections = {
        str(title): [field.name for field in fields]
        for title, fields in form.headed_fields()
    }
    assert "brand" in sections["Miscellaneous"]
    assert "is_store" in sections["Miscellaneous"]
    shown = [field for fields in sections.values() for field in fields]
    assert sorted(shown) == sorted(form.fields)


def test_an_address_is_shown_as_it_is_printed(office: Client, alpenglow: House) -> None:
    office.post(reverse("sender-addresses:add"), address(alpenglow))
    url = reverse("sender-addresses:edit", args=[SenderAddress.objects.get().pk])
    assert office.get(url).context["written_lines"] == [
        "Nord BV",
        "Anna Berg",
        "Kade 1",
        "1234 AB AMSTERDAM",
        "NETHERLANDS",
    ]


def test_a_sender_address_moves_to_another_brand_one_runs_only(
    office: Client, alpenglow: House, lune: House
) -> None:
    sender = make_rule(alpenglow).sender_address
    url = reverse("sender-addresses:edit", args=[sender.pk])
    form = office.post(url, address(lune)).context["form"]
    assert list(form.errors) == ["brand"]
    sender.refresh_from_db()
    assert sender.brand == alpenglow.brand


def test_an_address_a_rule_names_is_not_deleted(
    office: Client, alpenglow: House
) -> None:
    sender = make_rule(alpenglow).sender_address
    response = office.post(reverse("sender-addresses:delete", args=[sender.pk]))
    assert [str(m).strip() for m in get_messages(response.wsgi_request)] == [
        "Shipping rules name this address: change or delete them first."
    ]
    assert SenderAddress.objects.get() == sender


def test_an_address_no_rule_names_is_deleted(office: Client, alpenglow: House) -> None:
    rule = make_rule(alpenglow)
    sender = rule.sender_address
    rule.delete()
    office.post(reverse("sender-addresses:delete", args=[sender.pk]))
    assert not SenderAddress.objects.exists()


def test_another_brands_address_is_not_listed(
    charlie: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    make_rule(alpenglow)
    own = make_rule(lune).sender_address
    page = sign_in(charlie).get(reverse("sender-addresses:index"))
    assert list(page.context["object_list"]) == [own]
