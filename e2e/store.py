"""What a guest does in the store."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page

POSTAL_CODE = "10119"
JACKET, HAT = "Aiguille rain jacket", "Merino hat"


@dataclass(frozen=True)
class Purchase:
    number: str
    email: str


def buy_two_jackets_and_a_hat(page: Page, store_url: str, email: str) -> Purchase:
    """Order as a guest; leaves the page at the confirmation."""
    for product in (JACKET, JACKET, HAT):
        page.goto(f"{store_url}/en/catalogue/")
        page.get_by_role("link", name=product).last.click()
        page.get_by_role("button", name="Add to cart").first.click()
        page.wait_for_load_state()
    page.goto(f"{store_url}/en/checkout/")
    page.locator("input[name=username]").fill(email)
    page.locator("input[name=options][value=anonymous]").check()
    page.get_by_role("button", name="Continue").click()
    _address(page)
    page.locator("#view_preview").click()
    page.locator("#place-order").click()
    heading = page.get_by_role("heading", name=re.compile(r"Order \d+"))
    found = re.search(r"\d+", heading.inner_text())
    assert found is not None
    return Purchase(number=found.group(), email=email)


def _address(page: Page) -> None:
    fields = {
        "first_name": "Mia",
        "last_name": "Keller",
        "line1": "Torstraße 1",
        "line4": "Berlin",
        "postcode": POSTAL_CODE,
    }
    for name, value in fields.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_country").select_option("DE")
    page.get_by_role("button", name="Continue").click()
