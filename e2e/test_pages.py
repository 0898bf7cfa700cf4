"""Every page a customer meets: nothing for axe to find, nothing wider than a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from e2e import portal
from e2e.conftest import DESKTOP, PHONE, OpenPage
from e2e.world import World

_PATHS = (
    *("/en/", "/fr/", "/en/return/", "/en/return/help/", "/en/return/gift/"),
    *("/en/return/drop-off/", "/en/return/drop-off/?near=69002&country=FR"),
    "/en/nothing-here/",
)
NARROWEST = {"width": 320, "height": 720}  # WCAG 2.2, 1.4.10


def look(page: Page) -> None:
    results = Axe().run(page)
    found = [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in results.response["violations"]
    ]
    assert found == [], page.url
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("document.documentElement.clientWidth"), page.url


@pytest.mark.parametrize(
    "viewport", [NARROWEST, PHONE, DESKTOP], ids=lambda v: v["width"]
)
@pytest.mark.parametrize("brand", ["alpenglow", "maison-lune"])
def test_content_pages_are_accessible(
    world: World, open_page: OpenPage, brand: str, viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    root = world.portal_url(brand)
    for path in _PATHS:
        page.goto(f"{root}{path}")
        look(page)


def test_the_whole_flow_is_accessible(world: World, open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE)
    order = world.demo.facts["order_number"]
    root = world.portal_url("maison-lune")

    portal.find_order(page, root, order, "00000")
    look(page)
    portal.find_order(page, root, order, world.demo.facts["postal_code"])
    look(page)
    page.get_by_role("button", name="Continue").click()  # nothing chosen
    look(page)
    portal.choose(page, "Robe", reason="Too small")
    look(page)
    portal.send(page)
    look(page)
    page.get_by_role("link", name="Follow your return").click()
    look(page)
    page.get_by_role("link", name="Cancel this return").click()
    look(page)
