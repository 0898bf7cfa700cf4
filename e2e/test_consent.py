"""A brand that counts visits: nobody is counted who did not agree."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from e2e import every_page
from e2e.analytics import SCRIPT
from e2e.conftest import DESKTOP, PHONE, OpenPage
from e2e.keyboard import tab_to
from e2e.looking import NARROWEST, listen, look


def _asked_of_others(page: Page) -> list[str]:
    """Fills with what the page asks of the script's host, which answers it."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="window.counted = true", content_type="text/javascript")

    page.route("https://stats.example/**", answer)
    return asked


@pytest.mark.parametrize(
    "viewport", [NARROWEST, PHONE, DESKTOP], ids=lambda v: v["width"]
)
def test_the_pages_that_ask_are_accessible(
    open_page: OpenPage, counted: str, viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    _asked_of_others(page)
    for _page in every_page.consent(page, counted):
        look(page)
        listen(page)


def test_the_script_is_loaded_only_once_somebody_accepted(
    open_page: OpenPage, counted: str
) -> None:
    page = open_page(viewport=PHONE)
    asked = _asked_of_others(page)
    page.goto(f"{counted}/en/")
    page.get_by_role("button", name="Refuse").click()
    page.goto(f"{counted}/en/help/")
    assert asked == []

    page.get_by_role("link", name="Privacy choices").click()
    accept = page.get_by_role("button", name="Accept")
    tab_to(page, accept)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("You accepted.")
    page.goto(f"{counted}/en/")
    assert asked == [SCRIPT]
    assert page.evaluate("window.counted") is True

    page.goto(f"{counted}/en/return/")
    assert asked == [SCRIPT]


def test_the_choice_is_made_without_a_script(open_page: OpenPage, counted: str) -> None:
    page = open_page(viewport=PHONE, javascript=False)
    asked = _asked_of_others(page)
    page.goto(f"{counted}/en/help/")
    page.get_by_role("button", name="Refuse").click()
    expect(page).to_have_url(f"{counted}/en/help/")
    expect(page.get_by_role("region", name="Privacy choices")).to_have_count(0)
    assert asked == []
