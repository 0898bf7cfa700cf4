"""An order placed in a real shop comes back through a branded portal with a label."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from e2e import backoffice, documents, portal, store
from e2e.conftest import PHONE, OpenPage
from e2e.world import World, eventually


def test_a_guest_returns_one_of_two_jackets_and_gets_the_money(
    world: World, open_page: OpenPage, tmp_path: Path
) -> None:
    shopper = open_page()
    purchase = store.buy_two_jackets_and_a_hat(
        shopper, world.store_url, "mia@guest.example"
    )
    _order_arrives(world, purchase.number)

    customer = open_page(viewport=PHONE)
    brand = world.portal_url("alpenglow")
    portal.find_order(customer, brand, purchase.number, store.POSTAL_CODE)
    _shows_the_jacket(customer, brand)
    _come_back(world, customer, purchase, tmp_path)

    _receive_and_refund(world, open_page(), purchase)
    _store_shows_refund(world, open_page(), purchase)
    subjects = [mail["Subject"] for mail in world.mails(purchase.email)]
    assert [subject.split(":")[0] for subject in subjects] == 3 * ["Alpenglow Outdoor"]


def test_an_order_placed_while_retour_is_down_comes_back_too(
    world: World, open_page: OpenPage, tmp_path: Path
) -> None:
    world.stop(*World.RETOUR)
    shopper = open_page()
    purchase = store.buy_two_jackets_and_a_hat(
        shopper, world.store_url, "noah@guest.example"
    )
    world.start(*World.RETOUR)
    _order_arrives(world, purchase.number, seconds=60)

    # This time by the shop's own signed link, and without JavaScript.
    link = shopper.locator(".retour-return-items a").first.get_attribute("href")
    assert link is not None
    customer = open_page(viewport=PHONE, javascript=False)
    customer.goto(link)
    _come_back(world, customer, purchase, tmp_path)

    _receive_and_refund(world, open_page(), purchase)
    _store_shows_refund(world, open_page(), purchase)


def _shows_the_jacket(page: Page, brand: str) -> None:
    """From the portal's own address, though the picture lies in the store."""
    picture = page.locator(".item__picture img").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 320)
    source = str(picture.evaluate("one => one.currentSrc"))
    assert source.startswith(f"{brand}/goods/")
    page.screenshot(path="screenshots/e2e/items.png", full_page=True)


def _order_arrives(world: World, number: str, seconds: float = 30) -> None:
    eventually(
        lambda: world.retour_rows(
            "SELECT 1 FROM retour_orders_order WHERE number = ?", number
        ),
        f"order {number} in Retour",
        seconds,
    )


def _come_back(
    world: World, customer: Page, purchase: store.Purchase, folder: Path
) -> None:
    portal.choose(customer, store.JACKET, reason="Too small")
    rma = portal.send(customer)
    label = portal.download_label(customer, folder)
    [(sscc, private_key)] = world.retour_rows(
        "SELECT l.tracking_number, r.private_key FROM retour_labels_label l"
        " JOIN retour_returns_return r ON r.id = l.parent_id WHERE r.rma_number = ?",
        rma,
    )
    tracking = f"{world.portal_url('alpenglow')}/r/{private_key}"
    assert documents.codes(label) == {("]C1", f"(00){sscc}"), ("]Q1", tracking)}

    mails = eventually(lambda: world.mails(purchase.email), "the mail with the label")
    attached = [part.get_filename() for part in mails[0].iter_attachments()]
    assert f"{rma}.pdf" in attached


def _receive_and_refund(world: World, agent: Page, purchase: store.Purchase) -> None:
    backoffice.log_in(agent, world.retour_url, "greta")
    backoffice.open_return(agent, world.retour_url, purchase.number)
    backoffice.book_in(agent)
    backoffice.refund(agent)
    eventually(
        lambda: world.retour_rows(
            "SELECT 1 FROM retour_returns_return r JOIN retour_orders_order o"
            " ON o.id = r.order_id WHERE o.number = ? AND r.state = 'settled'",
            purchase.number,
        ),
        "the refund to be booked by the shop",
    )


def _store_shows_refund(world: World, owner: Page, purchase: store.Purchase) -> None:
    owner.goto(f"{world.store_url}/en/dashboard/login/")
    owner.locator("#id_username").fill("owner@store.example")
    owner.locator("#id_password").fill(backoffice.PASSWORD)
    owner.locator("form:has(#id_password) [type=submit]").click()
    row = owner.locator("#retour-returns + table tbody tr")

    def settled_in_store() -> bool:
        owner.goto(f"{world.store_url}/en/dashboard/orders/{purchase.number}/")
        return "settled" in row.inner_text().lower()

    eventually(settled_in_store, "the store to show the settled return")
    expect(row).to_contain_text("1 × Aiguille rain jacket (1 received)")
    expect(row).to_contain_text("199.00 EUR")
    assert world.store_rows(
        "SELECT t.code, e.amount FROM order_paymentevent e"
        " JOIN order_paymenteventtype t ON t.id = e.event_type_id"
        " JOIN order_order o ON o.id = e.order_id"
        " WHERE o.number = ? AND t.code = 'refunded'",
        purchase.number,
    ) == [("refunded", 199)]
