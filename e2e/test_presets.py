"""Every look an editor can start from, where customers and errors are met on the way;
``test_every_url`` opens each page by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route

from e2e import every_page
from e2e.conftest import DESKTOP, PHONE, OpenPage
from e2e.looking import look_at_styles
from e2e.world import World
from retour_portal.theming.css import stylesheet
from retour_portal.theming.presets import PRESETS, Preset

# In place of the brand's own sheet, loaded once this is asked of the page.
_CHANGE = """key => new Promise((done, failed) => {
  const sheet = document.querySelector('link[href*="/brand.css"]');
  sheet.addEventListener('load', done, {once: true});
  sheet.addEventListener('error', failed, {once: true});
  const address = new URL(sheet.href);
  address.searchParams.set('look', key);
  sheet.href = address;
})"""
_WORN = "getComputedStyle(document.documentElement).getPropertyValue('--brand-header')"


def offer_looks(page: Page) -> None:
    """``brand.css?look=KEY`` answers with that preset's tokens."""
    sheets = {preset.key: stylesheet(preset.tokens) for preset in PRESETS}

    def answer(route: Route) -> None:
        key = route.request.url.rpartition("look=")[2]
        route.fulfill(body=sheets[key], content_type="text/css")

    page.route("**/brand.css?*look=*", answer)


def wear(page: Page, preset: Preset) -> None:
    page.wait_for_selector("link[href*='/brand.css']", state="attached")
    page.evaluate(_CHANGE, preset.key)
    assert page.evaluate(_WORN) == preset.tokens.header_colour


def _look_in_every_look(page: Page, pages: Iterator[None]) -> None:
    offer_looks(page)
    for _page in pages:
        for preset in PRESETS:
            wear(page, preset)
            look_at_styles(page)


WIDTHS = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=lambda v: v["width"])


@WIDTHS
def test_axe_finds_nothing_on_content_pages_in_any_look(
    world: World, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    _look_in_every_look(page, every_page.content(page, world.portal_url("alpenglow")))


def test_axe_finds_nothing_in_the_flow_in_any_look(
    world: World, open_page: OpenPage
) -> None:
    page = open_page(viewport=PHONE)
    _look_in_every_look(page, every_page.flow(page, world))


def test_axe_finds_nothing_where_consent_is_asked_in_any_look(
    open_page: OpenPage, counted: str
) -> None:
    page = open_page(viewport=PHONE)
    _look_in_every_look(page, every_page.consent(page, counted))
