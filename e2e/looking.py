"""What axe and the accessibility tree say of the page that is open."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

NARROWEST = {"width": 320, "height": 720}  # WCAG 2.2, 1.4.10: 1280 px at 400 %
# Off by default in axe, and asked for by WCAG 2.2, 2.5.8.
_OPTIONS: dict[str, Any] = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}
# A mail is an article of the program that shows it, whose landmarks are its own.
_IN_A_MAIL: dict[str, Any] = {
    "resultTypes": ["violations"],
    "rules": {
        "target-size": {"enabled": True},
        "landmark-one-main": {"enabled": False},
        "region": {"enabled": False},
    },
}
# What a look changes; the page's elements, and so the other rules, know nothing of it.
_OF_A_LOOK = (
    *("color-contrast", "link-in-text-block", "target-size"),
    *("scrollable-region-focusable", "css-orientation-lock"),
)
_RUN = """options => axe.run(options).then(({violations}) => violations.map(
  one => [one.id, one.nodes.map(node => node.html)]
))"""
_WORKED = {
    *("button", "checkbox", "combobox", "link", "radio", "searchbox", "spinbutton"),
    *("slider", "switch", "tab", "textbox"),
}


def look(page: Page) -> None:
    """Nothing for axe to find, nothing wider than the window."""
    page.wait_for_load_state()
    # Parts of a page that is still coming would be faults of the whole.
    expect(page.get_by_role("main")).to_be_visible()
    _nothing_found(page, _OPTIONS)


def look_at_mail(page: Page) -> None:
    """Like ``look``, for a mail that is open by itself."""
    _nothing_found(page, _IN_A_MAIL)


def look_at_styles(page: Page) -> None:
    """Like ``look``, for a page that was looked at and has other styles now."""
    only = {"type": "rule", "values": _OF_A_LOOK}
    _nothing_found(page, {"resultTypes": ["violations"], "runOnly": only})


def _nothing_found(page: Page, options: dict[str, Any]) -> None:
    # Once a document: half a megabyte takes as long to read as most pages to look at.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_RUN, options)
    assert found == [], f"{page.url}: {found}"
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("document.documentElement.clientWidth"), page.url


def listen(page: Page) -> None:
    """A screen reader can name each control and heading, and finds the content."""
    nodes = _accessibility_tree(page)
    nameless = [role for role, name in nodes if role in _WORKED and not name]
    headings = [name for role, name in nodes if role == "heading"]
    assert nameless == [], page.url
    assert [name for name in headings if not name] == [], page.url
    assert [role for role, _ in nodes].count("main") == 1, page.url


def _accessibility_tree(page: Page) -> list[tuple[str, str]]:
    """Role and name of all that the browser tells a screen reader."""
    session = page.context.new_cdp_session(page)
    try:
        tree = session.send("Accessibility.getFullAXTree")
    finally:
        session.detach()
    return [
        (node["role"]["value"], node.get("name", {}).get("value", "").strip())
        for node in tree["nodes"]
        if not node["ignored"]
    ]
