"""Pictures of bought items come from the portal, whoever's server they lie on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from retour_core.orders.models import Order, OrderLine
from retour_portal.flow.goods import picture_address
from tests.core.goods.picture_server import PictureServer, picture_server, png
from tests.portal_site.flow.walk import Customer, first_line, host_of

__all__ = ["picture_server"]


def get(order: Order, address: str) -> Any:
    return Client(headers={"host": host_of(order.brand)}).get(address)


def test_no_page_of_the_flow_asks_another_server_for_a_picture(
    customer: Customer, order: Order
) -> None:
    OrderLine.objects.update(image_url="https://shop.example/jacket.png")
    customer.up_to_review(order)
    own = picture_address("https://shop.example/jacket.png")
    for step in ("items", "reasons", "review"):
        page = customer.see(step)
        assert set(re.findall(r'<img src="([^"]+)"', page.text)) == {own}
        policy = page["Content-Security-Policy"].split("; ")
        assert [part for part in policy if part.startswith("img-src")] == [
            "img-src 'self' data:"
        ]


def test_the_portal_shows_the_picture_that_lies_with_the_shop(
    customer: Customer, order: Order, picture_server: PictureServer
) -> None:
    picture_server.answers["/a.png"] = (200, {}, png())
    answer = get(order, picture_address(f"{picture_server.url}/a.png"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer.content[:2] == b"\xff\xd8"
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.cookies == {}


def test_a_box_stands_for_a_picture_that_is_gone(
    customer: Customer, order: Order, picture_server: PictureServer
) -> None:
    answer = get(order, picture_address(f"{picture_server.url}/gone.png"))
    assert answer["Location"] == "/static/retour/img/goods.svg"
    assert answer["Cache-Control"] == "max-age=600"


def test_an_address_that_a_visitor_made_up_is_never_asked(
    customer: Customer, order: Order, picture_server: PictureServer
) -> None:
    picture_server.answers["/a.png"] = (200, {}, png())
    signed = picture_address(f"{picture_server.url}/a.png")
    other = picture_address(f"{picture_server.url}/b.png")
    mixed = other.partition(":")[0] + ":" + signed.partition(":")[2]
    assert get(order, mixed).status_code == 404
    assert get(order, "/goods/aHR0cHM6Ly94.jpg").status_code == 404
    assert picture_server.asked == []


def test_a_host_without_a_portal_shows_none(
    picture_server: PictureServer, db: None
) -> None:
    address = picture_address(f"{picture_server.url}/a.png")
    answer = Client(headers={"host": "nobody.localhost"}).get(address)
    assert (answer.status_code, picture_server.asked) == (404, [])


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/1.jpg", ""])
def test_what_is_no_address_on_the_web_is_no_picture(order: Order, url: str) -> None:
    assert picture_address(url) == ""


def test_the_same_picture_has_one_address_for_everybody(order: Order) -> None:
    line = first_line(order)
    line.image_url = "https://shop.example/jacket.png"
    assert picture_address(line.image_url) == picture_address(line.image_url)
