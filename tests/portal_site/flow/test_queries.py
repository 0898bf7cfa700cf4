"""No page of a portal asks the database more than twelve times."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retour_core.orders.gift_slips import give_gift_slip
from retour_core.orders.models import Order, Shop
from retour_core.orders.slips import gift_slip_url
from tests.core.threads.conftest import private_folder
from tests.factories import NOW, line_data, make_order
from tests.portal_site.flow.gift_walk import begin_by_code
from tests.portal_site.flow.portal_urls import portal_urls
from tests.portal_site.flow.scene import Scene, make_scene
from tests.portal_site.flow.walk import Customer

__all__ = ["private_folder"]

# Wagtail leaves the file it renders a picture into for the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
MOST = 13
_SAVEPOINT = ("SAVEPOINT", "RELEASE SAVEPOINT")
# What leads elsewhere by its nature: links in mails and on paper, an address that only
# takes forms, a picture that the shop's server does not give.
_ONWARDS = {
    "flow:labels",
    "follow_function_link",
    "follow_gift_link",
    "follow_orders_link",
    "follow_paid_link",
    "follow_return_link",
    "follow_slip_link",
    "follow_thread_link",
    "follow_tracking_link",
    "follow_withdrawal_link",
    "goods_picture",
    "portal_root",
}
# By the name of its URL: status and queries, as made for the first visitor after a
# change. Pages of a return find what is around them kept, as they do in use.
PAGES = {
    "brand_css": (200, 2),
    "brand_font": (200, 3),
    "consent:choices": (200, 3),
    "draft_page": (200, 11),
    "embed_script": (200, 2),
    "flow:cancel": (200, 6),
    "flow:change": (200, 3),
    "flow:confirmation": (200, 6),
    "flow:counter_code": (200, 3),
    "flow:customs": (200, 8),
    "flow:customs_invoice": (200, 8),
    "flow:deadline": (200, 4),
    "flow:drop_code": (200, 4),
    "flow:dropoffs": (200, 12),
    "flow:embed": (200, 3),
    "flow:find_help": (200, 4),
    "flow:gift": (200, 5),
    "flow:group": (200, 4),
    "flow:items": (200, 9),
    "flow:label": (200, 4),
    "flow:label_sheet": (200, 7),
    "flow:labels": (302, 3),
    "flow:link": (200, 12),
    "flow:lookup": (200, 4),
    "flow:messages": (200, 9),
    "flow:method": (200, 11),
    "flow:open": (200, 3),
    "flow:orders": (200, 6),
    "flow:paid": (200, 6),
    "flow:parcel": (200, 3),
    "flow:parcel_slip": (200, 5),
    "flow:pay": (200, 8),
    "flow:pay_onward": (200, 5),
    "flow:photo": (200, 4),
    "flow:reasons": (200, 11),
    "flow:resolutions": (200, 10),
    "flow:review": (200, 13),
    "flow:status": (200, 6),
    "flow:thumbnail": (200, 4),
    "flow:tracking": (200, 11),
    "follow_function_link": (302, 2),
    "follow_gift_link": (302, 2),
    "follow_orders_link": (302, 2),
    "follow_paid_link": (302, 3),
    "follow_return_link": (302, 4),
    "follow_slip_link": (302, 3),
    "follow_thread_link": (302, 3),
    "follow_tracking_link": (302, 3),
    "follow_withdrawal_link": (302, 2),
    "goods_picture": (302, 3),
    "payment_sandbox": (200, 3),
    "portal_root": (302, 3),
    "robots": (200, 2),
    "sitemap": (200, 5),
    "unsubscribe": (200, 4),
    "video_file": (200, 4),
    "wagtail_serve": (200, 11),
    "withdrawal:acknowledgement": (200, 3),
    "withdrawal:confirm": (200, 3),
    "withdrawal:done": (200, 2),
    "withdrawal:draft_form": (200, 4),
    "withdrawal:edit": (200, 3),
    "withdrawal:model_form": (200, 4),
    "withdrawal:start": (200, 3),
    "withdrawal:status": (200, 2),
}


def queries_of(customer: Customer, step: str) -> int:
    customer.see(step)  # Wagtail learns its sites' addresses once per process
    with CaptureQueriesContext(connection) as queries:
        assert customer.see(step).status_code == 200
    return len(queries)


@pytest.fixture
def scene(settings: Any) -> Scene:
    settings.RETOUR_PAYMENT_SANDBOX = True
    return make_scene()


def asked(scene: Scene, name: str, url: str) -> tuple[int, int]:
    client = scene.customer.client
    _read(client.get(url))
    if name not in scene.of_returns:
        caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
        _read(response)
    # Tests have a transaction around them; elsewhere there is no savepoint.
    asked = [one for one in queries if not one["sql"].startswith(_SAVEPOINT)]
    return response.status_code, len(asked)


def _read(response: Any) -> None:
    """To its end, which closes a file."""
    assert b"".join(response) or response.status_code != 200


def test_every_page_of_a_portal_asks_little(scene: Scene) -> None:
    urls = scene.urls()

    assert {*urls} == {*portal_urls()}
    assert {name: asked(scene, name, url) for name, url in urls.items()} == PAGES
    assert {name for name, (status, _) in PAGES.items() if status != 200} == _ONWARDS
    assert max(queries for _status, queries in PAGES.values()) == MOST


@pytest.mark.parametrize("lines", [1, 30])
def test_the_items_page_asks_as_much_for_thirty_lines_as_for_one(
    customer: Customer, shop: Shop, lines: int
) -> None:
    order = make_order(shop, lines=[line_data(str(n)) for n in range(lines)])
    customer.find(order)
    assert queries_of(customer, "items") == 9


def test_finding_an_order_asks_little(customer: Customer, order: Order) -> None:
    customer.find(order)
    with CaptureQueriesContext(connection) as queries:
        customer.find(order)
    assert len(queries) == 13  # two of them only because tests have a transaction


@pytest.mark.parametrize("lines", [1, 3])
def test_the_pages_of_a_gift_slip_ask_as_much_for_three_lines_as_for_one(
    customer: Customer, shop: Shop, lines: int
) -> None:
    order = make_order(shop, lines=[line_data(str(n)) for n in range(lines + 1)])
    ids = [str(n) for n in range(lines)]
    slip = give_gift_slip(order, by="anna", now=NOW, line_ids=ids)
    scanned = gift_slip_url(slip).removeprefix(order.brand.portal_url)
    begin_by_code(customer, slip.code)
    counts = []
    for ask in (
        lambda: customer.client.get(customer.url("gift")),
        lambda: customer.client.get(scanned),
        lambda: begin_by_code(customer, slip.code),
    ):
        with CaptureQueriesContext(connection) as queries:
            ask()
        counts.append(sum(not one["sql"].startswith(_SAVEPOINT) for one in queries))
    assert (*counts, queries_of(customer, "items")) == (5, 2, 12, 10)
