"""Pages off the straight way: as accessible as the rest, with and without a script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from e2e import coming_back
from e2e.coming_back import Ask, press
from e2e.conftest import DESKTOP, PHONE, OpenPage
from e2e.every_page import BRAND
from e2e.looking import NARROWEST, listen, look
from e2e.world import World


@pytest.fixture(scope="module")
def ask(world: World) -> Iterator[Ask]:
    """Makes a state of ``e2e.states`` and gives its address."""
    with world.inside("e2e.states") as inside:
        yield inside


def _pages(page: Page, world: World, ask: Ask) -> Iterator[None]:
    root = world.portal_url(BRAND)
    yield from coming_back.links(page, root, ask)
    yield from coming_back.refusals(page, root, ask)
    yield from coming_back.present(page, root, ask)
    yield from coming_back.several(page, ask)


@pytest.mark.parametrize("viewport", [NARROWEST, DESKTOP], ids=lambda v: v["width"])
def test_whatever_a_customer_comes_back_to_is_accessible(
    world: World, open_page: OpenPage, ask: Ask, viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    for _page in _pages(page, world, ask):
        look(page)
        listen(page)


def test_presents_and_several_orders_go_back_without_a_script(
    world: World, open_page: OpenPage, ask: Ask
) -> None:
    page, root = open_page(viewport=PHONE, javascript=False), world.portal_url(BRAND)
    for _page in coming_back.present(page, root, ask, scripted=False):
        assert "€" not in page.inner_text("main"), page.url
    for _page in coming_back.several(page, ask):
        listen(page)


def test_a_draft_sent_in_one_tab_is_told_in_the_other(
    open_page: OpenPage, ask: Ask
) -> None:
    one = open_page(viewport=PHONE)
    one.goto(ask("draft"))
    other = one.context.new_page()
    other.goto(one.url)
    press(one, "Continue")
    press(one, "Continue")
    press(one, "Send my return")
    registered = "Your return is registered"
    expect(one.get_by_role("heading", name=registered)).to_be_visible()
    press(other, "Continue")
    expect(other.get_by_role("heading", name=registered)).to_be_visible()
    one.go_back()
    expect(one.get_by_role("heading", name=registered)).to_be_visible()


def test_a_long_price_leaves_room_for_the_items_name(
    open_page: OpenPage, ask: Ask
) -> None:
    page = open_page(viewport=NARROWEST)
    page.goto(ask("draft"))
    press(page, "Continue")
    press(page, "Continue")
    page.goto(page.url.replace("/en/", "/hu/"))
    expect(page.get_by_text("99,00 EUR").first).to_be_visible()
    box = page.locator(".item__body").first.bounding_box()
    assert box is not None
    assert box["width"] > 100


def test_photos_stay_within_the_message_and_the_message_within_the_page(
    open_page: OpenPage, ask: Ask
) -> None:
    page = open_page(viewport=PHONE)
    page.goto(ask("thread"))
    thread, message = _edges(page, ".thread"), _edges(page, ".thread__entry--own")
    # What sticks out at the left makes no page wider, so looking finds nothing.
    assert message == thread
    assert _edges(page, ".photos__list")[0] > message[0]


def test_a_long_comment_has_the_whole_width_of_its_card(
    open_page: OpenPage, ask: Ask
) -> None:
    page = open_page(viewport=PHONE)
    page.goto(ask("commented"))
    assert _edges(page, ".item__told") == _edges(page, ".item--row")


def test_a_page_of_stores_has_one_left_edge(world: World, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    page.goto(f"{world.portal_url('alpenglow')}/en/stores/")
    parts = ("h1", ".finder", ".place", ".content__start")
    assert len({_edges(page, part)[0] for part in parts}) == 1


def _edges(page: Page, part: str) -> tuple[float, float]:
    """Left and right of the first of them."""
    box = page.locator(part).first.bounding_box()
    assert box is not None
    return box["x"], box["x"] + box["width"]
