"""A consumer withdraws, without JavaScript, through to the mail with the PDF."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from e2e import store
from e2e.conftest import DESKTOP, PHONE, OpenPage
from e2e.looking import NARROWEST, look
from e2e.world import World, eventually
from retour_core.domain.withdrawal import as_label, statutory_words

REFERENCE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_a_contract_nobody_knows_is_withdrawn_from_in_part(
    world: World, open_page: OpenPage, language: str
) -> None:
    page = open_page(viewport=PHONE, javascript=False, locale=language)
    email = f"{language}@stranger.example"
    _enter(page, world.portal_url("maison-lune"), language)
    page.locator("#id_name").fill("Zoë Martin")
    page.locator("#id_contract").fill("la lampe, lundi")
    page.locator("#id_email").fill(email)
    expect(page.locator("#id_items")).to_be_hidden()
    page.locator("#id_scope-part").check()
    page.locator("#id_items").fill("2 × abat-jour")
    _continue_and_confirm(page, language)

    expect(page.locator(".flow__done h1")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)
    title = page.locator("h1").inner_text()
    reference = _reference(page)
    [mail] = eventually(lambda: world.mails(email), "the acknowledgement")
    assert reference in mail["Subject"]
    text = _pdf_text(mail, reference)
    for stated in ("Zoë Martin", "la lampe, lundi", "2 × abat-jour", reference):
        assert stated in text
    # Submitted to the second, with its zone.
    assert re.search(r"\d:\d\d:\d\d\D.*UTC[+-]\d\d:\d\d", text)
    link = re.search(r"http://\S+/w/[\w-]+", _plain(mail))
    assert link is not None
    page.goto(link.group())
    expect(page.locator("h1")).to_have_text(title)


def test_an_order_of_the_shop_is_withdrawn_from_by_its_signed_link(
    world: World, open_page: OpenPage
) -> None:
    shopper = open_page()
    purchase = store.buy_two_jackets_and_a_hat(
        shopper, world.store_url, "lea@guest.example"
    )
    eventually(
        lambda: world.retour_rows(
            "SELECT 1 FROM retour_orders_order WHERE number = ?", purchase.number
        ),
        "the order in Retour",
    )
    signed = shopper.locator(".retour-return-items a").first.get_attribute("href")
    assert signed is not None
    token = signed.rstrip("/").rpartition("/")[2]
    label = as_label(statutory_words("en").entry)
    links = shopper.get_by_role("link", name=label, exact=True)
    about_order, at_foot = [link.get_attribute("href") or "" for link in links.all()]
    assert at_foot == f"{world.portal_url('alpenglow')}/withdraw"
    # Another second, another signature: only the order and its shop are the same.
    assert about_order.partition("token=")[2][:40] == token[:40]

    page = open_page(viewport=PHONE, javascript=False)
    page.goto(about_order)
    expect(page.locator("#id_email")).to_have_value(purchase.email)
    expect(page.locator("#id_contract")).to_have_count(0)
    page.locator("#id_scope-part").check()
    page.get_by_role("checkbox", name=store.HAT).check()
    _continue_and_confirm(page, "en")

    reference = _reference(page)
    first = eventually(
        lambda: [m for m in world.mails(purchase.email) if reference in m["Subject"]],
        "the acknowledgement",
    )[0]
    text = _pdf_text(first, reference)
    assert purchase.number in text
    assert f"1 × {store.HAT}" in text
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the confirmation").click()
    assert download.value.suggested_filename == f"{reference}.pdf"
    [(was_shipped,)] = world.retour_rows(
        "SELECT was_shipped FROM retour_withdrawals_withdrawal WHERE reference = ?",
        reference,
    )
    if was_shipped:
        tracking = page.get_by_role("link", name="Your return, with its label")
        eventually(lambda: page.reload() and tracking.count(), "the return")
        tracking.click()
        expect(page.get_by_text(store.HAT)).to_be_visible()


@pytest.mark.parametrize(
    "viewport", [NARROWEST, PHONE, DESKTOP], ids=lambda v: v["width"]
)
def test_the_pages_of_a_withdrawal_are_accessible(
    world: World, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    _enter(page, world.portal_url("alpenglow"), "en")
    look(page)
    page.get_by_role("button", name="Continue").click()  # nothing filled in
    look(page)
    page.locator("#id_name").fill("Mia Keller")
    page.locator("#id_contract").fill("no such order")
    page.locator("#id_email").fill(f"axe-{viewport['width']}@stranger.example")
    page.get_by_role("button", name="Continue").click()
    look(page)
    page.get_by_role("button").click()
    look(page)
    page.goto(f"{world.portal_url('alpenglow')}/en/withdraw/form/")
    look(page)


def _enter(page: Page, portal: str, language: str) -> None:
    """From the first page, by the entry beside the form that finds an order."""
    page.goto(f"{portal}/{language}/")
    label = as_label(statutory_words(language).entry)
    page.locator("main").get_by_role("link", name=label, exact=True).click()
    expect(page.locator("h1")).to_have_text(label)


def _continue_and_confirm(page: Page, language: str) -> None:
    page.locator("main form button").click()
    button = page.get_by_role("button")
    expect(button).to_have_text(as_label(statutory_words(language).confirm))
    button.click()


def _reference(page: Page) -> str:
    found = REFERENCE.search(page.locator("dl").first.inner_text())
    assert found is not None
    return found.group()


def _pdf_text(mail: EmailMessage, reference: str) -> str:
    [attached] = [
        part
        for part in mail.iter_attachments()
        if part.get_filename() == f"{reference}.pdf"
    ]
    document = pypdfium2.PdfDocument(attached.get_content())
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return " ".join("\n".join(pages).split())


def _plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
