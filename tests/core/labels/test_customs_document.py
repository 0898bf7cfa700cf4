from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from retour_core.domain.customs import CustomsForm, Goods, Place, relief_claimed
from retour_core.domain.money import Money
from retour_core.labels.documents import Decoded, decode
from retour_core.labels.documents.customs import (
    CustomsData,
    Outbound,
    render_declaration,
    render_invoice,
)
from tests.core.labels.label_samples import (
    CONSUMER,
    MERCHANT,
    SSCC,
    pages_mm,
    printed,
    words,
)
from tests.core.labels.test_label_document import (
    HOSTILE,
    LENGTHS,
    LIGHTEST_60_KB,
    SCRIPTS,
)

SOCKS = Goods(
    description="Merino socks",
    quantity=2,
    net_grams=180,
    value=Money(39_80, "CHF"),
    hs_code="6115.95",
    origin="PT",
    sku="SOCK-42",
    reason="Too small",
)
JACKET = Goods(description="Jacket", quantity=1, value=Money(189_00, "CHF"))
PAPERS = CustomsData(
    form=CustomsForm.CN22,
    brand_name="Nordlicht",
    sender=replace(CONSUMER, country="CH", postal_code="8001", city="Zürich"),
    sender_contacts=["zoe@example.org"],
    recipient=MERCHANT,
    recipient_contacts=["returns@nordlicht.example"],
    importer=["VAT DE123456789", "EORI DE1234567890123"],
    goods=[SOCKS, JACKET],
    currency="CHF",
    rma_number="K7QM-2XWD-9TRP",
    order_number="NO-2026-104482",
    ordered_on=date(2026, 2, 3),
    invoice_number="RE-99812",
    parcel_number=SSCC,
    outbound=[
        Outbound(
            tracking_number="99.12.345678",
            carrier="Swiss Post",
            shipped_on=date(2026, 2, 4),
            mrn="26DE586600000123B7",
        )
    ],
    relief=relief_claimed(Place("DE", "20457")),
    title="Customs declaration CN22",
    steps=["Sign it."],
    locale="en",
    created_on=date(2026, 3, 5),
)
LARGE = replace(PAPERS, form=CustomsForm.CN23)


def said(pdf: bytes) -> str:
    return " ".join(words(pdf).split())


@pytest.mark.parametrize(
    "pdf",
    [render_declaration(PAPERS), render_declaration(LARGE), render_invoice(PAPERS)],
    ids=["cn22", "cn23", "invoice"],
)
def test_each_paper_names_goods_export_and_relief(pdf: bytes) -> None:
    text = said(pdf)
    for fact in (
        *("Merino socks", "611595", "PT", "0.180", "39.80", "228.80"),
        *("Swiss Post 99.12.345678", "MRN 26DE586600000123B7", "UCC art. 203"),
        *("NO-2026-104482", "K7QM-2XWD-9TRP"),
    ):
        assert fact in text
    assert pages_mm(pdf) == [(210.0, 297.0)]
    assert len(pdf) <= LIGHTEST_60_KB


def test_the_invoice_says_that_nothing_is_sold() -> None:
    text = said(render_invoice(PAPERS))
    assert "Goods in return, no sale" in text
    assert "Too small" in text
    assert "RE-99812" in text
    assert "EORI DE1234567890123" in text


def test_the_number_of_the_parcel_scans_from_the_large_form() -> None:
    assert decode(printed(render_declaration(LARGE))) == [Decoded("]C1", f"(00){SSCC}")]


def test_another_carriers_number_is_printed_without_a_code() -> None:
    pdf = render_declaration(replace(LARGE, parcel_number="1Z 999 AA1"))
    assert decode(printed(pdf)) == []
    assert "1Z 999 AA1" in said(pdf)


def test_the_same_facts_give_the_same_bytes() -> None:
    assert render_declaration(LARGE) == render_declaration(replace(LARGE))
    assert render_invoice(PAPERS) == render_invoice(replace(PAPERS))


@pytest.mark.parametrize("form", list(CustomsForm))
def test_more_goods_than_a_form_has_room_for_are_summed_up(form: CustomsForm) -> None:
    many = replace(PAPERS, form=form, goods=[SOCKS] * 12)
    text = said(render_declaration(many))
    assert "in all: see the invoice" in text
    assert "477.60" in text
    assert "2.160" in text
    assert pages_mm(render_declaration(many)) == [(210.0, 297.0)]


def test_the_invoice_of_a_hundred_goods_goes_on_overleaf() -> None:
    pdf = render_invoice(replace(PAPERS, goods=[SOCKS] * 100))
    last = len(pages_mm(pdf)) - 1
    assert f"K7QM-2XWD-9TRP · {last + 1}/{last + 1}" in words(pdf, last)
    assert "3980.00" in words(pdf, last)
    assert "Goods and reason of the return" in words(pdf, last)


@pytest.mark.parametrize(
    "text",
    [*SCRIPTS.values(), *LENGTHS.values(), *HOSTILE.values()],
    ids=[*SCRIPTS, *LENGTHS, *HOSTILE],
)
def test_whatever_was_typed_the_papers_stay_whole(text: str) -> None:
    address = replace(CONSUMER, name=text, company=text, street=text, city=text)
    goods = replace(SOCKS, description=text, sku=text, reason=text)
    typed = replace(
        LARGE,
        sender=address,
        recipient=address,
        sender_contacts=[text],
        goods=[goods] * 3,
        order_number=text,
        invoice_number=text,
        outbound=[Outbound(tracking_number=text, carrier=text, mrn=text)],
        importer=[text],
        steps=[text],
    )
    for form in CustomsForm:
        pdf = render_declaration(replace(typed, form=form))
        assert pages_mm(pdf) == [(210.0, 297.0)]
        assert len(pdf) <= LIGHTEST_60_KB
    assert len(render_invoice(typed)) <= LIGHTEST_60_KB
    assert f"(00){SSCC}" in {
        code.text for code in decode(printed(render_declaration(typed)))
    }
