"""What each role does and may not do, on a phone and at a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e import backoffice, portal
from e2e.conftest import DESKTOP, PHONE, OpenPage
from e2e.looking import look
from e2e.world import World

WIDTHS = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=lambda v: v["width"])
# With the brand's key, where a screen is of one brand alone.
OF_AN_ADMIN = (
    *("returns/", "orders/", "withdrawals/", "brands/", "staff/", "billing/"),
    *(
        "carriers/",
        "payments/",
        "webhooks/",
        "notices/",
        "domains/",
        "mail-sender/",
        "shops/",
    ),
    *("return-prices/", "return-addresses/", "return-portal/", "mails/", "texts/"),
    *("brands/edit/{}/", "return-policies/{}/return/", "texts/{}/items/en/"),
    "mails/{}/received/en/",
)
COLOURS = {PHONE["width"]: "#1d4f6e", DESKTOP["width"]: "#5a3d0f"}


def editor_of(world: World, url_path: str) -> str:
    """Where the page at Wagtail's ``url_path`` is written."""
    rows = world.retour_rows(
        "SELECT id FROM wagtailcore_page WHERE url_path = ?", url_path
    )
    return f"{world.retour_url}/admin/pages/{rows[0][0]}/edit/"


def theme_of(world: World, slug: str) -> str:
    return f"{world.retour_url}/admin/looks/{world.brand_key(slug)}/edit/"


def actions(page: Page) -> list[str]:
    """What the foot of an editor offers, folded or not."""
    found = page.locator("footer button[type=submit]").all_text_contents()
    return [" ".join(text.split()) for text in found]


def press(page: Page, name: str) -> None:
    button = page.locator("footer").get_by_role("button", name=name)
    if not button.is_visible():
        page.locator("footer").get_by_role("button", name="More actions").click()
    button.click()
    page.wait_for_load_state()


@WIDTHS
def test_an_editor_proposes_a_text_and_a_publisher_brings_it_to_customers(
    world: World, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    words = f"Read this first, at {viewport['width']} pixels."
    emil, paula = open_page(viewport=viewport), open_page(viewport=viewport)
    customer = open_page(viewport=viewport)
    address = f"{world.portal_url('alpenglow')}/en/help/"

    backoffice.log_in(emil, world.retour_url, "emil")
    emil.goto(editor_of(world, "/alpenglow-en/help/"))
    assert actions(emil) == ["Save draft", "Submit to Alpenglow Outdoor"]
    emil.locator("[name=introduction]").fill(words)
    press(emil, "Submit to Alpenglow Outdoor")
    expect(emil.locator(".messages")).to_contain_text("submitted for moderation")
    customer.goto(address)
    expect(customer.get_by_text(words)).to_have_count(0)

    backoffice.log_in(paula, world.retour_url, "paula")
    paula.goto(editor_of(world, "/alpenglow-en/help/"))
    press(paula, "Approve and Publish")
    customer.goto(address)
    expect(customer.get_by_text(words)).to_be_visible()


@WIDTHS
def test_an_editor_drafts_a_look_and_a_publisher_brings_it_to_customers(
    world: World, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    colour = COLOURS[viewport["width"]]
    emil, paula = open_page(viewport=viewport), open_page(viewport=viewport)
    customer = open_page(viewport=viewport)
    backoffice.log_in(emil, world.retour_url, "emil")
    emil.goto(theme_of(world, "alpenglow"))
    assert actions(emil) == ["Save draft", "Save and submit"]
    write_colour(emil, "#ffe000")
    press(emil, "Save draft")
    expect(emil.locator("#panel-child-colours_and_type-content, main")).to_contain_text(
        "is too light for buttons and links"
    )
    write_colour(emil, colour)
    press(emil, "Save and submit")
    brand = world.brand_key("alpenglow")
    expect(emil).to_have_url(f"{world.retour_url}/admin/looks/?brand={brand}")
    expect(emil.locator(".messages")).to_contain_text("Submitted")
    emil.goto(emil.url)  # without the message that is still fading in
    expect(emil.get_by_role("heading", name="Draft")).to_be_visible()
    look(emil)
    assert worn_by(customer, world) != colour

    backoffice.log_in(paula, world.retour_url, "paula")
    paula.locator("#retour-looks-to-review-section a", has_text="Alpenglow").click()
    look(paula)
    assert how_far_below_its_frame(paula) == [0, 0]
    paula.get_by_role("button", name="Publish now").click()
    expect(paula.locator(".messages")).to_contain_text("Customers see it now")
    assert worn_by(customer, world) == colour


def how_far_below_its_frame(page: Page) -> list[int]:
    """Of the pictures before and after, in pixels: where the first button ends, which
    wears the main colour."""
    below = []
    for frame in page.locator(".retour-sight iframe").all():
        frame.scroll_into_view_if_needed()
        button = frame.content_frame.locator("main button").first
        below.append(
            button.evaluate(
                "one => Math.max(0, one.getBoundingClientRect().bottom - innerHeight)"
            )
        )
    return below


def write_colour(page: Page, colour: str) -> None:
    """Key by key: filled at once, a field that is full already stays empty."""
    field = page.locator("#id_primary_colour")
    field.clear()
    field.press_sequentially(colour)


def worn_by(customer: Page, world: World) -> str:
    customer.goto(f"{world.portal_url('alpenglow')}/en/")
    found: str = customer.evaluate(
        "getComputedStyle(document.documentElement)"
        ".getPropertyValue('--brand-primary').trim()"
    )
    return found


def test_an_editor_cannot_open_what_is_another_brands(
    world: World, open_page: OpenPage
) -> None:
    page = open_page()
    backoffice.log_in(page, world.retour_url, "emil")
    for url in (
        editor_of(world, "/maison-lune-en/help/"),
        f"{world.retour_url}/admin/texts/{world.brand_key('maison-lune')}/items/en/",
        theme_of(world, "maison-lune"),
    ):
        answer = page.goto(url)
        assert answer
        assert answer.status == 404


@WIDTHS
def test_a_merchants_admin_works_through_a_return(
    world: World, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    customer, page = open_page(viewport=PHONE), open_page(viewport=viewport)
    facts = world.demo.facts
    root = world.portal_url("maison-lune")
    portal.find_order(customer, root, facts["order_number"], facts["postal_code"])
    portal.choose(customer, "Foulard", reason="Too small")
    portal.send(customer)
    customer.get_by_role("link", name="Follow your return").click()

    backoffice.log_in(page, world.retour_url, "mara")
    backoffice.open_return(page, world.retour_url, facts["order_number"])
    look(page)
    backoffice.book_in(page)
    backoffice.refund(page)

    customer.reload()
    expect(customer.locator("main")).to_contain_text("€79.00")


@WIDTHS
def test_a_merchants_admin_runs_her_brand_and_no_other(
    world: World, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    backoffice.log_in(page, world.retour_url, "mara")
    own, other = world.brand_key("maison-lune"), world.brand_key("alpenglow")
    screens = [screen.format(own) for screen in OF_AN_ADMIN]
    seen = {}
    for screen in screens:
        answer = page.goto(f"{world.retour_url}/admin/{screen}")
        assert answer
        seen[screen] = (answer.status, page.url.endswith(f"/admin/{screen}"))
        expect(page.locator("main")).not_to_contain_text("Alpenglow")
    assert seen == dict.fromkeys(screens, (200, True))
    page.goto(theme_of(world, "maison-lune"))
    expect(page.locator("#id_primary_colour")).to_be_visible()

    foreign = [screen for screen in OF_AN_ADMIN if "{}" in screen]
    refused = []
    for screen in foreign:
        answer = page.goto(f"{world.retour_url}/admin/{screen.format(other)}")
        assert answer
        refused.append((screen, answer.status))
    assert refused == [(screen, 404) for screen in foreign]
