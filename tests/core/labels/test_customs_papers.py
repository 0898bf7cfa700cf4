from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from retour_core.domain.customs import Goods, MissingFact, goods_in
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.money import Money
from retour_core.labels.customs import (
    CustomsPaper,
    NoPapersNeeded,
    customs_gaps,
    customs_paper,
    customs_parcels,
    needs_customs,
)
from retour_core.labels.downloads import DownloadPaper, download
from retour_core.labels.models import Label, LabelState, VoidReason
from retour_core.notifications.mails import render_mail
from retour_core.orders.models import Order
from retour_core.returns.models import Return
from tests.core.labels.draining import drain
from tests.core.labels.label_samples import words
from tests.factories import line_data, make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db

ZURICH = {
    "name": "Reto Keller",
    "street": "Bahnhofstrasse 12",
    "postal_code": "8001",
    "city": "Zürich",
    "country": "CH",
}
KNOWN = {"hs_code": "6201.40", "origin_country": "VN", "weight_grams": 700}


def swiss_order(**line: Any) -> Order:
    return make_order(
        make_shop(make_brand(auto_approve=True)),
        shipping_address=ZURICH,
        currency="CHF",
        invoice_number="RE-77",
        lines=[line_data(**line)],
        shipments=[
            {
                "id": "s1",
                "tracking_number": "99.12.345678",
                "carrier": "Swiss Post",
                "shipped_at": "2026-11-08T10:00:00+00:00",
                "delivered_at": "2026-11-10T09:00:00+00:00",
                "export_mrn": "26DE586600000123B7",
            }
        ],
    )


def ready(order: Order) -> Return:
    ret = make_return(order)
    drain()
    return Return.objects.select_related("order", "brand", "return_address").get(
        pk=ret.pk
    )


def said(ret: Return, paper: CustomsPaper, **values: Any) -> str:
    return " ".join(words(customs_paper(ret, paper, **values).content).split())


def test_a_return_out_of_switzerland_gets_both_papers() -> None:
    ret = ready(swiss_order(**KNOWN))

    assert needs_customs(ret)
    assert customs_gaps(ret) == {}
    declared = customs_paper(ret, CustomsPaper.DECLARATION)
    assert declared.suffix == "-CN22.pdf"
    text = said(ret, CustomsPaper.INVOICE)
    for fact in (
        *("Reto Keller", "SWITZERLAND", "Jacket", "620140", "VN Vietnam", "0.700"),
        *("99.00", "CHF", "RE-77", "Swiss Post 99.12.345678", "Too small"),
        *("MRN 26DE586600000123B7", "sent 8 Nov 2026", ret.rma_number),
    ):
        assert fact in text
    assert Label.objects.get().tracking_number in text


def test_what_happened_at_night_has_the_companys_day_on_label_and_papers() -> None:
    night = datetime(2026, 7, 31, 22, 30, tzinfo=UTC)
    order = swiss_order(**KNOWN)
    ret = ready(order)
    Order.objects.update(placed_at=night)
    order.shipments.update(shipped_at=night)
    Label.objects.update(created_at=night)
    Return.objects.update(submitted_at=night)
    ret = Return.objects.select_related("order", "brand", "return_address").get()

    invoice = said(ret, CustomsPaper.INVOICE)
    label = " ".join(words(download(ret, DownloadPaper.A6).content).split())

    assert invoice.count("1 Aug 2026") == 3
    assert label.count("1 Aug 2026") == 1
    assert "Jul 2026" not in invoice + label


def test_what_the_order_does_not_say_stops_nothing() -> None:
    ret = ready(swiss_order())

    assert customs_gaps(ret) == {
        MissingFact.HS_CODE: ["Jacket"],
        MissingFact.ORIGIN: ["Jacket"],
        MissingFact.WEIGHT: ["Jacket"],
    }
    declared = customs_paper(ret, CustomsPaper.DECLARATION)
    assert declared.suffix == "-CN23.pdf"
    assert "Fill in the fields framed by dashes" in said(ret, CustomsPaper.DECLARATION)


def test_no_papers_inside_the_union_or_in_a_store_or_before_it_is_ready() -> None:
    inside = ready(make_order(make_shop(make_brand("lune", auto_approve=True))))
    assert not needs_customs(inside)
    with pytest.raises(NoPapersNeeded):
        customs_paper(inside, CustomsPaper.INVOICE)

    ret = make_return(swiss_order())
    assert not needs_customs(ret)
    drain()
    ret.refresh_from_db()
    assert needs_customs(ret)
    ret.method = ReturnMethod.IN_STORE
    assert not needs_customs(ret)


def test_whoever_returns_a_gift_reads_no_price_on_the_papers() -> None:
    ret = ready(swiss_order(**KNOWN))
    ret.is_gift = True

    hidden = said(ret, CustomsPaper.INVOICE, shows_values=False)
    assert "99.00" not in hidden
    assert "99.00" in said(ret, CustomsPaper.INVOICE)
    assert "99.00" not in said(ret, CustomsPaper.DECLARATION, shows_values=False)


def test_goods_that_cost_nothing_are_worth_their_list_price() -> None:
    order = swiss_order(**KNOWN, total_incl_tax="0.00", discount="198.00")
    assert "99.00" in said(ready(order), CustomsPaper.INVOICE)


def test_the_papers_travel_with_the_mail_about_the_label() -> None:
    ret = ready(swiss_order(**KNOWN))
    mail = render_mail(ret, "ready", message_id=7)

    names = [name for name, _content, _kind in map(tuple, mail.attachments)]
    assert names == [
        f"{ret.rma_number}{ending}" for ending in (".pdf", "-CN22.pdf", "-invoice.pdf")
    ]
    assert "the papers for it are attached" in mail.body
    assert [
        name
        for name, _content, _kind in map(
            tuple, render_mail(ret, "arrived", message_id=8).attachments
        )
    ] == []


def in_parcels(ret: Return, *, quantities: dict[str, int], parcels: int) -> Return:
    """As the worker leaves a return of these units whose parcels have labels."""
    for external_id, quantity in quantities.items():
        ret.lines.filter(order_line__external_id=external_id).update(quantity=quantity)
    ret.parcels = parcels
    ret.save()
    ret.labels.update(parcels=parcels)
    for number in range(2, parcels + 1):
        Label.objects.create(
            parent=ret,
            parcel=number,
            parcels=parcels,
            state=LabelState.READY,
            tracking_number=f"98.00.00000{number}",
        )
    return ret


def test_each_parcel_declares_what_is_in_it_and_together_they_declare_all() -> None:
    ret = ready(swiss_order(**KNOWN))
    ret = in_parcels(ret, quantities={"1": 3}, parcels=2)
    ret.lines.update(refund_minor=100_00)
    assert customs_parcels(ret) == [1, 2]
    parcels = {n: said(ret, CustomsPaper.INVOICE, parcel=n) for n in (1, 2)}
    for number, facts in {
        1: ("0.700", "33.33", Label.objects.get(parcel=1).tracking_number),
        2: ("1.400", "66.67", "98.00.000002"),
    }.items():
        own = f"{ret.rma_number}/{number}"
        for fact in (*facts, f"Parcel number (parcel {number} of 2)", own):
            assert (fact, fact in parcels[number]) == (fact, True)
    assert said(ret, CustomsPaper.INVOICE) == parcels[1]
    assert customs_paper(ret, CustomsPaper.DECLARATION, 2).suffix == "-2-CN22.pdf"
    form = said(ret, CustomsPaper.DECLARATION, parcel=2)
    assert "2 × Jacket" in form
    assert "Parcel 2 of 2" in form
    assert "Put into this parcel the items that its form names" in form


def test_an_item_in_pieces_is_declared_once_over_its_parcels() -> None:
    goods = Goods(description="Table", quantity=1, net_grams=41, value=Money(99, "CHF"))
    parts = [goods_in([goods], number, 2) for number in (1, 2)]
    assert [
        [(g.description, g.net_grams, g.value) for g in part] for part in parts
    ] == [
        [("Table (part 1 of 2)", 20, Money(49, "CHF"))],
        [("Table (part 2 of 2)", 21, Money(50, "CHF"))],
    ]


def test_a_parcel_that_is_not_needed_has_no_papers_and_its_items_go_in_the_others() -> (
    None
):
    ret = ready(swiss_order(**KNOWN))
    ret = in_parcels(ret, quantities={"1": 3}, parcels=3)
    ret.labels.filter(parcel=2).update(
        state=LabelState.VOID, void_reason=VoidReason.UNNEEDED
    )
    assert customs_parcels(ret) == [1, 3]
    assert "Parcel 2 of 2" in said(ret, CustomsPaper.DECLARATION, parcel=3)
    assert "1.400" in said(ret, CustomsPaper.INVOICE, parcel=3)
    for number in (2, 4):
        with pytest.raises(NoPapersNeeded):
            customs_paper(ret, CustomsPaper.INVOICE, number)


def test_the_mail_has_the_papers_of_each_parcel_after_the_labels() -> None:
    ret = in_parcels(ready(swiss_order(**KNOWN)), quantities={"1": 2}, parcels=2)
    names = [str(one[0]) for one in render_mail(ret, "ready", message_id=7).attachments]
    assert [name.removeprefix(ret.rma_number) for name in names] == [
        *("-1.pdf", "-1-CN22.pdf", "-1-invoice.pdf"),
        *("-2-CN22.pdf", "-2-invoice.pdf"),
    ]
