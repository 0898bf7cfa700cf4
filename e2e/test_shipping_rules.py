"""Shipping rules put in order with a mouse, with keys and without any script."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from e2e import backoffice
from e2e.conftest import OpenPage
from e2e.world import World

RULES = ["France", "Belgium", "Spain"]


def add_sender_address(page: Page, retour_url: str) -> None:
    page.goto(f"{retour_url}/admin/sender-addresses/new/")
    for name, value in {
        "label": "Depot Lyon",
        "company": "Maison Lune SAS",
        "street": "Quai 1",
        "postal_code": "69001",
        "city": "Lyon",
    }.items():
        page.locator(f"input[name={name}]").fill(value)
    page.locator("select[name=country]").select_option("FR")
    page.locator("select[name=brand]").select_option(label="Maison Lune")
    page.get_by_role("button", name="Create").click()
    expect(page).to_have_url(f"{retour_url}/admin/sender-addresses/")


def add_rule(page: Page, retour_url: str, country: str) -> None:
    page.goto(f"{retour_url}/admin/shipping-rules/new/")
    page.locator("input[name=name]").fill(country)
    page.get_by_label("Add a condition about").select_option("country")
    page.get_by_role("button", name="Add a condition").click()
    page.get_by_role("checkbox", name=country, exact=True).check()
    page.locator("select[name=sender_address]").select_option(index=1)
    page.get_by_role("button", name="Save the rule").click()
    expect(page).to_have_url(f"{retour_url}/admin/shipping-rules/")


def names(page: Page) -> Locator:
    return page.locator(".retour-rule__name")


def drag_first_below_last(page: Page) -> None:
    handle = page.locator(".retour-rule__handle").first.bounding_box()
    last = page.locator(".retour-rule").last.bounding_box()
    assert handle is not None
    assert last is not None
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, last["y"] + last["height"], steps=12)
    with page.expect_response("**/reorder/") as saved:
        page.mouse.up()
    assert saved.value.status == 204


def test_rules_are_moved_by_dragging_by_keys_and_without_a_script(
    world: World, open_page: OpenPage
) -> None:
    url = world.demo.retour_url
    page = open_page()
    backoffice.log_in(page, url, "admin")
    add_sender_address(page, url)
    for country in RULES:
        add_rule(page, url, country)
    expect(names(page)).to_have_text(RULES)

    drag_first_below_last(page)
    expect(names(page)).to_have_text(["Belgium", "Spain", "France"])
    page.reload()
    expect(names(page)).to_have_text(["Belgium", "Spain", "France"])

    page.get_by_role("button", name="Move “France” up").focus()
    page.keyboard.press("Enter")
    expect(names(page)).to_have_text(["Belgium", "France", "Spain"])

    plain = open_page(javascript=False)
    backoffice.log_in(plain, url, "admin")
    plain.goto(f"{url}/admin/shipping-rules/")
    plain.get_by_role("button", name="Move “Belgium” down").click()
    expect(names(plain)).to_have_text(["France", "Belgium", "Spain"])
    expect(plain.locator(".retour-rule__handle").first).to_be_hidden()
