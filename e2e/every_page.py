"""Every kind of page a customer meets, opened one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from e2e import portal
from e2e.world import World

BRAND = "maison-lune"
_WITHOUT_A_RETURN = (
    *("return/", "return/help/", "return/gift/", "return/drop-off/"),
    *("return/drop-off/?near=69002&country=FR", "return/embed/", "return/link/x/"),
    *("withdraw/", "withdraw/form/", "nothing-here/"),
)


def content(page: Page, root: str) -> Iterator[None]:
    """The brand's own pages: all that its first page leads to."""
    page.goto(f"{root}/en/")
    links = page.locator("header, footer").locator("a[href^='/en/']")
    hrefs = links.evaluate_all("all => all.map(one => one.getAttribute('href'))")
    yield
    for href in dict.fromkeys(hrefs):
        page.goto(f"{root}{href}")
        yield
    for path in _WITHOUT_A_RETURN:
        page.goto(f"{root}/en/{path}")
        yield


def flow(page: Page, world: World) -> Iterator[None]:
    """From a wrong postal code to a return that is cancelled, errors included."""
    root, order = world.portal_url(BRAND), world.demo.facts["order_number"]
    onward = page.get_by_role("button", name="Continue")
    portal.find_order(page, root, order, "00000")
    yield
    portal.find_order(page, root, order, world.demo.facts["postal_code"])
    yield
    portal.follow(page, onward)  # nothing chosen
    yield
    page.get_by_role("checkbox", name="Robe").check()
    portal.follow(page, onward)
    yield
    page.get_by_label("Reason").select_option(label="Too small")
    portal.follow(page, onward)
    yield
    portal.follow(page, onward)
    yield
    portal.send(page)
    yield
    portal.follow(page, page.get_by_role("link", name="Follow your return"))
    yield
    yield from _of_the_return(page, page.url)


def _of_the_return(page: Page, tracking: str) -> Iterator[None]:
    for path in ("messages/", "change/", "labels/", "open/"):
        page.goto(f"{tracking}{path}")
        yield
    page.goto(tracking)
    portal.follow(page, page.get_by_role("link", name="Cancel this return"))
    yield
    portal.follow(page, page.get_by_role("button", name="Yes, cancel the return"))
    expect(page.get_by_text("cancelled").first).to_be_visible()
    yield


def consent(page: Page, root: str) -> Iterator[None]:
    """Where visits are counted: asked, the choices, refused, accepted."""
    banner = page.get_by_role("region", name="Privacy choices")
    page.goto(f"{root}/en/")
    expect(banner).to_be_visible()
    yield
    page.goto(f"{root}/en/help/")
    yield
    page.goto(f"{root}/en/privacy-choices/")
    yield
    page.get_by_role("button", name="Refuse").click()
    expect(page.get_by_role("status")).to_have_text("You refused.")
    yield
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("status")).to_have_text("You accepted.")
    yield
    page.goto(f"{root}/en/")
    expect(banner).to_have_count(0)
    yield
