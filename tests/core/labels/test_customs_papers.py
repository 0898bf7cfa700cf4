from __future__ import annotations

from typing import Any

import pytest

from retour_core.domain.customs import MissingFact
from retour_core.domain.methods import ReturnMethod
from retour_core.labels.customs import (
    CustomsPaper,
    NoPapersNeeded,
    customs_gaps,
    customs_paper,
    needs_customs,
)
from retour_core.labels.models import Label
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
