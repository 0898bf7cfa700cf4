"""What a customer does in a brand's portal."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


def follow(page: Page, control: Locator) -> None:
    """Click what leads to a page and wait for that page: a click alone comes back
    while the old one is still there."""
    with page.expect_navigation():
        control.click()


def find_order(page: Page, portal: str, number: str, postal_code: str) -> None:
    page.goto(f"{portal}/en/")
    page.get_by_label("Order or tracking number").fill(number)
    page.get_by_label("Postal code").fill(postal_code)
    follow(page, page.get_by_role("button", name="Find"))


def choose(page: Page, item: str, *, reason: str, way: str = "") -> None:
    """One unit of one item, a reason, the first way back or the one that is named
    ``way``; stops at the review."""
    box = page.get_by_role("checkbox", name=item)
    box.check()
    quantity = page.get_by_label(re.compile(f"Quantity.*{item}"))
    if quantity.count():
        quantity.fill("1")
    follow(page, page.get_by_role("button", name="Continue"))
    page.get_by_label("Reason").select_option(label=reason)
    follow(page, page.get_by_role("button", name="Continue"))
    if way:
        page.get_by_role("radio", name=way).check()
    elif page.locator("input[name=method]:not(:checked)").count() > 1:
        page.locator("input[name=method]").first.check()
    follow(page, page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("heading", name="Check and send")).to_be_visible()


def send(page: Page) -> str:
    """Submit the return and wait for its label; gives the RMA number."""
    follow(page, page.get_by_role("button", name="Send my return"))
    expect(
        page.get_by_role("heading", name="Your return is registered")
    ).to_be_visible()
    button = page.get_by_role("button", name="Download label")
    expect(button).to_be_visible(timeout=30_000)
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page.inner_text("main"))
    assert found is not None
    return found.group()


def download_label(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Download label").click()
    target = folder / "label.pdf"
    download.value.save_as(target)
    return target
