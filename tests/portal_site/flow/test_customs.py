from __future__ import annotations

from retour_core.orders.models import Order, Shop
from retour_core.returns.models import Return
from tests.factories import make_brand, make_order
from tests.portal_site.flow.test_after import label_ready
from tests.portal_site.flow.walk import Customer

ZURICH = {"name": "Anna Berg", "postal_code": "10119", "country": "CH"}


def submitted(customer: Customer, shop: Shop) -> Return:
    ret = customer.submit(make_order(shop, shipping_address=ZURICH))
    label_ready(ret)
    return ret


def test_both_papers_are_offered_beside_the_label(
    customer: Customer, shop: Shop
) -> None:
    ret = submitted(customer, shop)
    for step in ("confirmation", "tracking"):
        page = customer.see(step).content.decode()
        assert f'href="{customer.step("customs")}"' in page
        assert f'href="{customer.step("customs_invoice")}"' in page
    paper = customer.see("customs")
    assert paper.content[:8] == b"%PDF-1.7"
    assert paper["Content-Disposition"] == (
        f'attachment; filename="{ret.rma_number}-CN23.pdf"'
    )
    assert paper["X-Robots-Tag"] == "noindex, nofollow"
    assert customer.see("customs_invoice").content[:8] == b"%PDF-1.7"


def test_inside_the_union_no_papers_are_spoken_of(
    customer: Customer, order: Order
) -> None:
    label_ready(customer.submit(order))
    assert customer.step("customs") not in customer.see("tracking").content.decode()
    assert customer.see("customs")["Location"] == customer.step("tracking")


def test_another_brands_portal_shows_no_papers(customer: Customer, shop: Shop) -> None:
    ret = submitted(customer, shop)
    stranger = Customer(make_brand("lune"))
    stranger.key = ret.private_key
    assert stranger.see("customs").status_code == 404
    assert stranger.see("customs_invoice").status_code == 404
