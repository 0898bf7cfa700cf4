"""Every look an editor can start from, on the portal's pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route

from e2e.conftest import DESKTOP, PHONE, OpenPage
from e2e.test_pages import look
from e2e.world import World
from retour_portal.theming.css import stylesheet
from retour_portal.theming.presets import PRESETS, Preset

PATHS = ("/en/", "/en/return/", "/en/help/", "/en/withdraw/", "/en/nothing-here/")


def wear(page: Page, preset: Preset) -> None:
    """The preset's tokens in place of the brand's, at the address of the latter."""
    css = stylesheet(preset.tokens)

    def answer(route: Route) -> None:
        route.fulfill(body=css, content_type="text/css")

    page.route("**/brand.css*", answer)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_axe_finds_nothing_in_any_look(
    world: World, open_page: OpenPage, preset: Preset
) -> None:
    for viewport in (PHONE, DESKTOP):
        page = open_page(viewport=viewport)
        wear(page, preset)
        for path in PATHS:
            page.goto(f"{world.portal_url('alpenglow')}{path}")
            worn = page.evaluate(
                "getComputedStyle(document.documentElement)"
                ".getPropertyValue('--brand-header')"
            )
            assert worn == preset.tokens.header_colour
            look(page)
        page.goto(f"{world.portal_url('alpenglow')}/en/")
