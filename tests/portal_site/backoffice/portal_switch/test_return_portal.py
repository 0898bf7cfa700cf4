from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from retour_core.accounts.models import Role
from retour_core.orders.models import Order
from retour_core.orders.samples import place_sample
from retour_portal.backoffice.access import grant_staff_role
from tests.factories import line_data, make_brand, make_order
from tests.portal_site.backoffice.conftest import House, SignIn

PAGE = "return-portal:index"
PAGE_QUERIES = 10


@pytest.fixture
def office(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def post(client: Client, house: House, **values: Any) -> Any:
    prefix = f"brand-{house.brand.pk}-"
    url = reverse("return-portal:save", args=[house.brand.pk])
    return client.post(url, {prefix + name: value for name, value in values.items()})


def shown(response: Any) -> list[tuple[str, str]]:
    return [(f.instance.name, sentence) for f, sentence in response.context["forms"]]


def unshipped(house: House, number: str, **values: Any) -> None:
    lines = [line_data(fulfilled_quantity=0)]
    make_order(house.shop, number=number, shipments=[], lines=lines, **values)


def test_the_page_says_what_the_switch_does_and_for_how_many_orders(
    office: Client, alpenglow: House
) -> None:
    for number in ("AG-2", "AG-3"):
        unshipped(alpenglow, number)
    unshipped(alpenglow, "AG-4", status="cancelled")
    [(name, sentence)] = shown(office.get(reverse(PAGE)))
    assert name == "Alpenglow"
    assert sentence == (
        "Customers may then return an order that shows no outbound shipment, for "
        "example one shipped by a fulfilment partner or bought over the counter; "
        "this concerns 2 orders now."
    )


def test_orders_that_only_try_the_portal_do_not_count(
    office: Client, alpenglow: House
) -> None:
    place_sample(alpenglow.shop, email="a@example.org", locale="en", now=timezone.now())
    Order.objects.filter(number__startswith="TEST").update(has_shipment=False)
    [(_, sentence)] = shown(office.get(reverse(PAGE)))
    assert sentence.endswith("this concerns 0 orders now.")


def test_the_page_costs_hardly_more_for_three_brands_than_for_one(
    root: User,
    alpenglow: House,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = sign_in(root)
    with django_assert_num_queries(PAGE_QUERIES):
        assert len(shown(client.get(reverse(PAGE)))) == 1
    for slug in ("lune", "nordwand"):
        make_brand(slug)
    # One more for the switch of brands, which one brand needs none of.
    with django_assert_num_queries(PAGE_QUERIES + 1):
        assert len(shown(client.get(reverse(PAGE)))) == 3


def test_the_switch_is_off_by_default(office: Client, alpenglow: House) -> None:
    page = office.get(reverse(PAGE))
    assert "Allow returns without an outbound shipment" in page.content.decode()
    [(form, _)] = page.context["forms"]
    assert form["allow_unshipped_returns"].value() is False


def test_switch_words_and_contact_page_are_saved(
    office: Client, alpenglow: House
) -> None:
    response = post(
        office,
        alpenglow,
        allow_unshipped_returns="on",
        unshipped_message="Wait for your parcel.",
        support_url="alpenglow.example/help",
    )
    assert response["Location"] == reverse(PAGE)
    alpenglow.brand.refresh_from_db()
    brand = alpenglow.brand
    assert brand.allow_unshipped_returns is True
    assert brand.unshipped_message == "Wait for your parcel."
    assert brand.support_url == "https://alpenglow.example/help"
    post(office, alpenglow)
    brand.refresh_from_db()
    assert (brand.allow_unshipped_returns, brand.unshipped_message) == (False, "")


def test_words_too_long_are_refused_at_their_field(
    office: Client, alpenglow: House
) -> None:
    response = post(office, alpenglow, unshipped_message="x" * 601)
    [(form, _)] = response.context["forms"]
    assert (response.status_code, list(form.errors)) == (422, ["unshipped_message"])
    alpenglow.brand.refresh_from_db()
    assert alpenglow.brand.unshipped_message == ""


def test_each_brand_one_administers_has_a_form_of_its_own(
    office: Client, anna: User, alpenglow: House, lune: House
) -> None:
    grant_staff_role(anna, lune.brand, Role.ADMIN)
    names = [name for name, _ in shown(office.get(reverse(PAGE)))]
    assert names == ["Alpenglow", "Lune"]
    post(office, lune, allow_unshipped_returns="on")
    alpenglow.brand.refresh_from_db()
    lune.brand.refresh_from_db()
    assert lune.brand.allow_unshipped_returns is True
    assert alpenglow.brand.allow_unshipped_returns is False


def test_the_switch_of_another_brand_does_not_exist(
    charlie: User, alpenglow: House, sign_in: SignIn
) -> None:
    response = post(sign_in(charlie), alpenglow, allow_unshipped_returns="on")
    assert response.status_code == 404
    alpenglow.brand.refresh_from_db()
    assert alpenglow.brand.allow_unshipped_returns is False


def test_an_agent_has_no_switch(alice: User, alpenglow: House, sign_in: SignIn) -> None:
    client = sign_in(alice)
    assert client.get(reverse(PAGE)).status_code == 302
    assert post(client, alpenglow, allow_unshipped_returns="on").status_code == 404


def test_the_page_is_in_the_menu_of_who_may_switch(
    office: Client, alice: User, sign_in: SignIn
) -> None:
    home = reverse("wagtailadmin_home")
    assert reverse(PAGE) in office.get(home).content.decode()
    assert reverse(PAGE) not in sign_in(alice).get(home).content.decode()


def languages_of(house: House) -> list[str]:
    house.brand.refresh_from_db()
    return list(house.brand.languages)


def test_the_portal_offers_all_languages_until_some_are_chosen(
    office: Client, alpenglow: House
) -> None:
    [(form, _)] = office.get(reverse(PAGE)).context["forms"]
    every = [code for code, _name in settings.LANGUAGES]
    assert (form.offered(), form["languages"].value()) == ("all 24", every)
    post(office, alpenglow, languages=["de", "fr"])
    assert languages_of(alpenglow) == ["de", "en", "fr"]
    [(form, _)] = office.get(reverse(PAGE)).context["forms"]
    assert form.offered() == "English, French, German"
    post(office, alpenglow, languages=every)
    assert languages_of(alpenglow) == []


def test_a_brands_own_language_cannot_be_taken_off(
    office: Client, alpenglow: House
) -> None:
    page = office.get(reverse(PAGE)).content.decode()
    [own] = re.findall(r'<input[^>]* name="brand-\d+-languages" value="en"[^>]*>', page)
    assert ("checked" in own, "disabled" in own) == (True, True)
    post(office, alpenglow, languages=[])
    assert languages_of(alpenglow) == ["en"]


def test_a_language_nobody_knows_is_refused_at_its_field(
    office: Client, alpenglow: House
) -> None:
    response = post(office, alpenglow, languages=["xx"])
    [(form, _)] = response.context["forms"]
    assert (response.status_code, list(form.errors)) == (422, ["languages"])
    assert languages_of(alpenglow) == []


def test_the_languages_of_another_brand_are_not_for_its_neighbours(
    charlie: User, alpenglow: House, sign_in: SignIn
) -> None:
    assert post(sign_in(charlie), alpenglow, languages=["de"]).status_code == 404
    assert languages_of(alpenglow) == []
