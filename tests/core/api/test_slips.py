from __future__ import annotations

import re
from typing import Any

from PIL import Image

from retour_core.labels.documents.barcodes import decode
from retour_core.orders.slips import read_slip
from tests.core.api.conftest import Caller
from tests.core.labels.label_samples import pages_mm
from tests.factories import make_brand, make_order, make_shop


def test_a_slip_has_a_link_and_a_code_for_buyer_and_gift(call: Caller) -> None:
    assert call.shop is not None
    order = make_order(call.shop, number="NW-1")
    answer = call.get("/slips?order_id=NW-1")
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    for field, is_gift in (("", False), ("gift_", True)):
        start, token = body[f"{field}url"].split("/s/")
        assert start == order.brand.portal_url
        slip = read_slip(token, order.brand)
        assert (slip.order, slip.is_gift) == (order, is_gift)
        assert body[f"{field}qr_svg"].startswith("<svg ")


def test_the_code_reads_back_as_the_link(call: Caller) -> None:
    assert call.shop is not None
    make_order(call.shop, number="NW-1")
    body = call.get("/slips?order_id=NW-1").json()
    assert read_back(body["qr_svg"]) == body["url"]


def read_back(svg: str) -> str:
    """The text of a code, its modules drawn as large as a printer would."""
    size = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])  # type: ignore[index]
    image = Image.new("L", (size + 8, size + 8), 255)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg):
        for column in range(int(width)):
            image.putpixel((int(x) + column + 4, int(y) + 4), 0)
    image = image.resize((image.width * 4, image.height * 4))
    (found,) = decode(image)
    return found.text


def test_another_shops_order_is_unknown(call: Caller) -> None:
    make_order(make_shop(make_brand("stranger")), number="L-1")
    for order_id in ("L-1", "nothing"):
        answer = call.get(f"/slips?order_id={order_id}")
        assert (answer.status_code, answer.json()["code"]) == (404, "order_unknown")
    assert call.get("/slips?order_id=%00").status_code == 422
    assert call.get("/slips").status_code == 422


def test_the_slips_of_some_orders_are_one_document(call: Caller) -> None:
    for number in ("NW-1", "NW-2", "NW-3"):
        make_order(call.shop, number=number)
    answer = call.get("/slips/document?order_id=NW-1&order_id=NW-3&paper=a6")
    assert answer["Content-Type"] == "application/pdf"
    assert pages_mm(answer.content) == [(105.0, 148.0)] * 2
    one = call.get("/slips/document?order_id=NW-2")
    assert pages_mm(one.content) == [(210.0, 297.0)]


def test_no_slips_are_made_of_orders_that_are_not_the_shops(call: Caller) -> None:
    make_order(call.shop, number="NW-1")
    make_order(make_shop(make_brand("lune")), number="LU-1")
    answer = call.get("/slips/document?order_id=NW-1&order_id=LU-1")
    assert (answer.status_code, answer.json()["code"]) == (404, "order_unknown")
    assert call.get("/slips/document").status_code == 422
    many = "&".join(f"order_id=N{n}" for n in range(101))
    assert call.get(f"/slips/document?{many}").status_code == 422
