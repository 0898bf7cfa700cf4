"""What a customer meets off the straight way: links that are old, used or cut, photos,
presents, several orders at once, and what each form says to nonsense."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playwright.sync_api import Page, Route, expect

from e2e import portal
from e2e.states import POSTAL_CODE
from tests.core.threads.pictures import encoded, taken_in_berlin

Ask = Callable[[str], str]
LINKS = (
    *("shop-link", "shop-link-expired", "shop-link-early", "shop-link-late"),
    *("shop-link-taken", "slip", "slip-expired", "gift-slip", "gift-slip-old"),
    *(
        "mailbox-expired",
        "stale-draft",
        "rejected",
        "taken-meanwhile",
        "two-ways",
        "unpaid",
    ),
)
_CUT = ("/go/x", "/s/x", "/o/x", "/r/x", "/w/x", "/unsubscribe/x")
_PAPER = {"name": "notes.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}


def press(page: Page, name: str) -> None:
    """Send a form; the page it leads to is there afterwards."""
    button = page.get_by_role("main").get_by_role("button", name=name)
    portal.follow(page, button.last)


def follow(page: Page, name: str) -> None:
    link = page.get_by_role("main").get_by_role("link", name=name)
    portal.follow(page, link.first)


def links(page: Page, root: str, ask: Ask) -> Iterator[None]:
    """Where each kind of link leads, and what the forms behind them refuse."""
    for state in LINKS:
        page.goto(ask(state))
        yield
    for path in _CUT:
        page.goto(f"{root}{path}")
        yield
    page.goto(ask("expired-return"))
    press(page, "Open")
    yield
    page.get_by_label("Postal code").fill(POSTAL_CODE)
    press(page, "Open")
    expect(page.get_by_role("heading", level=1, name="Return ")).to_be_visible()
    yield
    page.goto(ask("own-carrier"))
    yield
    press(page, "Save")
    yield


def refusals(page: Page, root: str, ask: Ask) -> Iterator[None]:
    """Error pages, and the forms that anybody may send."""
    html = ask("broken")

    def answer(route: Route) -> None:
        route.fulfill(status=500, body=html, content_type="text/html")

    page.route(f"{root}/en/broken/", answer)
    page.goto(f"{root}/en/broken/")
    yield
    page.goto(f"{root}/en/return/help/")
    press(page, "Send me the link")
    yield
    page.get_by_label("E-mail address").fill("nobody@client.example")
    press(page, "Send me the link")
    yield
    number, wrong = ask("number"), page.get_by_role("alert")
    page.goto(f"{root}/en/return/?number={number}")
    press(page, "Find my order")
    yield
    page.get_by_label("Postal code").fill("1")
    while wrong.count():
        press(page, "Find my order")
    expect(page.get_by_role("heading", name="Too many tries")).to_be_visible()
    yield
    elsewhere = f'<form method="post" action="{root}/en/return/"><button>Go</button>'
    page.goto("about:blank")
    page.set_content(elsewhere)
    portal.follow(page, page.get_by_role("button"))
    expect(page.get_by_role("heading", name="Please start here")).to_be_visible()
    yield


def present(
    page: Page, root: str, ask: Ask, *, scripted: bool = True
) -> Iterator[None]:
    """A present with photos, from a refused form to its page; never a price."""
    page.goto(f"{root}/en/return/gift/?number={ask('number')}")
    press(page, "Continue")
    yield
    page.get_by_label("Postal code").fill("00000")
    page.get_by_label("Your name").fill("Rémi Petit")
    page.get_by_label("Your e-mail address").fill("remi@client.example")
    press(page, "Continue")
    yield
    page.goto(ask("gift-slip"))
    press(page, "Continue")
    yield
    code = page.get_by_label("Gift slip code")
    printed = code.input_value()
    code.fill("0000-0000-0000")
    _recipient(page)
    press(page, "Continue")
    yield
    page.get_by_label("Gift slip code").fill(printed.lower())
    press(page, "Continue")
    yield
    page.get_by_role("checkbox", name="Jacket").check()
    press(page, "Continue")
    yield from _photos(page, scripted=scripted)
    page.get_by_label("Reason").select_option(label="Too small")
    press(page, "Continue")
    yield
    press(page, "Continue")
    expect(page.get_by_role("heading", name="Check and send")).to_be_visible()
    yield
    press(page, "Send my return")
    follow(page, "Follow your return")
    page.goto(f"{page.url}messages/")
    press(page, "Send my message")
    yield
    page.get_by_label("Your message").fill("Is the box needed?")
    press(page, "Send my message")
    yield


def _recipient(page: Page) -> None:
    for label, typed in (
        ("Your name", "Rémi Petit"),
        ("Your e-mail address", "remi@client.example"),
        ("Street and house number", "Lindenweg 4"),
        ("Postal code", "80331"),
        ("Town or city", "München"),
    ):
        page.get_by_label(label).fill(typed)


def _photos(page: Page, *, scripted: bool) -> Iterator[None]:
    """They are sent as soon as they are chosen; without a script a button does it."""
    camera = taken_in_berlin(6)
    files = [
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": camera},
        {"name": "2.png", "mimeType": "image/png", "buffer": encoded(kind="PNG")},
    ]
    field = page.locator("input[type=file]")
    if scripted:
        with page.expect_navigation():
            field.set_input_files([*files, _PAPER])
    else:
        field.set_input_files([*files, _PAPER])
        press(page, "Add these photos")
    expect(page.get_by_role("alert")).to_contain_text("“notes.pdf” is no photo")
    expect(page.locator(".photos__one")).to_have_count(2)
    yield
    press(page, "Remove")
    expect(page.locator(".photos__one")).to_have_count(1)
    yield


def several(page: Page, ask: Ask) -> Iterator[None]:
    """Three orders of one address, from the mailed link to two of them sent off: one
    is left out, as its time is over."""
    page.goto(ask("mailbox"))
    yield
    press(page, "Continue")
    yield
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "Continue")
    yield
    press(page, "Send all returns")
    yield
    for _in_time in range(2):
        follow(page, "Choose items")
        yield
        follow(page, "Your orders")
        follow(page, "Choose items")
        page.get_by_role("checkbox", name="Jacket").check()
        press(page, "Continue")
        page.get_by_label("Reason").select_option(label="Too small")
        press(page, "Continue")
        press(page, "Continue")
        yield
        press(page, "Continue to your other orders")
        yield
    follow(page, "Choose items")
    yield
    follow(page, "Your orders")
    press(page, "Leave this order out")
    press(page, "Send all returns")
    expect(page.get_by_text("Ready to send")).to_have_count(2, timeout=30_000)
    yield
