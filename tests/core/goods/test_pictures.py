"""Pictures of goods, fetched from a shop on a real socket that misbehaves."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from PIL import Image

from retour_core.goods import pictures
from retour_core.goods.pictures import NoPicture, picture_at
from tests.core.goods.picture_server import PictureServer, picture_server, png

__all__ = ["picture_server"]

pytestmark = pytest.mark.django_db


def test_a_picture_is_fetched_once_and_made_small_and_our_own(
    picture_server: PictureServer,
) -> None:
    picture_server.answers["/a.png"] = (200, {"content-type": "text/html"}, png())
    first = picture_at(f"{picture_server.url}/a.png")
    assert picture_at(f"{picture_server.url}/a.png") == first
    image = Image.open(io.BytesIO(first))
    assert (image.format, image.size) == ("JPEG", (320, 160))
    assert picture_server.asked == ["/a.png"]


def test_a_redirect_is_followed_and_a_loop_is_not(
    picture_server: PictureServer,
) -> None:
    picture_server.answers["/old.png"] = (301, {"location": "/new.png"}, b"")
    picture_server.answers["/new.png"] = (200, {}, png())
    assert picture_at(f"{picture_server.url}/old.png")[:2] == b"\xff\xd8"
    picture_server.answers["/loop"] = (302, {"location": "/loop"}, b"")
    with pytest.raises(NoPicture):
        picture_at(f"{picture_server.url}/loop")
    assert picture_server.asked == ["/old.png", "/new.png", "/loop", "/loop", "/loop"]


BROKEN: dict[str, tuple[int, dict[str, str], bytes]] = {
    "gone": (404, {}, b""),
    "a page": (200, {"content-type": "image/png"}, b"<html>Sold out</html>"),
    "half of it": (200, {}, png()[:200]),
    "a file": (302, {"location": "file:///etc/passwd"}, b""),
    "too large": (200, {}, b"\x89PNG" + b"x" * 8_000_001),
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_what_is_no_picture_is_asked_for_again_only_later(
    picture_server: PictureServer, answer: tuple[int, dict[str, str], bytes]
) -> None:
    picture_server.answers["/a.png"] = answer
    for _ in range(3):
        with pytest.raises(NoPicture):
            picture_at(f"{picture_server.url}/a.png")
    assert picture_server.asked == ["/a.png"]
    picture_server.answers["/a.png"] = (200, {}, png())
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert picture_at(f"{picture_server.url}/a.png")[:2] == b"\xff\xd8"


def test_a_picture_the_shop_has_no_more_stays_and_another_one_replaces_it(
    picture_server: PictureServer,
) -> None:
    picture_server.answers["/a.png"] = (200, {}, png())
    first = picture_at(f"{picture_server.url}/a.png")
    del picture_server.answers["/a.png"]
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert picture_at(f"{picture_server.url}/a.png") == first
    picture_server.answers["/a.png"] = (200, {}, png(100))
    with time_machine.travel(timezone.now() + timedelta(days=32)):
        again = picture_at(f"{picture_server.url}/a.png")
    assert Image.open(io.BytesIO(again)).size == (100, 50)


def test_an_address_inside_is_never_asked(
    picture_server: PictureServer, settings: Any
) -> None:
    settings.RETOUR_PICTURES_TO_LOOPBACK = False
    picture_server.answers["/a.png"] = (200, {}, png())
    with pytest.raises(NoPicture):
        picture_at(f"{picture_server.url}/a.png")
    assert picture_server.asked == []


@pytest.mark.parametrize("url", ["http://", "https://[", "http://shop.invalid/1.png"])
def test_an_address_that_leads_nowhere_is_no_picture(
    picture_server: PictureServer, url: str
) -> None:
    with pytest.raises(NoPicture):
        picture_at(url)


def test_a_server_that_trickles_is_given_up(
    picture_server: PictureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_ALL_SECONDS", 0)
    picture_server.answers["/a.png"] = (200, {}, png())
    with pytest.raises(NoPicture):
        picture_at(f"{picture_server.url}/a.png")
