"""From “Connect a shop” to what is to be done there, and never twice."""

from __future__ import annotations

import shlex
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from retour_core.accounts.models import ApiToken
from retour_core.accounts.tokens import find_token
from retour_core.orders.models import Order, Platform, Shop, ShopStatus
from retour_core.orders.shops import connect_shop, disconnect_shop
from tests.factories import NOW
from tests.portal_site.backoffice.conftest import House, SignIn

FREE = "Importing orders costs nothing, however many; only return labels are charged."


@pytest.fixture
def office(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def _told(response: Any) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def _connect(office: Client, house: House, **values: Any) -> Any:
    data = {
        "platform": "oscar",
        "name": "Outlet",
        "brand": house.brand.pk,
        "url": "https://outlet.example",
        **values,
    }
    return office.post(reverse("shops:add"), data)


def _shop(house: House, platform: str, **values: Any) -> Shop:
    shop = Shop(name="Outlet", brand=house.brand, platform=platform, **values)
    return connect_shop(shop)


def _make_token(office: Client, shop: Shop, **values: Any) -> Any:
    form = office.get(reverse("shops:connect", args=[shop.pk])).context["token_form"]
    data = {name: form[name].value() for name in form.fields}
    return office.post(reverse("shops:issue_token", args=[shop.pk]), data | values)


def _pasted(response: Any) -> dict[str, Any]:
    setup: dict[str, Any] = response.context["setup"]
    return setup


def _run(command: str) -> Any:
    """What curl would have sent, sent by Django's client."""
    words = shlex.split(command.replace("\\\n", " "))
    options = list(pairwise(words))
    headers = dict(word.split(": ", 1) for flag, word in options if flag == "-H")
    [url] = [word for word in words if word.startswith("http")]
    return Client().generic(
        dict(options).get("-X", "GET"),
        urlsplit(url).path,
        dict(options).get("--data", ""),
        content_type=headers.pop("Content-Type", "application/json"),
        headers=headers,
    )


def test_only_the_ways_in_there_is_something_for_are_offered(
    office: Client, alpenglow: House
) -> None:
    page = office.get(reverse("shops:add"))
    cards = page.context["form"].platform_cards()
    assert [radio.data["value"] for radio, _about in cards] == [
        "oscar",
        "sendcloud",
        "api",
        "file",
    ]
    assert FREE in page.content.decode()


def test_a_platform_without_a_connector_is_refused(
    office: Client, alpenglow: House
) -> None:
    response = _connect(office, alpenglow, platform="shopify")
    assert list(response.context["form"].errors) == ["platform"]


def test_a_shop_is_connected_and_leads_to_what_is_to_be_done(
    office: Client, alpenglow: House
) -> None:
    response = _connect(office, alpenglow, url="HTTPS://Outlet.example/")
    shop = Shop.objects.get(name="Outlet")
    assert response["Location"] == reverse("shops:connect", args=[shop.pk])
    assert (shop.platform, shop.url) == ("oscar", "https://outlet.example")
    page = office.get(response["Location"])
    assert page.context["has_token"] is False
    assert shop.link_secret not in page.content.decode()
    assert FREE in page.content.decode()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"url": ""}, "url"),
        ({"url": "https://a..b.example"}, "url"),
        ({"url": "https://user:secret@outlet.example"}, "url"),
        ({"name": ""}, "name"),
        ({"platform": ""}, "platform"),
        ({"platform": "file", "executes_refunds": "on"}, "executes_refunds"),
        ({"platform": "sendcloud", "executes_refunds": "on"}, "executes_refunds"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    values: dict[str, str], field: str, office: Client, alpenglow: House
) -> None:
    response = _connect(office, alpenglow, **values)
    assert list(response.context["form"].errors) == [field]
    assert not Shop.objects.filter(name="Outlet").exists()


def test_the_same_shop_is_not_connected_twice_and_leads_to_the_first(
    office: Client, alpenglow: House
) -> None:
    first = _shop(alpenglow, Platform.OSCAR, url="https://outlet.example")
    response = _connect(
        office, alpenglow, name="Other", url="http://www.outlet.example"
    )
    assert response.context["existing"] == first
    assert response.context["form"].errors == {
        "url": ["This shop is connected already, as “Outlet”."]
    }
    assert reverse("shops:inspect", args=[first.pk]) in response.content.decode()
    assert Shop.objects.filter(brand=alpenglow.brand).count() == 2


def test_another_brands_shop_is_not_named(
    office: Client, alpenglow: House, lune: House
) -> None:
    theirs = _shop(lune, Platform.OSCAR, url="https://outlet.example")
    theirs.name = "Secret plans"
    theirs.save()
    response = _connect(office, alpenglow)
    assert response.context["existing"] is None
    [told] = response.context["form"].errors["url"]
    assert told == (
        "A shop with this address is connected already. Nothing was changed; if it"
        " should be yours, ask the administrator of this installation."
    )
    page = response.content.decode()
    assert [text for text in ("Secret plans", theirs.key) if text in page] == []
    assert reverse("shops:inspect", args=[theirs.pk]) not in page


def test_a_shop_without_an_address_is_known_by_its_name(
    office: Client, alpenglow: House
) -> None:
    values = {"platform": "file", "url": ""}
    _connect(office, alpenglow, **values)
    again = _connect(office, alpenglow, **values)
    assert again.context["form"].errors == {
        "name": ["This shop is connected already, as “Outlet”."]
    }


def test_a_shop_that_was_disconnected_is_connected_again_on_its_page(
    office: Client, alpenglow: House
) -> None:
    shop = _shop(alpenglow, Platform.OSCAR, url="https://outlet.example")
    disconnect_shop(shop, now=NOW)
    response = _connect(office, alpenglow)
    [told] = response.context["form"].errors["url"]
    assert told == (
        "This is “Outlet”, which was disconnected. Connect it again on its page: then"
        " its orders stay together."
    )
    office.post(reverse("shops:reconnect", args=[shop.pk]))
    shop.refresh_from_db()
    assert shop.status == ShopStatus.CONNECTED


def test_an_address_is_not_changed_into_another_shops(
    office: Client, alpenglow: House
) -> None:
    first = _shop(alpenglow, Platform.API, url="https://outlet.example")
    response = office.post(
        reverse("shops:edit", args=[alpenglow.shop.pk]),
        {"platform": "api", "name": "Renamed", "url": "outlet.example"},
    )
    assert response.context["existing"] == first
    alpenglow.shop.refresh_from_db()
    assert (alpenglow.shop.name, alpenglow.shop.url) == ("Alpenglow shop", "")


def test_a_shop_of_a_platform_no_longer_offered_is_still_edited(
    office: Client, alpenglow: House
) -> None:
    Shop.objects.filter(pk=alpenglow.shop.pk).update(platform=Platform.SHOPIFY)
    url = reverse("shops:edit", args=[alpenglow.shop.pk])
    form = office.get(url).context["form"]
    assert form["platform"].value() == "shopify"
    office.post(url, {"platform": "shopify", "name": "Renamed"})
    assert Shop.objects.get(pk=alpenglow.shop.pk).name == "Renamed"


def test_an_oscar_store_gets_its_three_lines_and_what_to_run(
    office: Client, alpenglow: House, settings: Any
) -> None:
    shop = _shop(alpenglow, Platform.OSCAR, url="https://outlet.example")
    shown = _make_token(office, shop)
    secret = shown.context["new_secret"]
    assert _pasted(shown)["lines"] == (
        f'RETOUR_URL = "{settings.PUBLIC_URL}"\n'
        f'RETOUR_TOKEN = "{secret}"\n'
        f'RETOUR_LINK_SECRET = "{shop.link_secret}"'
    )
    assert _pasted(shown)["check"] == "./manage.py migrate\n./manage.py retour_check"
    assert _pasted(shown)["backfill"] == "./manage.py retour_backfill"
    assert find_token(secret, now=NOW) == shop.tokens.get()


def test_the_calls_of_an_api_shop_work_as_they_are_shown(
    office: Client, alpenglow: House
) -> None:
    shop = _shop(alpenglow, Platform.API)
    pasted = _pasted(_make_token(office, shop))
    assert _run(pasted["test_call"]).json()["key"] == shop.key
    assert _run(pasted["push_call"]).json()["results"] == [
        {"id": "TRY-1", "status": "created", "errors": []}
    ]
    assert Order.objects.get(number="TRY-1").shop == shop


def test_software_made_for_sendcloud_gets_its_two_keys(
    office: Client, alpenglow: House, settings: Any
) -> None:
    shop = _shop(alpenglow, Platform.SENDCLOUD)
    shown = _make_token(office, shop)
    token, secret = shop.tokens.get(), shown.context["new_secret"]
    assert token.scopes == ["orders:write"]
    assert [value for _name, value in _pasted(shown)["keys"]] == [
        settings.PUBLIC_URL,
        f"{settings.PUBLIC_URL}/api/v2",
        token.public_key,
        secret,
    ]


def test_a_shop_of_files_leads_to_the_import_and_needs_no_token(
    office: Client, alpenglow: House
) -> None:
    shop = _shop(alpenglow, Platform.FILE)
    page = office.get(reverse("shops:connect", args=[shop.pk]))
    assert page.context["takes_tokens"] is False
    assert reverse("imports:add") in page.content.decode()
    assert reverse("shops:issue_token", args=[shop.pk]) not in page.content.decode()


@pytest.mark.parametrize("platform", ["oscar", "sendcloud", "api", "shopify"])
def test_a_token_is_shown_in_one_response_only(
    platform: str, office: Client, alpenglow: House, caplog: Any
) -> None:
    shop = _shop(alpenglow, platform, url="https://outlet.example")
    caplog.set_level("DEBUG")
    shown = _make_token(office, shop)
    secret = shown.context["new_secret"]
    assert secret in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert secret not in caplog.text
    for name in ("connect", "inspect", "test_connection"):
        again = office.get(reverse(f"shops:{name}", args=[shop.pk]))
        assert secret not in again.content.decode()


def test_a_page_sent_again_makes_no_second_token(
    office: Client, alpenglow: House
) -> None:
    shop = _shop(alpenglow, Platform.API)
    _make_token(office, shop)
    sent_again = _make_token(office, shop, newest=0)
    assert _told(sent_again)[-1] == (
        "This token was made already and is not shown again. If you did not copy it,"
        " revoke it and make another."
    )
    assert ApiToken.objects.filter(shop=shop).count() == 1
