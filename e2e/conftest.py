from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from e2e import analytics
from e2e.world import World
from tests.browser import find_browser, launch_arguments

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
# Upstream, in django-oscar 4.2.1: dashboard order pages call what dashboard.js lacks.
KNOWN_ERRORS = {"oscar.dashboard.orders.initTable is not a function"}


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(tmp_path_factory.mktemp("world"))
    try:
        world.start(*World.RETOUR, *World.STORE)
        yield world
    finally:
        world.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=launch_arguments()
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    opener = OpenPage(browser)
    yield opener
    opener.close(request.node.name)
    assert opener.errors == []


class OpenPage:
    """Pages of a visitor; a script error on any of them fails the test."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._pages: list[Page] = []
        self.errors: list[str] = []

    def __call__(
        self,
        *,
        viewport: dict[str, int] | None = None,
        javascript: bool = True,
        locale: str = "en-GB",
    ) -> Page:
        context = self._browser.new_context(
            viewport=viewport or DESKTOP,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            locale=locale,
            accept_downloads=True,
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("pageerror", self._note)
        self._pages.append(page)
        return page

    def close(self, name: str) -> None:
        folder = Path("screenshots") / "e2e"
        folder.mkdir(parents=True, exist_ok=True)
        for index, page in enumerate(self._pages):
            with suppress(Error):  # of a page that is on its way to another
                page.screenshot(path=folder / f"{name}-{index}-last.png")
            page.context.close()

    def _note(self, error: Exception) -> None:
        if str(getattr(error, "message", error)) not in KNOWN_ERRORS:
            self.errors.append(str(error))


@pytest.fixture
def counted(world: World, open_page: OpenPage) -> Iterator[str]:
    """The address of a portal whose brand counts visits, while the test runs."""
    admin = open_page()
    analytics.sign_in(admin, world)
    analytics.name_script(admin, world, analytics.SCRIPT)
    yield world.portal_url(analytics.BRAND)
    analytics.name_script(admin, world, "")
