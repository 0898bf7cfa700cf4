"""What a first visit costs the visitor: bytes over the wire, requests, cookies."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from e2e import backoffice
from e2e.conftest import PHONE, OpenPage
from e2e.test_roles import press, theme_of
from e2e.world import World
from tests.portal_site.fonts.tiny_font import LETTERS, tiny_font

MOST_BYTES = 60_000
_LOADED = """() => [...performance.getEntriesByType('navigation'),
  ...performance.getEntriesByType('resource')].map(one => ({
    url: one.name, kind: one.initiatorType, bytes: one.transferSize,
    blocks: one.renderBlockingStatus === 'blocking'}))"""


@pytest.mark.parametrize("brand", ["alpenglow", "maison-lune", "kiko"])
def test_the_first_view_is_light_and_asks_nobody_else(
    world: World, open_page: OpenPage, brand: str
) -> None:
    for path in ("/en/", "/en/return/"):
        page = open_page(viewport=PHONE)
        page.goto(f"{world.portal_url(brand)}{path}", wait_until="networkidle")
        loaded: list[dict[str, Any]] = page.evaluate(_LOADED)

        hosts = {urlsplit(one["url"]).netloc for one in loaded}
        assert hosts == {urlsplit(world.portal_url(brand)).netloc}
        assert [one["url"] for one in loaded if one["bytes"] == 0] == []
        light = sum(one["bytes"] for one in loaded if "-logo." not in one["url"])
        assert light < MOST_BYTES, loaded
        blocking = {one["kind"] for one in loaded if one["blocks"]}
        assert blocking == {"link"}
        assert page.context.cookies() == []


def test_the_first_view_stays_light_in_the_heaviest_fonts_of_a_brands_own(
    world: World, open_page: OpenPage
) -> None:
    desk = open_page()
    backoffice.log_in(desk, world.retour_url, "admin")
    desk.goto(theme_of(world, "kiko"))
    for field, points in (
        # Near ``LARGEST_LATIN``, and ``LARGEST_FETCHED`` with either other script.
        ("font_file", {"q": 4600, "Ж": 1600, "ł": 1600}),
        # Near ``LARGEST_PAIR`` with it.
        ("heading_font_file", {"x": 2600, "Ж": 900, "ł": 900}),
    ):
        font = tiny_font(letters=LETTERS + "ł", heavy=points)
        file = {"name": "own.ttf", "mimeType": "font/ttf", "buffer": font}
        desk.set_input_files(f"#id_{field}", [file])  # type: ignore[list-item]
    press(desk, "Publish")
    for path in ("/en/", "/bg/", "/pl/", "/bg/return/"):
        page = open_page(viewport=PHONE)
        page.goto(f"{world.portal_url('kiko')}{path}", wait_until="networkidle")
        loaded: list[dict[str, Any]] = page.evaluate(_LOADED)
        fonts = [one["bytes"] for one in loaded if "/font/" in one["url"]]
        assert sum(fonts) > (20_000 if path == "/en/" else 26_000)
        light = sum(one["bytes"] for one in loaded if "-logo." not in one["url"])
        assert light < MOST_BYTES, loaded
