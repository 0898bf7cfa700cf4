"""Who brings the items to a store gets a code, where and until when."""

from __future__ import annotations

import io
import re

import zxingcpp
from icalendar import Event
from PIL import Image

from retour_core.brands.models import ReturnAddress
from retour_core.counter.operations import Accepting, hand_in
from retour_core.domain.counter_codes import read_counter_code
from retour_core.orders.models import Order
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from tests.factories import NOW, grant, make_return
from tests.portal_site.flow.walk import Customer, text_of


def test_the_pages_show_the_code_until_it_is_handed_in(
    customer: Customer, order: Order
) -> None:
    ReturnAddress.objects.update(is_store=True, label="Lager am Hafen")
    grant(order.brand, methods=["in_store"])
    ret = make_return(order)
    customer.key = ret.private_key

    for step in ("confirmation", "tracking"):
        text = text_of(customer.see(step))
        assert f"Code: {ret.rma_number}" in text
        assert "It can be used until 10 December 2026." in text
        assert "Where to hand the items in Lager am Hafen" in text
        assert "Return address" not in text
    answer = customer.see("counter_code")
    assert answer["Content-Type"] == "image/png"
    with Image.open(io.BytesIO(answer.content)) as picture:
        [code] = zxingcpp.read_barcodes(picture.convert("L"))
    assert read_counter_code(code.text).rma_number == ret.rma_number

    hand_in(ret, actor=SYSTEM, now=NOW, accepting=Accepting("Hafen"))

    text = text_of(customer.see("tracking"))
    assert "Handed in We have taken your items at the store." in text
    assert "Handed in: 20 Nov 2026, 13:00, Hafen." in text
    assert "You handed your items in at a store." in text
    assert customer.see("counter_code").status_code == 302


def test_no_page_of_items_for_a_store_speaks_of_a_parcel_to_send(
    customer: Customer, order: Order
) -> None:
    ReturnAddress.objects.update(is_store=True, label="Lager am Hafen")
    grant(order.brand, methods=["in_store"])
    customer.up_to_review(order, 1, "in_store")
    review = text_of(customer.see("review"))
    assert "Where to hand the items in Lager am Hafen" in review
    assert "Sent from" not in review
    customer.send("review")

    pages = {
        step: text_of(customer.see(step))
        for step in ("confirmation", "tracking", "cancel")
    }
    assert "We check the items you handed in" in pages["confirmation"]
    assert "Ready to hand in" in pages["tracking"]
    assert "Dates Hand it in by 10 December 2026" in pages["tracking"]
    assert "Your return is ready to be handed in." in pages["tracking"]
    assert "its code must not be used any more" in pages["cancel"]
    for text in (review, *pages.values()):
        spoken = text.replace("No parcel, no label", "")
        assert not re.search(r"(?i)parcel|label|ready to be? ?sen[dt]", spoken)

    entry = Event.from_ical(customer.see("deadline").content).walk("VEVENT")[0]
    assert entry["summary"] == "Bring your return to Nordwand"
    assert entry["description"] == (
        f"Return {customer.ret().rma_number}: hand the items in at a store by this day."
    )
    customer.send("cancel")
    assert "Please do not bring the items to a store." in text_of(
        customer.see("tracking")
    )


def test_there_is_no_such_code_for_another_way(
    customer: Customer, order: Order
) -> None:
    grant(order.brand, methods=["own_carrier"])
    customer.key = make_return(order).private_key
    assert customer.see("counter_code").status_code == 302
    assert "counter.png" not in customer.see("tracking").content.decode()
    assert Return.objects.get().method == "own_carrier"
