from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from retour_core.accounts.tokens import ShopTakesNoToken, find_token, issue_token
from retour_core.orders.models import Order, Platform, Shop, ShopStatus
from retour_core.orders.operations import (
    ShopDisconnected,
    ShopPaused,
    receive_orders,
)
from retour_core.orders.queries import order_of_link
from retour_core.orders.rejections import (
    last_rejections,
    note_rejections,
    open_rejections,
)
from retour_core.orders.samples import link_to, place_sample
from retour_core.orders.shop_addresses import (
    ShopAddressInvalid,
    same_shop_key,
    tidy_address,
)
from retour_core.orders.shops import (
    ShopConnectedAlready,
    change_shop,
    connect_shop,
    disconnect_shop,
    pause_shop,
    reconnect_shop,
    resume_shop,
)
from tests.factories import NOW, make_brand, make_order, make_shop, order_data


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  https://Shop.Example/  ", "https://shop.example"),
        ("shop.example", "https://shop.example"),
        ("HTTP://SHOP.example:80/", "http://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("https://shop.example:8443/", "https://shop.example:8443"),
        ("https://shop.example.//en//", "https://shop.example/en"),
        ("https://shop.example/Path/?ref=1#top", "https://shop.example/Path"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://localhost:8200", "http://localhost:8200"),
        ("http://[::1]:8200/", "http://[::1]:8200"),
    ],
)
def test_an_address_is_kept_in_one_way_of_writing(typed: str, kept: str) -> None:
    assert tidy_address(typed) == kept
    assert tidy_address(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "ftp://shop.example",
        "https://",
        "https:///path",
        "javascript://x",
        "https://user:secret@shop.example",
        "https://shop.example:port",
        "https://shop.example:99999",
        "https://[::1",
        "https://a..b.example",
        "https://" + "a" * 250 + ".example",
        "https://shop.example/" + "a" * 200,
    ],
)
def test_what_is_no_address_of_a_shop_is_refused(typed: str) -> None:
    with pytest.raises(ShopAddressInvalid):
        tidy_address(typed)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://shop.example", "https://shop.example/", True),
        ("https://www.shop.example", "https://SHOP.example", True),
        ("https://shop.example/Outlet", "https://shop.example/outlet/", True),
        ("https://shop.example/a", "https://shop.example/b", False),
        ("https://shop.example:8443", "https://shop.example", False),
        ("https://fr.shop.example", "https://shop.example", False),
    ],
)
def test_two_addresses_of_one_shop_are_known_as_one(
    one: str, other: str, *, same: bool
) -> None:
    assert (same_shop_key(one) == same_shop_key(other)) is same


def _new(brand: Any, url: str, platform: str = Platform.OSCAR) -> Shop:
    return Shop(name="New", brand=brand, url=url, platform=platform)


@pytest.mark.django_db
def test_a_shop_is_connected_once_however_its_address_is_written() -> None:
    brand, other = make_brand(), make_brand("other")
    first = connect_shop(_new(brand, "https://Shop.example/"))

    assert first.url == "https://shop.example"
    for url in ("http://www.shop.example", "https://shop.example:443/"):
        for owner in (brand, other):
            with pytest.raises(ShopConnectedAlready) as refused:
                connect_shop(_new(owner, url))
            assert refused.value.existing == first
    with pytest.raises(ShopConnectedAlready):
        connect_shop(_new(other, "https://shop.example", Platform.SHOPIFY))
    assert Shop.objects.count() == 1


@pytest.mark.django_db
def test_own_software_and_files_may_share_what_a_platform_has() -> None:
    brand = make_brand()
    for url, platform in [
        ("", Platform.OSCAR),
        ("", Platform.API),
        ("https://shop.example", Platform.OSCAR),
        ("https://shop.example", Platform.FILE),
    ]:
        connect_shop(_new(brand, url, platform))

    assert Shop.objects.count() == 4
    for platform in (Platform.SENDCLOUD, Platform.API):
        with pytest.raises(ShopConnectedAlready):
            connect_shop(_new(brand, "https://shop.example", platform))


@pytest.mark.django_db
def test_a_shop_without_an_address_is_known_by_its_name_in_its_brand() -> None:
    brand, other = make_brand(), make_brand("other")
    first = connect_shop(_new(brand, "", Platform.FILE))

    twin = Shop(name=" new ", brand=brand, platform=Platform.API)
    with pytest.raises(ShopConnectedAlready) as refused:
        connect_shop(twin)
    assert refused.value.existing == first
    twin.name = "Counter"
    assert connect_shop(twin).pk
    assert connect_shop(_new(other, "", Platform.FILE)).pk
    twin.name = "NEW"
    with pytest.raises(ShopConnectedAlready):
        change_shop(twin)


@pytest.mark.django_db
def test_an_address_cannot_be_changed_into_another_shops() -> None:
    brand = make_brand()
    connect_shop(_new(brand, "https://one.example"))
    two = connect_shop(_new(brand, "https://two.example"))

    two.url = "http://one.example/"
    with pytest.raises(ShopConnectedAlready):
        change_shop(two)
    two.url, two.name = "two.example", "Renamed"
    assert change_shop(two).url == "https://two.example"
    assert Shop.objects.get(pk=two.pk).name == "Renamed"


@pytest.mark.django_db
def test_saving_a_form_opened_before_a_pause_does_not_undo_the_pause() -> None:
    shop = connect_shop(_new(make_brand(), "https://one.example"))
    pause_shop(shop)

    shop.name = "Renamed"
    change_shop(shop)

    assert Shop.objects.get().status == ShopStatus.PAUSED


@pytest.mark.django_db
def test_a_paused_shop_takes_nothing_in_until_it_is_resumed() -> None:
    shop = make_shop()
    pause_shop(pause_shop(shop))

    with pytest.raises(ShopPaused):
        receive_orders(shop, [order_data()], now=NOW)
    assert resume_shop(shop).status == ShopStatus.CONNECTED
    [result] = receive_orders(shop, [order_data()], now=NOW)
    assert result.status == "created"


@pytest.mark.django_db
def test_a_disconnected_shop_keeps_its_orders_and_loses_its_tokens() -> None:
    shop = make_shop()
    order = make_order(shop)
    _, secret = issue_token(shop, name="plugin")

    disconnect_shop(shop, now=NOW)

    assert find_token(secret, now=NOW) is None
    assert list(Order.objects.all()) == [order]
    with pytest.raises(ShopDisconnected):
        receive_orders(shop, [order_data()], now=NOW)
    with pytest.raises(ShopTakesNoToken):
        issue_token(shop, name="again")
    for move in (pause_shop, resume_shop):
        with pytest.raises(ShopDisconnected):
            move(shop)


@pytest.mark.django_db
def test_a_second_disconnection_leaves_the_time_of_the_first() -> None:
    shop = make_shop()
    token, _ = issue_token(shop, name="plugin")
    disconnect_shop(shop, now=NOW)
    disconnect_shop(shop, now=NOW.replace(year=2030))

    token.refresh_from_db()
    assert token.revoked_at == NOW


@pytest.mark.django_db
def test_a_shop_that_was_disconnected_is_connected_again_not_anew() -> None:
    brand, other = make_brand(), make_brand("other")
    shop = connect_shop(_new(brand, "https://shop.example"))
    disconnect_shop(shop, now=NOW)

    with pytest.raises(ShopConnectedAlready) as refused:
        connect_shop(_new(brand, "https://shop.example"))
    assert refused.value.existing == shop

    assert reconnect_shop(shop).status == ShopStatus.CONNECTED
    disconnect_shop(shop, now=NOW)
    moved = connect_shop(_new(other, "https://shop.example"))
    with pytest.raises(ShopConnectedAlready) as refused:
        reconnect_shop(shop)
    assert refused.value.existing == moved


@pytest.mark.django_db
def test_the_last_rejections_of_a_shop_are_kept_newest_first() -> None:
    shop, other = make_shop(), make_shop(make_brand("other"))
    for number in range(12):
        bad = order_data(id=f"bad-{number}", currency="XXQ")
        results = receive_orders(shop, [order_data(), bad], now=NOW)
        note_rejections(shop, results, now=NOW)
    again = receive_orders(shop, [order_data(id="bad-5", currency="XXQ")], now=NOW)
    note_rejections(shop, again, now=NOW)

    kept = last_rejections(shop)
    assert [rejection.order_id for rejection in kept] == [
        "bad-5",
        *(f"bad-{number}" for number in (11, 10, 9, 8, 7, 6, 4, 3, 2)),
    ]
    assert kept[0].pointer == "/currency"
    assert kept[0].message == "“XXQ” is not an ISO 4217 currency code."
    assert last_rejections(other) == []


@pytest.mark.django_db
def test_a_rejection_is_over_once_the_order_is_taken() -> None:
    shop, later = make_shop(), NOW + timedelta(minutes=1)
    for order_id in ("mended", "open"):
        bad = [order_data(id=order_id, currency="XXQ")]
        note_rejections(shop, receive_orders(shop, bad, now=NOW), now=NOW)
    make_order(shop, now=later, id="mended")
    make_order(make_shop(make_brand("other")), now=later, id="open")

    assert [rejection.order_id for rejection in open_rejections(shop)] == ["open"]


@pytest.mark.django_db
def test_a_shop_without_rejections_is_told_so_in_one_query(
    django_assert_num_queries: Any,
) -> None:
    shop = make_shop()
    with django_assert_num_queries(1):
        assert open_rejections(shop) == []


@pytest.mark.django_db
def test_a_test_order_is_marked_and_can_be_returned_at_once() -> None:
    shop = make_shop()

    order = place_sample(shop, email="me@example.org", locale="fr", now=NOW)

    assert order.number.startswith("TEST-")
    assert (order.email, order.locale, order.has_shipment) == (
        "me@example.org",
        "fr",
        True,
    )
    assert order_of_link(link_to(order, now=NOW), now=NOW) == order


@pytest.mark.django_db
def test_a_test_order_goes_the_way_of_all_orders() -> None:
    shop = make_shop()
    pause_shop(shop)

    with pytest.raises(ShopPaused):
        place_sample(shop, email="", locale="en", now=NOW)
