from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from retour_core.orders.models import GiftSlip, Order
from retour_core.orders.slips import read_slip
from tests.core.api.conftest import Caller
from tests.core.api.test_slips import read_back
from tests.core.labels.label_samples import pages_mm, words
from tests.factories import line_data, make_brand, make_order, make_shop


def two_lines(call: Caller) -> Order:
    lines = [line_data("1"), line_data("2")]
    return make_order(call.shop, number="NW-1", lines=lines)


def test_a_slip_is_made_for_chosen_lines_and_told_again(call: Caller) -> None:
    order = two_lines(call)
    body = call.post("/gift-slips", {"order_id": "NW-1", "line_ids": ["2"]}).json()
    slip = GiftSlip.objects.get()
    assert (body["id"], body["code"]) == (str(slip.public_id), slip.code)
    assert (body["order_id"], body["line_ids"]) == ("NW-1", ["2"])
    assert read_back(body["qr_svg"]) == body["url"]
    token = body["url"].rpartition("/s/")[2]
    assert read_slip(token, order.brand).gift_slip == slip
    again = call.post("/gift-slips", {"order_id": "NW-1", "line_ids": ["2"]}).json()
    assert again["code"] == slip.code
    whole = call.post("/gift-slips", {"order_id": "NW-1"}).json()
    assert whole["line_ids"] is None
    listed = call.get("/gift-slips?order_id=NW-1").json()
    assert [one["code"] for one in listed] == [whole["code"], slip.code]


def test_a_line_the_order_has_not_is_named(call: Caller) -> None:
    two_lines(call)
    answer = call.post("/gift-slips", {"order_id": "NW-1", "line_ids": ["9"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "gift_line_unknown")
    assert answer.json()["detail"] == "The order has no line “9”."
    assert not GiftSlip.objects.exists()


def test_slips_are_printed_until_they_are_revoked(call: Caller) -> None:
    two_lines(call)
    made = call.post("/gift-slips", {"order_id": "NW-1"}).json()
    document = f"/gift-slips/document?slip_id={made['id']}&paper=a6"
    printed = call.get(document)
    assert pages_mm(printed.content) == [(105.0, 148.0)]
    assert made["code"] in words(printed.content)
    for _again in range(2):
        answer = call.post(f"/gift-slips/{made['id']}/revoke")
        assert answer.json()["revoked_at"] is not None
    refused = call.get(document)
    assert (refused.status_code, refused.json()["code"]) == (404, "gift_slip_unknown")
    fresh = call.post("/gift-slips", {"order_id": "NW-1"}).json()
    assert fresh["code"] != made["code"]


def test_another_shops_slips_are_unknown(call: Caller) -> None:
    elsewhere = make_order(make_shop(make_brand("stranger")), number="L-1")
    slip = GiftSlip.objects.create(
        order=elsewhere, is_whole=True, created_by="eve", created_at=elsewhere.placed_at
    )
    for answer, code in (
        (call.post("/gift-slips", {"order_id": "L-1"}), "order_unknown"),
        (call.get("/gift-slips?order_id=L-1"), "order_unknown"),
        (
            call.get(f"/gift-slips/document?slip_id={slip.public_id}"),
            "gift_slip_unknown",
        ),
        (call.post(f"/gift-slips/{slip.public_id}/revoke"), "not_found"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, code)
    slip.refresh_from_db()
    assert slip.revoked_at is None


def test_listing_asks_as_much_for_three_slips_as_for_one(call: Caller) -> None:
    order = two_lines(call)
    counts = []
    for line_ids in (["1"], ["2"], []):
        call.post("/gift-slips", {"order_id": order.number, "line_ids": line_ids})
        with CaptureQueriesContext(connection) as queries:
            assert call.get("/gift-slips?order_id=NW-1").status_code == 200
        counts.append(len(queries))
    assert counts == [4, 4, 4]
