"""What an editor sees change beside the form, before anything is saved."""

from __future__ import annotations

from playwright.sync_api import expect

from e2e import backoffice
from e2e.conftest import PHONE, OpenPage
from e2e.test_roles import theme_of
from e2e.world import World

PICK = (
    "(field, colour) => { field.value = colour;"
    " field.dispatchEvent(new Event('input', { bubbles: true })); }"
)


def test_a_colour_is_picked_and_seen_in_the_portal_beside_the_form(
    world: World, open_page: OpenPage
) -> None:
    page = open_page()
    backoffice.log_in(page, world.retour_url, "emil")
    page.goto(theme_of(world, "alpenglow"))
    portal = page.frame_locator("#w-preview-iframe, iframe[title='Preview']").first
    button = portal.get_by_role("button", name="Find my order")
    expect(button).to_be_visible()
    page.wait_for_load_state("networkidle")
    # The browser's own window of colours cannot be worked by a test.
    field = page.locator("#id_primary_colour ~ input[type=color]")
    # Wagtail takes what it finds once it has begun for what is saved, and begins late
    # on a busy machine: the first colour gets it going.
    field.evaluate(PICK, "#1f3d7a")
    page.wait_for_timeout(3_000)
    field.evaluate(PICK, "#7a1f3d")
    expect(page.locator("#id_primary_colour")).to_have_value("#7a1f3d")
    expect(button).to_have_css("background-color", "rgb(122, 31, 61)", timeout=20_000)


def test_own_texts_are_seen_as_they_are_written(
    world: World, open_page: OpenPage
) -> None:
    page = open_page()
    backoffice.log_in(page, world.retour_url, "paula")
    brand = world.brand_key("alpenglow")
    frame = page.frame_locator("[data-preview-frame]")

    page.goto(f"{world.retour_url}/admin/mails/{brand}/ready/en/")
    page.locator("[name=subject]").fill("Off you go, {name}")
    expect(frame.locator(".retour-subject")).to_have_text(
        "Subject: Off you go, Anna Berg"
    )
    text = page.get_by_role("button", name="Show as text")
    text.click()
    expect(text).to_have_attribute("aria-pressed", "true")
    expect(frame.locator("pre")).to_contain_text("Off you go, Anna Berg")

    page.goto(f"{world.retour_url}/admin/texts/{brand}/items/en/")
    page.get_by_role("button", name="Faulty").click()
    page.locator("[name=text-claim_title]").fill("What broke?")
    expect(frame.get_by_role("heading", name="What broke?")).to_be_visible()


def test_a_link_to_a_draft_fits_on_a_phone(world: World, open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE)
    backoffice.log_in(page, world.retour_url, "emil")
    rows = world.retour_rows(
        "SELECT id FROM wagtailcore_page WHERE url_path = ?", "/alpenglow-en/help/"
    )
    page.goto(f"{world.retour_url}/admin/drafts/{rows[0][0]}/")
    page.get_by_role("button", name="For 1 day").click()
    link = page.get_by_label("Link").first
    expect(link).to_be_visible()
    box = link.bounding_box()
    assert box
    assert box["x"] + box["width"] <= PHONE["width"]
    assert link.evaluate("pre => pre.scrollWidth <= pre.clientWidth")
