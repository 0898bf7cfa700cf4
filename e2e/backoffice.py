"""What an agent does in the back office."""

from __future__ import annotations

from playwright.sync_api import Page, expect

PASSWORD = "retour-demo"


def log_in(page: Page, retour_url: str, user: str) -> None:
    page.goto(f"{retour_url}/admin/login/")
    page.locator("input[name=username]").fill(user)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    expect(page).to_have_url(f"{retour_url}/admin/")


def open_return(page: Page, retour_url: str, order_number: str) -> None:
    """Search the list by the order's number, open the only return found."""
    page.goto(f"{retour_url}/admin/returns/?q={order_number}")
    page.locator("main table tbody tr td.title a").first.click()
    expect(page.get_by_role("heading", name="What next?")).to_be_visible()


def book_in(page: Page) -> None:
    _act(page, "receive")
    expect(page.locator("main")).to_contain_text("1 in order, 0 not in order")


def refund(page: Page) -> None:
    _act(page, "refund")


def _act(page: Page, name: str) -> None:
    action = page.locator(f"details:has(form[action*='/{name}/'])")
    if action.get_attribute("open") is None:
        action.locator("summary").click()
    action.locator("button[type=submit]").click()
    page.wait_for_load_state()
