"""A tour of the back office, at both widths; pictures in ``screenshots/tour``."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e import backoffice, portal
from e2e.conftest import DESKTOP, PHONE, OpenPage
from e2e.looking import look
from e2e.world import World

TOUR = Path("screenshots") / "tour"
PAGES = (
    "returns/",
    "withdrawals/",
    "withdrawals/texts/",
    "orders/",
    "imports/",
    "return-policies/",
    "return-rules/",
    "return-rules/new/",
    "reasons/",
    "questions/",
    "return-portal/",
    "shipping-rules/",
    "shops/",
    "staff/",
    "return-prices/",
    "box-labels/",
    "payments/",
    "fees/",
    "notices/",
    "notices/new/",
    "domains/",
    "texts/",
    "texts/1/items/en/",
)
# axe looks at those, on a phone.
LOOKED_AT = PAGES[PAGES.index("return-prices/") :]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=lambda v: v["width"])
def test_every_screen_of_the_back_office_opens(
    world: World, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    backoffice.log_in(page, world.retour_url, "admin")
    seen = []
    for path in PAGES:
        answer = page.goto(f"{world.retour_url}/admin/{path}")
        assert answer
        seen.append((path, answer.status, page.get_by_role("main").count()))
        _picture(page, path.strip("/").replace("/", "-"), viewport)
        if path in LOOKED_AT and viewport == PHONE:
            look(page)
    assert seen == [(path, 200, 1) for path in PAGES]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=lambda v: v["width"])
def test_a_return_explains_its_decision(
    world: World, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    customer = _customer_of_a_return(world, open_page)
    page = open_page(viewport=viewport)
    backoffice.log_in(page, world.retour_url, "admin")
    backoffice.open_return(page, world.retour_url, world.demo.facts["order_number"])
    expect(page.get_by_role("heading", name="Decision")).to_be_visible()
    _picture(page, "return", viewport)
    _cancel(customer)


@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_no_list_is_cut_off(world: World, open_page: OpenPage, locale: str) -> None:
    """Beside the open menu all of it is there; on a phone one scrolls to all of it."""
    customer = _customer_of_a_return(world, open_page)
    for viewport in (DESKTOP, PHONE):
        page = open_page(viewport=viewport, locale=locale)
        backoffice.log_in(page, world.retour_url, "admin")
        page.goto(f"{world.retour_url}/admin/returns/")
        rows = page.locator(".retour-listing")
        hidden = rows.evaluate("one => one.scrollWidth - one.clientWidth")
        assert (hidden > 0) == (viewport == PHONE)
        rows.focus()
        rows.evaluate("one => one.scrollTo(one.scrollWidth, 0)")
        last = rows.locator("tbody tr:first-child td").last.bounding_box()
        assert last
        assert last["x"] + last["width"] <= viewport["width"] + 1
    _cancel(customer)


def _customer_of_a_return(world: World, open_page: OpenPage) -> Page:
    """Somebody who has just sent a return, on the page where one follows it."""
    customer = open_page(viewport=PHONE)
    root = world.portal_url("maison-lune")
    facts = world.demo.facts
    portal.find_order(customer, root, facts["order_number"], facts["postal_code"])
    portal.choose(customer, "Robe", reason="Too small")
    portal.send(customer)
    customer.get_by_role("link", name="Follow your return").click()
    return customer


def _cancel(customer: Page) -> None:
    customer.get_by_role("link", name="Cancel this return").click()
    customer.get_by_role("button", name="Yes, cancel the return").click()


def _picture(page: Page, name: str, viewport: dict[str, int]) -> None:
    TOUR.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=TOUR / f"{name}-{viewport['width']}.png", full_page=True)
