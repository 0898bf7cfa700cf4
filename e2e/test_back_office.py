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
    customer = open_page(viewport=PHONE)
    root = world.portal_url("maison-lune")
    facts = world.demo.facts
    portal.find_order(customer, root, facts["order_number"], facts["postal_code"])
    portal.choose(customer, "Robe", reason="Too small")
    portal.send(customer)
    customer.get_by_role("link", name="Follow your return").click()

    page = open_page(viewport=viewport)
    backoffice.log_in(page, world.retour_url, "admin")
    backoffice.open_return(page, world.retour_url, facts["order_number"])
    expect(page.get_by_role("heading", name="Decision")).to_be_visible()
    _picture(page, "return", viewport)

    customer.get_by_role("link", name="Cancel this return").click()
    customer.get_by_role("button", name="Yes, cancel the return").click()


def _picture(page: Page, name: str, viewport: dict[str, int]) -> None:
    TOUR.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=TOUR / f"{name}-{viewport['width']}.png", full_page=True)
