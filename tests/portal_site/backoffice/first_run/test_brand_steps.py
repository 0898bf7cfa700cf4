"""Orders in, switching on, and being one's own customer."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from retour_core.brands.models import Brand
from retour_core.domain.reasons import ReturnReason
from retour_core.orders.models import Order
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.drafts import Selection
from retour_core.returns.operations import create_return
from retour_portal.backoffice.first_run.operations import NewBrand, found_brand
from retour_portal.pages.operations import Look
from retour_portal.pages.portal_address import PortalAddress
from tests.factories import make_order, make_shop
from tests.portal_site.backoffice.conftest import House, SignIn

HOST = "nordwand.localhost"
FREE = "Importing orders is free. You pay for return labels only."


@pytest.fixture
def brand(root: User) -> Brand:
    look = Look(primary_colour="#14532d", accent_colour="#b45f06")
    address = PortalAddress("http", HOST, 8100)
    new = NewBrand("Nordwand", address, "help@nordwand.example", ["en", "fr"], look)
    return found_brand(new)[0]


@pytest.fixture
def office(root: User, sign_in: SignIn) -> Client:
    return sign_in(root)


def add_address(brand: Brand) -> None:
    brand.return_addresses.create(
        label="Warehouse",
        company="Nordwand GmbH",
        street="Lagerstraße 5",
        postal_code="20357",
        city="Hamburg",
        country="DE",
        is_default=True,
    )


def url(step: str, brand: Brand) -> str:
    return reverse(f"brands:{step}", args=[brand.pk])


def told(response: Any) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def visit(path: str) -> int:
    status: int = Client().get(path, headers={"host": f"{HOST}:8100"}).status_code
    return status


def test_connecting_and_importing_are_said_to_be_free(
    office: Client, brand: Brand
) -> None:
    page = office.get(url("orders", brand)).content.decode()
    assert page.count(FREE) == 1
    assert f"{reverse('shops:add')}?brand={brand.pk}" in page
    assert reverse("imports:add") not in page
    make_shop(brand)
    assert reverse("imports:add") in office.get(url("orders", brand)).content.decode()


def test_the_dashboard_says_so_too(office: Client, brand: Brand) -> None:
    assert FREE in office.get(reverse("wagtailadmin_home")).content.decode()


def test_nobody_sees_the_pages_before_the_portal_is_switched_on(brand: Brand) -> None:
    assert [visit(path) for path in ("/en/", "/fr/", "/en/help/")] == [404, 404, 404]


def test_the_editor_sees_the_pages_in_the_brands_colours_before(
    office: Client, brand: Brand
) -> None:
    page = office.get(url("switch_on", brand)).context["home_page_id"]
    draft = office.get(reverse("wagtailadmin_pages:view_draft", args=[page]))
    [style] = re.findall(r'href="(data:text/css[^"]+)"', draft.content.decode())
    assert "14532d" in style or "14532d" in b64decode(style.partition(",")[2]).decode()


def test_a_portal_without_a_return_address_stays_off(
    office: Client, brand: Brand
) -> None:
    refused = office.post(url("switch_on", brand))
    assert told(refused) == [
        "Add a return address first: labels could not be made without one."
    ]
    assert visit("/en/") == 404


def test_switching_on_publishes_every_page(office: Client, brand: Brand) -> None:
    add_address(brand)
    response = office.post(url("switch_on", brand))
    assert response["Location"] == "/admin/"
    assert told(response) == [
        "The portal of Nordwand is on: http://nordwand.localhost:8100"
    ]
    assert not Page.objects.filter(depth__gt=1, live=False).exists()
    assert [visit(path) for path in ("/en/", "/fr/", "/en/help/")] == [200, 200, 200]
    brand.refresh_from_db()
    assert brand.allow_unshipped_returns is False


def test_orders_without_a_shipment_are_decided_about_in_passing(
    office: Client, brand: Brand
) -> None:
    add_address(brand)
    page = office.get(url("switch_on", brand))
    assert "Allow returns without an outbound shipment" in page.content.decode()
    office.post(url("switch_on", brand), {"allow_unshipped_returns": "on"})
    brand.refresh_from_db()
    assert brand.allow_unshipped_returns is True


def test_switching_on_again_leaves_a_page_that_was_taken_back(
    office: Client, brand: Brand
) -> None:
    add_address(brand)
    office.post(url("switch_on", brand))
    for slug in ("help", "nordwand-en"):
        Page.objects.get(slug=slug, locale__language_code="en").unpublish()
    office.post(url("switch_on", brand))
    assert [visit(path) for path in ("/en/", "/en/help/")] == [200, 404]


def test_a_test_order_needs_a_shop(office: Client, brand: Brand) -> None:
    page = office.get(url("test_return", brand))
    assert "A test order needs a shop" in page.content.decode()
    refused = office.post(url("test_return", brand), {"email": "a@example.org"})
    assert (refused.status_code, Order.objects.count()) == (422, 0)


def test_a_test_order_is_placed_and_leads_to_the_portal(
    office: Client, brand: Brand, root: User
) -> None:
    add_address(brand)
    shop = make_shop(brand)
    form = office.get(url("test_return", brand)).context["form"]
    assert form["email"].value() == root.email
    data = {"shop": shop.pk, "email": "me@example.org"}
    for _click in range(2):
        assert office.post(url("test_return", brand), data).status_code == 302
    order = Order.objects.get()
    assert (order.number[:5], order.email, order.brand) == (
        "TEST-",
        "me@example.org",
        brand,
    )
    assert order.revisions.get().actor == "root"
    page = office.get(url("test_return", brand))
    html = page.content.decode()
    assert (order.number in html, "20357" in html) == (True, True)
    [link] = re.findall(r'href="(http://nordwand\.localhost:8100/go/[^"]+)"', html)
    followed = Client().get(
        link.removeprefix("http://nordwand.localhost:8100"), headers={"host": HOST}
    )
    assert followed.status_code == 302
    path = followed["Location"].removeprefix("http://nordwand.localhost:8100")
    assert visit(path) == 200


def test_a_paused_shop_takes_no_test_order(office: Client, brand: Brand) -> None:
    shop = make_shop(brand, status="paused")
    data = {"shop": shop.pk, "email": "me@example.org"}
    refused = office.post(url("test_return", brand), data)
    assert list(refused.context["form"].errors) == ["shop"]


def test_another_brands_shop_takes_none_either(
    office: Client, brand: Brand, lune: House
) -> None:
    data = {"shop": lune.shop.pk, "email": "me@example.org"}
    assert office.post(url("test_return", brand), data).status_code == 422
    assert not Order.objects.filter(number__startswith="TEST-").exists()


def test_a_submitted_test_return_is_shown_and_another_can_be_tried(
    office: Client, brand: Brand
) -> None:
    add_address(brand)
    shop = make_shop(brand)
    data = {"shop": shop.pk, "email": "me@example.org"}
    office.post(url("test_return", brand), data)
    order = Order.objects.get()
    chosen = [Selection("1", 1, ReturnReason.TOO_SMALL)]
    ret = create_return(
        order, chosen, now=order.received_at, actor=CUSTOMER, locale="en"
    )
    page = office.get(url("test_return", brand))
    assert (page.context["tried"], page.context["sample"]) == ([ret], None)
    office.post(url("test_return", brand), data)
    assert Order.objects.count() == 2


@pytest.mark.parametrize("step", ["orders", "switch_on", "test_return"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_agent_and_a_stranger_find_no_step(
    step: str,
    method: str,
    alice: User,
    charlie: User,
    alpenglow: House,
    sign_in: SignIn,
) -> None:
    for user in (alice, charlie):
        response = getattr(sign_in(user), method)(url(step, alpenglow.brand))
        assert response.status_code == 404


def test_a_brands_administrator_goes_all_the_way(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(anna)
    assert client.get(url("switch_on", alpenglow.brand)).context["home_page_id"] is None
    data = {"shop": alpenglow.shop.pk, "email": "anna@example.org"}
    placed = client.post(url("test_return", alpenglow.brand), data)
    assert placed.status_code == 302


@pytest.mark.parametrize("others", [0, 2])
def test_test_orders_are_marked_in_the_list_and_on_their_page(
    others: int, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(anna)
    data = {"shop": alpenglow.shop.pk, "email": "anna@example.org"}
    client.post(url("test_return", alpenglow.brand), data)
    for number in range(others):
        make_order(alpenglow.shop, number=f"TEST-{number}")
    listed = client.get(reverse("orders:index"))
    marks = {order.number: order.is_sample for order in listed.context["object_list"]}
    assert list(marks.values()).count(True) == 1
    assert listed.content.decode().count("retour-state--test") == 1
    sample = Order.objects.get(revisions__source="sample")
    page = client.get(reverse("orders:inspect", args=[sample.pk])).content.decode()
    assert "Test order, never charged" in page
    real = client.get(reverse("orders:inspect", args=[alpenglow.order.pk]))
    assert "never charged" not in real.content.decode()
