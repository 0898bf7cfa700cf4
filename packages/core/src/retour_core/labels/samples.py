"""One document of each kind, in a brand's look, of an order nobody placed.

To be looked at, before a printer or a customs officer does. Nothing is written but
what the caller keeps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from retour_core.billing.queries import months_of, statement_of
from retour_core.billing.sheets import statement_pdf
from retour_core.brands.models import Brand
from retour_core.brands.queries import default_return_address
from retour_core.counter.pictures import code_png
from retour_core.domain.counter_codes import code_to_scan
from retour_core.domain.customs import (
    CustomsForm,
    Goods,
    Place,
    missing_facts,
    relief_claimed,
)
from retour_core.domain.identifiers import sscc
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.money import Money
from retour_core.labels.customs import told_on_papers
from retour_core.labels.documents import (
    LabelAddress,
    LabelData,
    LabelPaper,
    SlipLine,
    render_label,
    render_label_png,
    render_label_sheet,
    render_label_zpl,
    render_labels,
)
from retour_core.labels.documents.customs import (
    CustomsData,
    Outbound,
    render_declaration,
    render_invoice,
)
from retour_core.labels.documents.parcel_slip import ParcelSlip, render_parcel_slip
from retour_core.labels.documents.slip import PackingSlip, SlipPaper, render_slips
from retour_core.labels.packing_slips import slip_words
from retour_core.labels.paper import brand_logo, merchant_address, sheet_steps
from retour_core.labels.parcel_slips import parcel_slip_words, steps_of
from retour_core.withdrawals.documents import acknowledgement_pdf
from retour_core.withdrawals.models import Withdrawal

_RMA, _ORDER = "J6VN-GH6B-CFN7", "A-1042"
_SSCC = sscc(0, "4012345", 1234567)
_SENDER = LabelAddress(
    name="Ada Keller",
    street="Bahnhofstrasse 12",
    street2="3. Stock",
    postal_code="8001",
    city="Zürich",
    country="CH",
    phone="+41 44 123 45 67",
)
_ITEMS = (
    ("Alpine jacket, blue, M", "JKT-BLU-M", "Too small", 1, 189_00),
    ("Merino socks, 3 pairs, 42–45", "SOC-3-42", "Does not please", 2, 39_80),
)
_LINES = [
    SlipLine(quantity=count, title=title, sku=sku, reason=reason)
    for title, sku, reason, count, _minor in _ITEMS
]
# What a parcel of shoes weighs; small enough for the small form of customs.
_GRAMS = 640

Documents = dict[str, Callable[[], bytes]]


def sample_documents(brand: Brand, *, locale: str, today: date) -> Documents:
    """By file name, what makes it. A kind the brand cannot have yet is left out: a
    withdrawal's and a statement's are those of its newest."""
    label = _label(brand, locale, today)
    form = _customs(brand, locale, today)
    large = _customs(brand, locale, today, CustomsForm.CN23)
    parcel = replace(large, parcel=1, parcels=2)
    slip = _slip(brand, locale, today)
    in_parcel = _parcel_slip(brand, locale, today)
    made: Documents = {
        "label-a6.pdf": lambda: render_label(label),
        "label-4x6.pdf": lambda: render_label(label, LabelPaper.INCHES_4X6),
        "label-a4.pdf": lambda: render_label_sheet(label, _LINES, sheet_steps(locale)),
        "label.png": lambda: render_label_png(label),
        "label-203dpi.zpl": lambda: render_label_zpl(label, 203),
        "label-300dpi.zpl": lambda: render_label_zpl(label, 300),
        "labels-in-the-box.pdf": lambda: render_labels([label, label]),
        "packing-slip-a4.pdf": lambda: render_slips([slip], SlipPaper.A4),
        "packing-slip-a6.pdf": lambda: render_slips([slip], SlipPaper.A6),
        "parcel-slip.pdf": lambda: render_parcel_slip(in_parcel),
        "customs-cn22.pdf": lambda: render_declaration(form),
        "customs-cn23.pdf": lambda: render_declaration(large),
        "customs-cn23-parcel-1-of-2.pdf": lambda: render_declaration(parcel),
        "customs-invoice.pdf": lambda: render_invoice(form),
        "customs-invoice-parcel-1-of-2.pdf": lambda: render_invoice(parcel),
        "counter-code.png": lambda: code_png(_RMA),
    }
    return made | _of_rows(brand, locale)


def _of_rows(brand: Brand, locale: str) -> Documents:
    made: Documents = {}
    withdrawal = Withdrawal.objects.filter(brand=brand).order_by("-pk").first()
    if withdrawal is not None:
        made["withdrawal.pdf"] = lambda: acknowledgement_pdf(withdrawal)
    if months := months_of(brand):
        statement = statement_of(brand, months[0])
        made["statement.pdf"] = lambda: statement_pdf(statement, locale=locale)
    return made


def _recipient(brand: Brand) -> LabelAddress:
    address = default_return_address(brand.pk)
    if address is not None:
        return merchant_address(address)
    return LabelAddress(
        name=brand.name,
        street="Lagerstraße 12",
        postal_code="10115",
        city="Berlin",
        country="DE",
    )


def _label(brand: Brand, locale: str, today: date) -> LabelData:
    return LabelData(
        brand_name=brand.name,
        brand_colour=brand.primary_colour,
        logo=brand_logo(brand),
        sender=_SENDER,
        recipient=_recipient(brand),
        order_number=_ORDER,
        rma_number=_RMA,
        parcel_number=_SSCC,
        qr_text=f"{brand.portal_url}/{locale}/return/r/sample",
        locale=locale,
        created_on=today,
        weight_grams=_GRAMS,
    )


def _slip(brand: Brand, locale: str, today: date) -> PackingSlip:
    return PackingSlip(
        brand_name=brand.name,
        brand_colour=brand.primary_colour,
        logo=brand_logo(brand),
        recipient=_SENDER,
        order_number=_ORDER,
        ordered_on=today,
        lines=[replace(line, reason="") for line in _LINES],
        url=f"{brand.portal_url}/{locale}/return/o/sample",
        short_url=brand.portal_url.partition("://")[2],
        words=slip_words(locale),
        locale=locale,
    )


def _parcel_slip(brand: Brand, locale: str, today: date) -> ParcelSlip:
    return ParcelSlip(
        brand_name=brand.name,
        brand_colour=brand.primary_colour,
        logo=brand_logo(brand),
        recipient=_recipient(brand),
        order_number=_ORDER,
        rma_number=_RMA,
        scanned=code_to_scan(_RMA),
        lines=_LINES,
        words=parcel_slip_words(locale, steps_of(ReturnMethod.OWN_CARRIER, locale)),
        locale=locale,
        created_on=today,
    )


def _customs(
    brand: Brand, locale: str, today: date, form: CustomsForm = CustomsForm.CN22
) -> CustomsData:
    recipient = _recipient(brand)
    goods = [
        Goods(
            description=title,
            quantity=count,
            net_grams=_GRAMS // 2,
            value=Money(minor, "CHF"),
            hs_code="6201.40" if place == 0 else "",
            origin="VN" if place == 0 else "",
            sku=sku,
            reason=reason,
        )
        for place, (title, sku, reason, count, minor) in enumerate(_ITEMS)
    ]
    told = told_on_papers(
        locale, form, has_gaps=bool(missing_facts(goods)), part=(1, 1)
    )
    return CustomsData(
        form=form,
        brand_name=brand.name,
        sender=_SENDER,
        sender_contacts=["ada@example.org"],
        recipient=recipient,
        recipient_contacts=[brand.support_email] if brand.support_email else [],
        goods=goods,
        currency="CHF",
        rma_number=_RMA,
        order_number=_ORDER,
        ordered_on=today,
        invoice_number="RE-1042",
        parcel_number=_SSCC,
        outbound=[
            Outbound(
                tracking_number="99.12.345678.90123456",
                carrier="Swiss Post",
                shipped_on=today,
                mrn="26DE586600000123B7",
            )
        ],
        relief=relief_claimed(Place(recipient.country, recipient.postal_code)),
        locale=locale,
        created_on=today,
        **told,
    )
