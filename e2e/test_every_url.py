"""Every URL of the portal in every look: a page that is added is looked at, too."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import DESKTOP, PHONE, OpenPage
from e2e.keyboard import walk
from e2e.looking import NARROWEST, listen, look, look_at_styles
from e2e.test_presets import offer_looks, wear
from retour_portal.theming.presets import PRESETS


@dataclass(frozen=True)
class Served:
    """``pages``: the path of a page by the name of its URL."""

    root: str
    pages: dict[str, str]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with subprocess.Popen(
        [sys.executable, "-m", "e2e.scene"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield Served(**json.loads(process.stdout.readline()))
        process.stdin.close()


def _stay(page: Page, served: Served) -> None:
    """Not on to a payment service, whose address is at another port."""
    elsewhere = re.compile(f"^(?!{re.escape(served.root)}/)")
    page.route(elsewhere, lambda route: route.fulfill(status=204))


def test_axe_finds_nothing_behind_any_url_in_any_look(
    served: Served, open_page: OpenPage
) -> None:
    page = open_page(viewport=PHONE)
    _stay(page, served)
    offer_looks(page)
    for name, path in served.pages.items():
        answer = page.goto(f"{served.root}{path}")
        assert answer is not None
        assert (name, answer.status) == (name, 200)
        look(page)
        listen(page)
        if page.locator("link[href*='/brand.css']").count():
            for preset in PRESETS:
                wear(page, preset)
                look_at_styles(page)


def test_no_page_is_wider_than_the_narrowest_window(
    served: Served, open_page: OpenPage
) -> None:
    page = open_page(viewport=NARROWEST)
    _stay(page, served)
    wider = []
    for name, path in served.pages.items():
        page.goto(f"{served.root}{path}")
        size = "[document.documentElement.scrollWidth, innerWidth]"
        width, window = page.evaluate(size)
        if width > window:
            wider.append((name, width))
    assert wider == []


def test_every_control_behind_any_url_is_reached_by_keyboard(
    served: Served, open_page: OpenPage
) -> None:
    page = open_page(viewport=DESKTOP)
    _stay(page, served)
    for path in served.pages.values():
        page.goto(f"{served.root}{path}")
        walk(page)


def test_the_page_that_waits_for_a_payment_moves_on_once_it_is_there(
    served: Served, open_page: OpenPage
) -> None:
    page = open_page(viewport=PHONE)
    _stay(page, served)
    page.goto(f"{served.root}{served.pages['flow:paid']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "We wait for your payment"
    )
    service = page.context.new_page()
    _stay(service, served)
    service.goto(f"{served.root}{served.pages['payment_sandbox']}")
    service.get_by_role("button", name="Paid").click()
    page.wait_for_url("**/done/")
