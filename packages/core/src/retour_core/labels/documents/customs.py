"""Papers for customs: the declaration to cut out, and the invoice that goes with it.

The forms are the posts' own (UPU Convention Regulations, CN 22 and CN 23), in English
and French, the posts' language; what to do with them is in the customer's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from retour_core.domain.countries import country_name
from retour_core.domain.customs import CustomsForm, Goods
from retour_core.domain.customs.goods import total_grams, total_value
from retour_core.domain.identifiers import is_parcel_number
from retour_core.domain.money import Money
from retour_core.labels.documents.barcodes import DOT_MM, parcel_symbol, parcel_text
from retour_core.labels.documents.captions import print_locale
from retour_core.labels.documents.compiler import compile_light_pdf
from retour_core.labels.documents.data import LabelAddress
from retour_core.labels.documents.lines import contact_lines, printed_line

# What the form has room for; the invoice names everything.
_FORM_ROWS = {CustomsForm.CN22: 4, CustomsForm.CN23: 5}


@dataclass(frozen=True, kw_only=True)
class Outbound:
    """A parcel in which the goods went out; ``mrn`` names its export declaration."""

    tracking_number: str = ""
    carrier: str = ""
    shipped_on: date | None = None
    mrn: str = ""


@dataclass(frozen=True, kw_only=True)
class CustomsData:
    """``goods`` are all in the parcel, at least one; it is the ``parcel``-th of
    ``parcels``. ``parcel_number`` "" where none is known yet; ``relief`` is what is
    claimed at the border. ``steps`` come in the language of ``locale``; all else is
    printed in English and French. ``importer`` are lines of the addressee's numbers for
    customs, ``contacts`` of phone and e-mail.
    """

    form: CustomsForm
    brand_name: str
    sender: LabelAddress
    sender_contacts: Sequence[str] = ()
    recipient: LabelAddress
    recipient_contacts: Sequence[str] = ()
    importer: Sequence[str] = ()
    goods: Sequence[Goods]
    currency: str
    rma_number: str
    order_number: str
    ordered_on: date
    invoice_number: str = ""
    parcel_number: str = ""
    parcel: int = 1
    parcels: int = 1
    outbound: Sequence[Outbound] = ()
    relief: str = ""
    title: str
    steps: Sequence[str] = ()
    locale: str
    created_on: date


def render_declaration(data: CustomsData) -> bytes:
    """The form to cut out and what to do with it: A4, PDF/A-2a and PDF/UA-1.

    The same data gives the same bytes. A fact that is missing is a framed blank.
    """
    return compile_light_pdf("declaration", _inputs(data), data.created_on)


def render_invoice(data: CustomsData) -> bytes:
    """The invoice "returned goods, no sale"; for the rest as the declaration."""
    return compile_light_pdf("invoice", _inputs(data), data.created_on)


def _inputs(data: CustomsData) -> dict[str, Any]:
    locale = print_locale(data.locale)
    english = print_locale("en")
    # Each parcel has an invoice, and no two invoices have one number.
    number = data.rma_number + (f"/{data.parcel}" if data.parcels > 1 else "")
    return {
        "locale": {"language": locale.language, "region": locale.territory},
        "title": printed_line(data.title)["text"],
        "invoice_title": f"Commercial invoice {printed_line(number)['text']}",
        "brand": printed_line(data.brand_name),
        "steps": [printed_line(step, limit=400) for step in data.steps],
        "form": data.form.value,
        "sender": contact_lines(data.sender, english),
        "sender_contacts": _lines(data.sender_contacts),
        "recipient": contact_lines(data.recipient, english),
        "recipient_contacts": _lines(data.recipient_contacts),
        "importer": _lines(data.importer),
        "rows": _form_rows(data),
        "goods": [_row(one, data.currency) for one in data.goods],
        "total_weight": _kilograms(total_grams(data.goods)),
        "total_value": _amount(total_value(data.goods)),
        "quantity": sum(one.quantity for one in data.goods),
        "currency": data.currency,
        "relief": data.relief,
        "rma": printed_line(data.rma_number),
        "own_invoice": printed_line(number),
        "part": _part(data),
        "order": printed_line(data.order_number),
        "ordered_on": _day(data.ordered_on),
        "invoice": printed_line(data.invoice_number),
        "parcel": printed_line(data.parcel_number),
        "barcode": _barcode(data.parcel_number),
        "outbound": [_outbound(one) for one in data.outbound],
        "created_on": _day(data.created_on),
        "dot_mm": DOT_MM,
    }


def _part(data: CustomsData) -> str:
    return f"Parcel {data.parcel} of {data.parcels}" if data.parcels > 1 else ""


def _form_rows(data: CustomsData) -> list[dict[str, Any]]:
    """All goods, or those the form has room for and one row for the others."""
    room, goods = _FORM_ROWS[data.form], list(data.goods)
    if len(goods) <= room:
        return [_row(one, data.currency) for one in goods]
    first, rest = goods[: room - 1], goods[room - 1 :]
    pieces = sum(one.quantity for one in rest)
    others = Goods(
        description=(
            f"{len(rest)} further kinds of goods, {pieces} in all: see the invoice"
        ),
        quantity=pieces,
        net_grams=total_grams(rest),
        value=total_value(rest),
    )
    rows = [_row(one, data.currency) for one in first]
    return [*rows, _row(others, data.currency) | {"is_rest": True}]


def _row(goods: Goods, currency: str) -> dict[str, Any]:
    value = goods.value
    each = _each(value, goods.quantity)
    return {
        "description": printed_line(goods.description, limit=120),
        "sku": printed_line(goods.sku, limit=40),
        "reason": printed_line(goods.reason, limit=80),
        "quantity": goods.quantity,
        "weight": _kilograms(goods.net_grams),
        "value": _amount(value),
        "each": _amount(each),
        "hs_code": goods.hs_digits,
        "origin": goods.origin,
        "origin_name": country_name(goods.origin, "en") if goods.origin else "",
        "currency": currency,
        "is_rest": False,
    }


def _each(value: Money | None, quantity: int) -> Money | None:
    """Of one; the line's value is exact, this one may be rounded down."""
    return value and Money(value.minor // quantity, value.currency)


def _kilograms(grams: int | None) -> str:
    return f"{grams / 1000:.3f}" if grams else ""


def _amount(value: Money | None) -> str:
    return value.to_string() if value else ""


def _day(day: date) -> str:
    return format_date(day, "d MMM yyyy", "en")


def _outbound(one: Outbound) -> list[dict[str, Any]]:
    parts = [
        " ".join(part for part in (one.carrier, one.tracking_number) if part),
        f"MRN {one.mrn}" if one.mrn else "",
        f"sent {_day(one.shipped_on)}" if one.shipped_on else "",
    ]
    return [printed_line(part) for part in parts if part]


def _barcode(number: str) -> dict[str, Any] | None:
    if not is_parcel_number(number):
        return None
    symbol = parcel_symbol(number)
    return {
        "svg": symbol.svg,
        "width_dots": symbol.width_dots,
        "text": parcel_text(number),
    }


def _lines(texts: Sequence[str]) -> list[dict[str, Any]]:
    return [line for line in map(printed_line, texts) if line["text"]]
