"""What axe cannot see: the keyboard alone, forced colours, stillness, paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from e2e import every_page
from e2e.conftest import DESKTOP, PHONE, OpenPage
from e2e.keyboard import stops, tab_to
from e2e.world import World

PAGES = (
    "/en/",
    "/en/return/",
    "/en/return/gift/",
    "/en/return/drop-off/",
    "/en/help/",
    "/en/withdraw/",
    "/en/nothing-here/",
)
BRANDS = ("alpenglow", "maison-lune")
# Whatever moves for longer than this is motion.
_STILL = 0.02
_MOVING = """most => [...document.querySelectorAll('*')].filter(element => {
  const style = getComputedStyle(element);
  return [style.animationDuration, style.transitionDuration].some(
    times => times.split(',').some(time => parseFloat(time) > most));
}).map(element => element.outerHTML.slice(0, 120))"""
_WITHOUT_EDGE = """() => [...document.querySelectorAll(
  'main button, main input:not([type=hidden]), main select, main textarea')]
  .filter(element => element.offsetParent !== null)
  .filter(element => {
    const style = getComputedStyle(element);
    const native = style.appearance !== 'none' && element.matches(
      '[type=checkbox], [type=radio], [type=file], [type=range]');
    return !native && parseFloat(style.borderTopWidth) === 0
      && parseFloat(style.outlineWidth) === 0;
  }).map(element => element.outerHTML.slice(0, 120))"""


def _no_stop_is_hidden(page: Page) -> None:
    found = stops(page)
    assert [one["html"] for one in found if not one["visible"]] == [], page.url
    assert [one["html"] for one in found if one["covered"]] == [], page.url


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=lambda v: v["width"])
@pytest.mark.parametrize("brand", BRANDS)
def test_the_focus_shows_wherever_the_tab_key_stops(
    world: World, open_page: OpenPage, brand: str, viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    for path in PAGES:
        page.goto(f"{world.portal_url(brand)}{path}")
        _no_stop_is_hidden(page)


def test_an_order_is_returned_without_a_mouse(
    world: World, open_page: OpenPage
) -> None:
    page = open_page(viewport=PHONE)
    page.goto(f"{world.portal_url('maison-lune')}/en/return/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    number = page.get_by_label("Order or tracking number")
    tab_to(page, number)
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()

    tab_to(page, number)
    page.keyboard.type(world.demo.facts["order_number"])
    page.keyboard.press("Tab")
    page.keyboard.type(world.demo.facts["postal_code"])
    page.keyboard.press("Enter")
    item = page.get_by_role("checkbox").first
    expect(item).to_be_visible()
    _no_stop_is_hidden(page)

    page.reload()
    tab_to(page, item)
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Continue"))
    page.keyboard.press("Enter")
    reason = page.get_by_label("Reason").first
    tab_to(page, reason)
    page.keyboard.type("Too small")
    tab_to(page, page.get_by_role("button", name="Continue"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio").first).to_be_visible()
    _no_stop_is_hidden(page)

    page.reload()
    tab_to(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Continue"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check and send")).to_be_visible()
    _no_stop_is_hidden(page)

    page.reload()
    _send_and_cancel_by_keyboard(page)


def _send_and_cancel_by_keyboard(page: Page) -> None:
    tab_to(page, page.get_by_role("button", name="Send my return"))
    page.keyboard.press("Enter")
    label = page.get_by_role("button", name="Download label")
    expect(label).to_be_visible(timeout=30_000)
    tab_to(page, label)
    with page.expect_download():
        page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Follow your return"))
    page.keyboard.press("Enter")
    cancel = page.get_by_role("link", name="Cancel this return")
    expect(cancel).to_be_visible()
    tab_to(page, cancel)
    page.keyboard.press("Enter")
    yes = page.get_by_role("button", name="Yes, cancel the return")
    expect(yes).to_be_visible()
    tab_to(page, yes)
    page.keyboard.press("Enter")
    expect(page.get_by_text("cancelled").first).to_be_visible()


def _all_pages(page: Page, world: World) -> Iterator[None]:
    yield from every_page.content(page, world.portal_url("alpenglow"))
    yield from every_page.flow(page, world)


def test_nothing_moves_for_who_asked_for_stillness(
    world: World, open_page: OpenPage
) -> None:
    page = open_page(viewport=PHONE)
    page.emulate_media(reduced_motion="reduce")
    for _page in _all_pages(page, world):
        assert page.evaluate(_MOVING, _STILL) == [], page.url


def test_controls_keep_an_edge_in_forced_colours(
    world: World, open_page: OpenPage
) -> None:
    page = open_page(viewport=PHONE)
    page.emulate_media(forced_colors="active")
    for _page in _all_pages(page, world):
        assert page.evaluate(_WITHOUT_EDGE) == [], page.url
    page.goto(f"{world.portal_url('alpenglow')}/en/return/")
    _no_stop_is_hidden(page)


def test_the_focus_shows_on_each_step_of_a_return(
    world: World, open_page: OpenPage
) -> None:
    page = open_page(viewport=PHONE)
    for _page in every_page.flow(page, world):
        _no_stop_is_hidden(page)


def test_on_paper_a_page_is_its_text(world: World, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    for _page in _all_pages(page, world):
        page.emulate_media(media="print")
        assert "".join(page.get_by_role("navigation").all_inner_texts()) == "", page.url
        expect(page.locator("h1")).to_be_visible()
        page.emulate_media(media="screen")
    assert page.pdf().startswith(b"%PDF-")
