"""Each way to hand a return in, on a phone, with what is read at the counter."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from e2e import backoffice, documents, portal
from e2e.conftest import PHONE, OpenPage
from e2e.ways_back import POSTAL_CODE
from e2e.world import World

Ask = Callable[[str], str]
LABELLESS = "Drop-off point, without a printer"
IN_STORE = "Bring it to a store"
PRINTED = "Drop-off point, with a printed label"
LABEL_MADE, ASKED_AGAIN = 30_000, 15_000  # milliseconds


@pytest.fixture(scope="module")
def move(world: World) -> Iterator[Ask]:
    """Moves a parcel; the orders of this module are there once it is."""
    with world.inside("e2e.ways_back") as ask:
        yield ask


def register(world: World, page: Page, number: str, way: str) -> str:
    """A return of one jacket in that way; leaves its page open, gives its number."""
    portal.find_order(page, world.portal_url("alpenglow"), number, POSTAL_CODE)
    portal.choose(page, "Jacket", reason="Too small", way=way)
    page.get_by_role("button", name="Send my return").click()
    expect(
        page.get_by_role("heading", name="Your return is registered")
    ).to_be_visible()
    [(rma_number,)] = world.retour_rows(
        "SELECT r.rma_number FROM retour_returns_return r JOIN retour_orders_order o"
        " ON o.id = r.order_id WHERE o.number = ?",
        number,
    )
    return str(rma_number)


def scanned(picture: Locator) -> list[str]:
    """What a scanner reads from the screen."""
    shown = Image.open(io.BytesIO(picture.screenshot())).convert("L")
    return [code.text for code in zxingcpp.read_barcodes(shown)]


def test_a_code_on_the_phone_takes_the_labels_place(
    world: World, open_page: OpenPage, move: Ask
) -> None:
    page = open_page(viewport=PHONE)
    rma_number = register(world, page, "E2E-CODE", LABELLESS)
    picture = page.get_by_role("img", name="QR code for the counter")
    expect(picture).to_be_visible(timeout=LABEL_MADE)
    [(number, drop_code)] = world.retour_rows(
        "SELECT l.tracking_number, l.drop_code FROM retour_labels_label l"
        " JOIN retour_returns_return r ON r.id = l.parent_id WHERE r.rma_number = ?",
        rma_number,
    )
    assert scanned(picture) == [number]
    panel = page.locator("#label-panel")
    expect(panel).to_contain_text(f"Code: {drop_code}")
    expect(panel).to_contain_text("It can be used until 31 December 2027.")


def test_a_code_scanned_in_the_store_hands_the_items_in(
    world: World, open_page: OpenPage, move: Ask
) -> None:
    page = open_page(viewport=PHONE)
    rma_number = register(world, page, "E2E-STORE", IN_STORE)
    expect(page.locator("#label-panel")).to_contain_text(f"Code: {rma_number}")
    expect(page.get_by_role("heading", name="Speicherstadt")).to_be_visible()
    [code] = scanned(page.get_by_role("img", name="QR code for the counter"))

    clerk = open_page(viewport=PHONE)
    backoffice.log_in(clerk, world.retour_url, "greta")
    clerk.goto(f"{world.retour_url}/admin/counter/")
    # A scanner types where the cursor is, and presses Enter.
    field = clerk.get_by_role("textbox", name="Code")
    expect(field).to_be_focused()
    clerk.keyboard.type(code)
    clerk.keyboard.press("Enter")
    expect(clerk.locator(".retour-items")).to_contain_text("1 × Jacket")
    clerk.get_by_role("combobox", name="Store").select_option(
        label="Speicherstadt, Hamburg"
    )
    clerk.get_by_role("button", name="Take the items").click()
    taken = "Speicherstadt, Hamburg, greta"
    expect(clerk.locator("main")).to_contain_text(taken)
    expect(field).to_be_focused()

    page.get_by_role("link", name="Follow your return").click()
    expect(page.locator("#state")).to_contain_text("Handed in")
    expect(page.locator("#label-panel")).to_contain_text("Speicherstadt, Hamburg")


def test_a_label_on_a4_is_chosen_on_a_phone(
    world: World, open_page: OpenPage, move: Ask, tmp_path: Path
) -> None:
    page = open_page(viewport=PHONE)
    rma_number = register(world, page, "E2E-PAPER", PRINTED)
    a4 = page.get_by_role("radio", name="A4")
    expect(a4).to_be_visible(timeout=LABEL_MADE)
    a4.check()
    label = portal.download_label(page, tmp_path)

    [(sscc, private_key)] = world.retour_rows(
        "SELECT l.tracking_number, r.private_key FROM retour_labels_label l"
        " JOIN retour_returns_return r ON r.id = l.parent_id WHERE r.rma_number = ?",
        rma_number,
    )
    link = f"{world.portal_url('alpenglow')}/r/{private_key}"
    assert documents.first_page_mm(label) == (210, 297)
    assert documents.codes(label) == {("]C1", f"(00){sscc}"), ("]Q1", link)}


def test_the_page_of_a_return_follows_its_parcel(
    world: World, open_page: OpenPage, move: Ask
) -> None:
    page = open_page(viewport=PHONE)
    rma_number = register(world, page, "E2E-PARCEL", PRINTED)
    button = page.get_by_role("button", name="Download label")
    expect(button).to_be_visible(timeout=LABEL_MADE)
    page.get_by_role("link", name="Follow your return").click()
    state, scans = page.locator("#state"), page.locator("#tracking-panel")
    expect(state).to_contain_text("Ready to send")

    assert move(f"{rma_number} 3") == "in_transit"
    # Without a reload: the page asks by itself, every few seconds.
    expect(state).to_contain_text("On its way", timeout=ASKED_AGAIN)
    expect(scans).to_contain_text("Berlin")
    assert move(f"{rma_number} 6") == "arrived"
    page.reload()
    expect(state).to_contain_text("Delivered to us")
    expect(scans).to_contain_text("Your parcel was delivered to us.")
    expect(scans).to_contain_text("Hamburg")
