from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
import time_machine
from django.db import IntegrityError, transaction

from retour_core.billing.models import LedgerEntry
from retour_core.domain.reasons import ReturnReason
from retour_core.domain.tracking import Scan, TrackingStatus
from retour_core.labels.box_models import BoxBatch
from retour_core.labels.box_queries import BoxProgress, box_failures, box_progress
from retour_core.labels.boxes import (
    BatchInvalid,
    end_box_labels,
    make_box_labels,
    print_box_labels,
)
from retour_core.labels.documents import decode
from retour_core.labels.models import Label
from retour_core.orders.models import Order, OrderLine
from retour_core.orders.operations import receive_orders
from retour_core.orders.slips import read_slip
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.discarding import discard_old_drafts
from retour_core.returns.drafts import (
    Selection,
    choose_lines,
    start_draft,
)
from retour_core.returns.models import Return
from retour_core.returns.operations import submit
from retour_core.returns.reserved import end_reserved
from retour_core.tracking.operations import ingest
from tests.core.labels.draining import drain
from tests.core.labels.label_samples import pages_mm, printed
from tests.factories import NOW, make_brand, make_order, make_shop, order_data

pytestmark = pytest.mark.django_db
UNTIL = NOW + timedelta(days=60)


@pytest.fixture(autouse=True)
def _at_the_factories_now(settings: Any, tmp_path: Any) -> Any:
    local = "django.core.files.storage.FileSystemStorage"
    private = {"BACKEND": local, "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"private": private}
    with time_machine.travel(NOW, tick=False):
        yield


def boxed(count: int = 1, **brand: Any) -> tuple[BoxBatch, list[Order]]:
    """Labels made for so many orders, by the worker."""
    house = make_brand("nordwand", auto_approve=True, **brand)
    shop = make_shop(house)
    orders = [make_order(shop) for _ in range(count)]
    batch = make_box_labels(house, orders, until=UNTIL, actor="anna")
    drain(4)
    batch.refresh_from_db()
    return batch, orders


def printed_of(batch: BoxBatch) -> bytes:
    with batch.document.open("rb") as file:
        content: bytes = file.read()
    return content


def ledger() -> list[str]:
    return list(LedgerEntry.objects.order_by("pk").values_list("kind", flat=True))


def sent_off(order: Order, quantity: int = 1) -> Return:
    draft = start_draft(order, locale="en")
    choose_lines(draft, [Selection("1", quantity, ReturnReason.TOO_SMALL)])
    return submit(draft, now=NOW, actor=CUSTOMER)


def scanned(number: str) -> None:
    at = NOW + timedelta(days=3)
    scan = Scan(number=number, status=TrackingStatus.IN_TRANSIT, code="T", at=at)
    ingest("sandbox", [scan], received_at=at)


def test_labels_of_many_orders_are_one_document_and_hold_nothing() -> None:
    batch, orders = boxed(3)

    assert box_progress(batch) == BoxProgress(total=3, ready=3, failed=0)
    assert batch.is_finished
    assert pages_mm(printed_of(batch)) == [(105.0, 148.0)] * 3
    assert ledger() == ["label"] * 3
    assert list(Return.objects.submitted()) == []
    assert set(OrderLine.objects.values_list("requested", flat=True)) == {0}
    assert {ret.order for ret in Return.objects.all()} == set(orders)


def test_our_labels_are_one_document_that_is_archivable_and_accessible() -> None:
    batch, _orders = boxed(2)
    pdf = printed_of(batch)
    assert (b"<pdfaid:part>2<" in pdf, b"<pdfuaid:part>1<" in pdf) == (True, True)
    assert pages_mm(pdf) == [(105.0, 148.0)] * 2


def test_carriers_pages_say_title_and_language_and_claim_nothing() -> None:
    batch, _orders = boxed(2)
    Label.objects.update(carrier="sandbox")
    BoxBatch.objects.update(finished_at=None)
    finish = print_box_labels({"batch_id": batch.pk}, message_id=1)
    assert finish is not None
    finish()
    batch.refresh_from_db()
    pdf = printed_of(batch)
    assert pages_mm(pdf) == [(105.0, 148.0)] * 2
    assert (b"pdfaid:" in pdf, b"pdfuaid:" in pdf) == (False, False)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == batch.brand.default_locale
        assert opened.open_metadata()["dc:title"] == "Return label"


def test_the_code_on_the_label_lets_nobody_in_without_the_postal_code() -> None:
    batch, [order] = boxed()
    codes = {code.text for code in decode(printed(printed_of(batch)))}
    assert codes >= {f"(00){Label.objects.get().tracking_number}"}
    [url] = [text for text in codes if text.startswith("http")]
    assert read_slip(url.partition("/s/")[2], order.brand).order == order
    assert Return.objects.get().private_key not in url


def test_the_customer_is_offered_the_label_that_lies_in_the_box() -> None:
    _batch, [order] = boxed()
    label = Label.objects.get()

    ret = sent_off(order)
    drain(2)

    ret.refresh_from_db()
    assert (ret.state, label.parent_id) == ("ready", ret.pk)
    assert Label.objects.get() == label
    assert ledger() == ["label"]
    assert OrderLine.objects.get().requested == 1
    # What comes after that is a return like others, with a label of its own.
    second = sent_off(order)
    drain(2)
    assert second.pk != ret.pk
    assert Label.objects.count() == 2


def test_an_order_with_an_unused_label_gets_the_same_one_again() -> None:
    batch, orders = boxed()
    again = make_box_labels(batch.brand, orders, until=UNTIL)
    drain(3)
    again.refresh_from_db()
    assert printed_of(again) == printed_of(batch)
    assert Label.objects.count() == 1
    assert ledger() == ["label"]


def test_a_first_scan_begins_the_return_with_all_that_is_left() -> None:
    _batch, [order] = boxed()

    scanned(Label.objects.get().tracking_number)

    ret = Return.objects.submitted().get()
    assert (ret.state, ret.order) == ("in_transit", order)
    [line] = ret.lines.all()
    assert (line.quantity, line.reason, line.refund_minor) == (2, "", 198_00)
    assert OrderLine.objects.get().requested == 2
    states = ret.events.order_by("pk").values_list("to_state", flat=True)
    assert list(states) == [
        *("requested", "approved", "label_pending", "ready", "in_transit"),
    ]
    scanned(Label.objects.get().tracking_number)
    assert ret.events.count() == 5


def test_a_scan_of_an_order_with_nothing_left_only_leaves_a_note() -> None:
    _batch, [order] = boxed()
    OrderLine.objects.update(returnable_limit=0)
    scanned(Label.objects.get().tracking_number)
    ret = Return.objects.get(order=order)
    assert ret.state == "draft"
    kinds = ret.events.values_list("kind", flat=True)
    assert "return.parcel_without_items" in set(kinds)


def test_a_label_nobody_used_runs_out_and_is_credited() -> None:
    _batch, [order] = boxed()
    assert end_reserved(now=NOW) == 0

    assert end_reserved(now=UNTIL) == 1
    drain(2)

    ret = Return.objects.get()
    assert ret.state == "expired"
    assert Label.objects.get().state == "cancelled"
    assert ledger() == ["label", "credit"]
    assert list(Return.objects.submitted()) == []
    assert end_reserved(now=UNTIL) == 0
    assert sent_off(order).pk != ret.pk


def test_who_registered_in_time_keeps_the_label() -> None:
    _batch, [order] = boxed()
    ret = sent_off(order)
    drain(2)
    assert end_reserved(now=UNTIL) == 0
    ret.refresh_from_db()
    assert ret.state == "ready"
    assert ledger() == ["label"]


def test_who_takes_it_to_a_store_needs_the_label_no_longer() -> None:
    _batch, [order] = boxed()
    ret = sent_off(order)
    Return.objects.filter(pk=ret.pk).update(method="own_carrier", state="ready")
    assert end_reserved(now=UNTIL) == 1
    drain(2)
    ret.refresh_from_db()
    assert (ret.state, Label.objects.get().state) == ("ready", "cancelled")
    assert ledger() == ["label", "credit"]


def test_who_sends_two_parcels_gets_the_second_label_beside_that_in_the_box() -> None:
    _batch, [order] = boxed()
    draft = start_draft(order, locale="en")
    choose_lines(draft, [Selection("1", 2, ReturnReason.TOO_SMALL)])
    Return.objects.filter(pk=draft.pk).update(parcels=2)
    ret = submit(draft, now=NOW, actor=CUSTOMER)
    drain(3)

    ret.refresh_from_db()
    labels = Label.objects.order_by("pk")
    assert ret.state == "ready"
    assert [(row.parcel, row.state) for row in labels] == [(1, "ready"), (2, "ready")]
    assert ledger() == ["label", "label"]


def test_a_label_in_the_box_that_is_not_good_for_the_way_is_replaced() -> None:
    _batch, [order] = boxed()
    ret = sent_off(order)
    Return.objects.filter(pk=ret.pk).update(method="pick_up")
    drain(3)

    ret.refresh_from_db()
    labels = Label.objects.order_by("pk")
    assert ret.state == "ready"
    assert [row.state for row in labels] == ["cancelled", "ready"]
    assert ledger() == ["label", "label", "credit"]


def test_a_batch_is_given_back_as_a_whole_but_for_what_was_used() -> None:
    batch, [first, _second] = boxed(2)
    sent_off(first)
    drain(2)
    assert end_box_labels(batch) == 1
    drain(2)
    assert sorted(Label.objects.values_list("state", flat=True)) == [
        "cancelled",
        "ready",
    ]
    assert ledger() == ["label", "label", "credit"]


def test_one_order_that_cannot_be_returned_holds_nobody_back() -> None:
    brand = make_brand("nordwand")
    shop = make_shop(brand)
    good, off = make_order(shop), make_order(shop)
    data = order_data(
        id=off.external_id,
        number=off.number,
        status="cancelled",
        changed_at="2026-11-12T10:00:00+00:00",
    )
    receive_orders(shop, [data], now=NOW)
    batch = make_box_labels(brand, [good, off], until=UNTIL)
    drain(4)
    batch.refresh_from_db()
    assert box_progress(batch) == BoxProgress(total=2, ready=1, failed=1)
    [(number, reason)] = box_failures(batch)
    assert (number, bool(reason)) == (off.number, True)
    assert len(pages_mm(printed_of(batch))) == 1


def test_the_draft_of_a_label_outlives_a_day_and_is_handed_out_fresh() -> None:
    _batch, [order] = boxed()
    reserved = Return.objects.get()
    assert discard_old_drafts(now=NOW + timedelta(days=3)) == 0
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        draft = start_draft(order, locale="de")
        assert draft == reserved
        assert (draft.created_at, draft.locale) == (NOW + timedelta(days=3), "de")


def test_the_database_holds_one_reserved_return_an_order() -> None:
    _batch, [order] = boxed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Return.objects.create(
            rma_number="X",
            order=order,
            brand_id=order.brand_id,
            reserved_until=UNTIL,
        )


def test_orders_of_two_brands_or_a_day_gone_by_make_no_batch() -> None:
    brand = make_brand("nordwand")
    order = make_order(make_shop(brand))
    other = make_order(make_shop(make_brand("lune")))
    for orders, until in (([], UNTIL), ([order, other], UNTIL), ([order], NOW)):
        with pytest.raises(BatchInvalid):
            make_box_labels(brand, orders, until=until)
    assert BoxBatch.objects.count() == 0
