"""The portal in a page of the shop: a real frame between two origins."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e import backoffice
from e2e.conftest import DESKTOP, OpenPage
from e2e.world import World

PAGE = """<!doctype html><html lang="en"><title>Shop</title><h1>Our shop</h1>
<div data-retour="en"><a href="{portal}/en/return/">Return something</a></div>
<script src="{portal}/embed.js" defer></script></html>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


def _serve(folder: Path) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server


@pytest.fixture
def shops(world: World, tmp_path: Path) -> Iterator[list[str]]:
    """Two shops with the same page; the first is the one the brand will name."""
    page = PAGE.format(portal=world.portal_url("maison-lune"))
    (tmp_path / "index.html").write_text(page)
    servers = [_serve(tmp_path), _serve(tmp_path)]
    yield [f"http://127.0.0.1:{server.server_port}" for server in servers]
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_named_shop_frames_the_form_and_no_other_does(
    world: World, open_page: OpenPage, shops: list[str]
) -> None:
    named, stranger = shops
    brand = world.brand_key("maison-lune")
    editor = open_page(viewport=DESKTOP)
    backoffice.log_in(editor, world.retour_url, "admin")
    editor.goto(f"{world.retour_url}/admin/looks/{brand}/embedding/")
    editor.locator("[name=embed_origins]").fill(named)
    editor.get_by_role("button", name="Save").click()
    expect(editor.get_by_text("It counts at once.")).to_be_visible()

    shop = open_page(viewport=DESKTOP)
    shop.goto(named)
    frame = shop.frame_locator('iframe[title="Return something"]')
    frame.get_by_label("Order or tracking number").fill(
        world.demo.facts["order_number"]
    )
    expect(shop.locator("iframe")).not_to_have_css("height", "416px")
    frame.get_by_label("Postal code").fill(world.demo.facts["postal_code"])
    frame.get_by_role("button", name="Find my order").click()
    shop.wait_for_url(f"{world.portal_url('maison-lune')}/en/return/r/**")

    other = open_page(viewport=DESKTOP)
    other.goto(stranger)
    refused = other.locator("iframe")
    expect(refused).to_have_count(1)
    assert other.frames[1].locator("form").count() == 0
    # Nobody is left with an empty box: the link is there again.
    expect(refused).to_have_count(0)
    other.get_by_role("link", name="Return something").click()
    expect(other.get_by_role("heading", name="Find your order")).to_be_visible()

    without = open_page(viewport=DESKTOP, javascript=False)
    without.goto(named)
    without.get_by_role("link", name="Return something").click()
    expect(without.get_by_role("heading", name="Find your order")).to_be_visible()
