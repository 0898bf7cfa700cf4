"""A connected shop: how it stands, its tokens, pausing it and letting it go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from retour_core.accounts.models import ApiToken, Scope
from retour_core.accounts.tokens import find_token, issue_token
from retour_core.orders.models import Order, Platform, Shop, ShopStatus
from retour_core.orders.operations import receive_orders
from retour_core.orders.rejections import note_rejections
from retour_core.orders.shops import connect_shop, disconnect_shop, pause_shop
from tests.factories import NOW, make_shop, order_data
from tests.portal_site.backoffice.conftest import House, SignIn

POSTS = ("pause", "resume", "reconnect", "issue_token")


@pytest.fixture
def office(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def _page(office: Client, shop: Shop, name: str = "inspect") -> Any:
    return office.get(reverse(f"shops:{name}", args=[shop.pk]))


def _do(office: Client, shop: Shop, act: str, /, **data: Any) -> Any:
    return office.post(reverse(f"shops:{act}", args=[shop.pk]), data)


def _about(office: Client, token: ApiToken, name: str, **data: Any) -> Any:
    url = reverse(f"shops:{name}", args=[token.shop_id, token.pk])
    return office.post(url, data)


def _told(response: Any) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def _new(house: House, platform: str = Platform.API, **values: Any) -> Shop:
    values.setdefault("url", "https://outlet.example")
    return connect_shop(
        Shop(name="Outlet", brand=house.brand, platform=platform, **values)
    )


def test_the_list_says_how_each_shop_stands(office: Client, alpenglow: House) -> None:
    _new(alpenglow)
    paused = make_shop(alpenglow.brand, name="Paused")
    pause_shop(paused)
    gone = make_shop(alpenglow.brand, name="Gone")
    disconnect_shop(gone, now=NOW)
    make_shop(alpenglow.brand, name="Till", platform=Platform.FILE)
    page = office.get(reverse("shops:index"))
    column = page.context["table"].columns["status"]
    assert {row.name: column.get_value(row) for row in page.context["object_list"]} == {
        "Alpenglow shop": "connected",
        "Outlet": "waiting for the first push",
        "Paused": "paused",
        "Gone": "disconnected",
        "Till": "waiting for the first import",
    }


@pytest.mark.parametrize("shops", [1, 3])
def test_the_list_asks_as_much_for_three_shops_as_for_one(
    shops: int, office: Client, alpenglow: House, django_assert_num_queries: Any
) -> None:
    for number in range(shops - 1):
        make_shop(alpenglow.brand, name=f"More {number}")
    office.get(reverse("shops:index"))
    with django_assert_num_queries(13):
        page = office.get(reverse("shops:index"))
    assert len(page.context["object_list"]) == shops


@pytest.mark.parametrize("rejected", [0, 3])
def test_the_page_asks_little_whatever_the_shop_holds(
    rejected: int, office: Client, alpenglow: House, django_assert_num_queries: Any
) -> None:
    shop = alpenglow.shop
    issue_token(shop, name="second")
    bad = [order_data(id=f"bad-{n}", currency="XXQ") for n in range(rejected)]
    note_rejections(shop, receive_orders(shop, bad, now=NOW), now=NOW)
    _page(office, shop)
    with django_assert_num_queries(18 if rejected else 17):
        page = _page(office, shop)
    assert len(page.context["standing"].rejections) == rejected


def test_the_page_says_what_came_and_what_could_not_be_taken(
    office: Client, alpenglow: House
) -> None:
    shop = alpenglow.shop
    bad = [order_data(id="bad-1", currency="XXQ")]
    note_rejections(shop, receive_orders(shop, bad, now=NOW), now=NOW)
    page = _page(office, shop)
    standing = page.context["standing"]
    assert (standing.orders, standing.refunds_waiting) == (1, 0)
    [rejection] = standing.rejections
    assert (rejection.order_id, rejection.pointer) == ("bad-1", "/currency")
    assert "“XXQ” is not an ISO 4217 currency code." in page.content.decode()


def test_what_a_rejected_order_says_is_shown_as_text(
    office: Client, alpenglow: House
) -> None:
    shop = alpenglow.shop
    bad = [order_data(id="<script>alert(1)</script>", currency="XXQ")]
    note_rejections(shop, receive_orders(shop, bad, now=NOW), now=NOW)
    page = _page(office, shop).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def _tested(office: Client, shop: Shop) -> tuple[str, str, list[str]]:
    finding = _page(office, shop, "test_connection").context["finding"]
    return finding.kind, finding.title, finding.commands


def test_a_test_of_the_connection_says_what_was_seen_and_what_to_run(
    office: Client, alpenglow: House
) -> None:
    shop, now = _new(alpenglow, Platform.OSCAR), timezone.now()
    assert _tested(office, shop) == ("bad", "No token is valid", [])
    _token, secret = issue_token(shop, name="plugin")
    assert _tested(office, shop) == (
        "waiting",
        "Nobody has called with a valid token yet",
        ["./manage.py retour_check"],
    )
    find_token(secret, now=now)
    assert _tested(office, shop) == (
        "waiting",
        "The shop reaches Retour; no order has come yet",
        ["./manage.py retour_backfill", "./manage.py retour_worker"],
    )
    receive_orders(shop, [order_data()], now=now)
    assert _tested(office, shop) == ("good", "The connection works", [])
    issue_token(shop, name="plugin")
    assert _tested(office, shop) == (
        "good",
        "The connection works",
        ["./manage.py retour_check"],
    )
    pause_shop(shop)
    assert _tested(office, shop)[1] == "The shop reaches Retour, but is paused"
    disconnect_shop(shop, now=now)
    assert _tested(office, shop) == ("bad", "The shop is disconnected", [])


@pytest.mark.parametrize(
    ("platform", "command"),
    [
        (
            "api",
            "curl -H 'Authorization: Bearer the token you copied' {url}/api/v1/shop",
        ),
        (
            "sendcloud",
            "curl -u '{key}:the token you copied' {url}/api/v2/user/addresses/sender",
        ),
    ],
)
def test_software_without_our_plugin_is_tested_with_a_call(
    platform: str, command: str, office: Client, alpenglow: House, settings: Any
) -> None:
    shop = _new(alpenglow, platform)
    token, _ = issue_token(shop, name="software")
    expected = command.format(key=token.public_key, url=settings.PUBLIC_URL)
    assert _tested(office, shop)[2] == [expected]


def test_a_shop_of_files_has_nothing_to_test(office: Client, alpenglow: House) -> None:
    shop = _new(alpenglow, Platform.FILE)
    assert _tested(office, shop) == ("good", "There is nothing to test", [])


def test_a_shop_is_paused_and_resumed(office: Client, alpenglow: House) -> None:
    shop = alpenglow.shop
    paused = _do(office, shop, "pause")
    assert _told(paused) == [
        "“Alpenglow shop” is paused: nothing is taken in until you resume it."
    ]
    assert _page(office, shop).context["state"] == "paused"
    _do(office, shop, "resume")
    assert Shop.objects.get(pk=shop.pk).status == ShopStatus.CONNECTED


def test_a_shop_is_disconnected_after_it_was_said_what_that_means(
    office: Client, alpenglow: House
) -> None:
    shop = alpenglow.shop
    asked = _page(office, shop, "disconnect")
    assert asked.context["standing"].orders == 1
    assert Shop.objects.get(pk=shop.pk).status == ShopStatus.CONNECTED
    page = asked.content.decode()
    said = (
        "Its one order stays.",
        "Its one valid token stops working at once and for good.",
        "Returns go on: customers can still return these orders",
    )
    assert [sentence for sentence in said if sentence not in page] == []

    _do(office, shop, "disconnect")
    assert shop.tokens.filter(revoked_at=None).count() == 0
    assert Order.objects.filter(shop=shop).count() == 1
    page = _page(office, shop)
    assert (page.context["state"], page.context["live_tokens"]) == ("disconnected", [])
    refused = _do(office, shop, "pause")
    assert _told(refused)[-1] == "This shop is disconnected; connect it again first."

    _do(office, shop, "reconnect")
    assert Shop.objects.get(pk=shop.pk).status == ShopStatus.CONNECTED


def test_a_shop_whose_address_was_connected_anew_stays_disconnected(
    office: Client, alpenglow: House, lune: House
) -> None:
    shop = _new(alpenglow)
    disconnect_shop(shop, now=NOW)
    connect_shop(Shop(name="Theirs", brand=lune.brand, url=shop.url))
    refused = _do(office, shop, "reconnect")
    [told] = _told(refused)
    assert told == (
        "A shop with this address is connected already. Nothing was changed; if it"
        " should be yours, ask the administrator of this installation."
    )
    assert Shop.objects.get(pk=shop.pk).status == ShopStatus.DISCONNECTED


def test_a_token_shows_what_it_may_and_when_it_was_used(
    office: Client, alpenglow: House
) -> None:
    token, secret = issue_token(alpenglow.shop, name="3PL", scopes=[Scope.ORDERS_WRITE])
    find_token(secret, now=timezone.now() - timedelta(hours=3))
    page = _page(office, alpenglow.shop)
    rows = {row.token: row for row in page.context["live_tokens"]}
    assert rows[token].scopes == ["push orders"]
    assert rows[alpenglow.token].scopes == []
    assert "3\N{NO-BREAK SPACE}hours ago" in page.content.decode()
    assert secret not in page.content.decode()


def test_a_token_is_made_with_the_rights_chosen(
    office: Client, alpenglow: House
) -> None:
    shown = _do(
        office, alpenglow.shop, "issue_token", name="Reader", scopes=["returns:read"]
    )
    token = find_token(shown.context["new_secret"], now=NOW)
    assert token is not None
    assert (token.name, token.scopes) == ("Reader", ["returns:read"])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "", "scopes": ["returns:read"]}, "name"),
        ({"name": "Reader"}, "scopes"),
        ({"name": "Reader", "scopes": ["all:write"]}, "scopes"),
    ],
)
def test_a_token_without_name_or_rights_is_refused_at_its_field(
    values: dict[str, Any], field: str, office: Client, alpenglow: House
) -> None:
    response = _do(office, alpenglow.shop, "issue_token", **values)
    assert (response.status_code, alpenglow.shop.tokens.count()) == (422, 1)
    assert list(response.context["token_form"].errors) == [field]


def test_a_token_is_changed_for_another_without_a_gap(
    office: Client, alpenglow: House
) -> None:
    old = alpenglow.token
    shown = _about(office, old, "rotate_token", newest=old.pk)
    secret = shown.context["new_secret"]
    assert "no-store" in shown["Cache-Control"]
    new = find_token(secret, now=timezone.now())
    assert new is not None
    assert (new.name, new.scopes) == (old.name, old.scopes)
    rows = {row.token: row for row in _page(office, old.shop).context["live_tokens"]}
    assert (rows[old].successor, rows[old].is_idle) == (new, True)
    assert [row.may_rotate for row in rows.values()] == [False, False]

    third = _about(office, old, "rotate_token")
    assert _told(third) == ["A shop has at most two valid tokens; revoke one first."]
    _about(office, old, "revoke_token")
    assert [row.token for row in _page(office, old.shop).context["live_tokens"]] == [
        new
    ]


def test_a_rotation_sent_again_makes_no_third_token(
    office: Client, alpenglow: House
) -> None:
    old = alpenglow.token
    _about(office, old, "rotate_token", newest=old.pk)
    _about(office, old, "revoke_token")
    new = old.shop.tokens.get(revoked_at=None)
    again = _about(office, new, "rotate_token", newest=old.pk)
    assert _told(again)[-1].startswith("This token was made already")
    assert old.shop.tokens.count() == 2


def test_a_third_token_is_refused_in_words(office: Client, alpenglow: House) -> None:
    issue_token(alpenglow.shop, name="second")
    refused = _do(
        office, alpenglow.shop, "issue_token", name="Third", scopes=["returns:read"]
    )
    assert alpenglow.shop.tokens.count() == 2
    assert _told(refused) == ["A shop has at most two valid tokens; revoke one first."]


def test_a_revoked_token_opens_nothing(office: Client, alpenglow: House) -> None:
    _about(office, alpenglow.token, "revoke_token")
    alpenglow.token.refresh_from_db()
    assert alpenglow.token.revoked_at is not None


def test_a_disconnected_shop_is_given_no_token(
    office: Client, alpenglow: House
) -> None:
    disconnect_shop(alpenglow.shop, now=NOW)
    refused = _do(
        office, alpenglow.shop, "issue_token", name="New", scopes=["returns:read"]
    )
    assert _told(refused) == [
        "This shop is disconnected; connect it again before you make a token."
    ]
    page = _page(office, alpenglow.shop, "connect")
    assert alpenglow.shop.link_secret not in page.content.decode()


@pytest.mark.parametrize("name", POSTS)
def test_what_changes_something_is_posted(
    name: str, office: Client, alpenglow: House
) -> None:
    assert _page(office, alpenglow.shop, name).status_code == 405


@pytest.mark.parametrize("name", ["rotate_token", "revoke_token"])
def test_tokens_are_changed_by_post_and_of_the_own_shop_only(
    name: str, office: Client, alpenglow: House, lune: House
) -> None:
    url = reverse(f"shops:{name}", args=[alpenglow.shop.pk, alpenglow.token.pk])
    assert office.get(url).status_code == 405
    mixed = reverse(f"shops:{name}", args=[alpenglow.shop.pk, lune.token.pk])
    assert office.post(mixed).status_code == 404
    assert lune.shop.tokens.filter(revoked_at=None).count() == 1


@pytest.mark.parametrize("name", ["pause", "disconnect", "issue_token"])
def test_a_page_elsewhere_cannot_act_for_its_visitor(
    name: str, anna: User, alpenglow: House
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(anna)
    assert _do(client, alpenglow.shop, name).status_code == 403


@pytest.mark.parametrize(
    "name", ["connect", "test_connection", "pause", "disconnect", "reconnect"]
)
def test_charlie_of_the_other_brand_gets_nowhere(
    name: str, charlie: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(charlie)
    assert _page(client, alpenglow.shop, name).status_code == 404
    assert _do(client, alpenglow.shop, name).status_code == 404
    assert Shop.objects.get(pk=alpenglow.shop.pk).status == ShopStatus.CONNECTED


def test_alice_who_works_on_returns_opens_no_shop(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    for name in ("inspect", "connect", "disconnect"):
        assert _page(sign_in(alice), alpenglow.shop, name).status_code == 404
