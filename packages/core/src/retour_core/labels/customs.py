"""Customs papers of a return, put together from its rows."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.accounts.queries import account_zone
from retour_core.brands.models import ReturnAddress
from retour_core.domain.customs import (
    CustomsForm,
    Goods,
    MissingFact,
    Place,
    form_for,
    goods_in,
    missing_facts,
    needs_papers,
    relief_claimed,
)
from retour_core.domain.customs.goods import total_grams, total_value
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.money import Money
from retour_core.domain.states import ReturnState
from retour_core.domain.windows.days import local_day
from retour_core.labels.documents.customs import (
    CustomsData,
    Outbound,
    render_declaration,
    render_invoice,
)
from retour_core.labels.downloads import Download
from retour_core.labels.models import Label, VoidReason
from retour_core.labels.paper import consumer_address, merchant_address
from retour_core.labels.queries import labels_of
from retour_core.returns.models import Return, ReturnLine

# While the parcel is to be sent or on its way.
_WANTED = frozenset(
    {
        ReturnState.READY,
        ReturnState.IN_TRANSIT,
        ReturnState.ARRIVED,
        ReturnState.BOUNCED,
    }
)


class CustomsPaper(StrEnum):
    DECLARATION = "declaration"
    INVOICE = "invoice"


class NoPapersNeeded(Exception):
    """The parcel crosses no customs border, or is not to be sent."""


def needs_customs(ret: Return) -> bool:
    """Whether papers go with the parcel as things stand.

    Asks nothing of the database if ``return_address`` is loaded.
    """
    address = ret.return_address
    is_sent = ret.method and ret.method != ReturnMethod.IN_STORE
    if address is None or not is_sent or ret.current_state not in _WANTED:
        return False
    return needs_papers(_origin(ret), Place(address.country, address.postal_code))


def customs_parcels(ret: Return) -> list[int]:
    """The numbers of the parcels that papers go with, each with its own.

    One where nobody knows of labels. One query, none if the labels are loaded.
    """
    return _parcels(_to_send(ret))


def customs_paper(
    ret: Return,
    paper: CustomsPaper,
    parcel: int | None = None,
    *,
    shows_values: bool = True,
) -> Download:
    """A paper of a parcel, or of the first; the same facts give the same bytes.

    Its goods are those that are dealt out to the parcel, of those that are still to be
    sent: a parcel more or less changes the papers of all. Whoever returns a gift sees
    no prices: without ``shows_values`` theirs are blanks. Raises ``NoPapersNeeded``,
    also for a parcel that there is not.
    """
    if not needs_customs(ret):
        raise NoPapersNeeded
    labels = _to_send(ret)
    numbers = _parcels(labels)
    number = numbers[0] if parcel is None else parcel
    if number not in numbers:
        raise NoPapersNeeded
    data = _data(ret, labels, number, shows_values=shows_values or not ret.is_gift)
    mark = f"-{number}" if len(numbers) > 1 else ""
    if paper is CustomsPaper.INVOICE:
        return Download(render_invoice(data), "application/pdf", f"{mark}-invoice.pdf")
    suffix = f"{mark}-{data.form.name}.pdf"
    return Download(render_declaration(data), "application/pdf", suffix)


def customs_gaps(ret: Return) -> dict[MissingFact, list[str]]:
    """What customs want to know that the order does not say, and of which items."""
    return missing_facts(_goods(ret, shows_values=True))


def _to_send(ret: Return) -> list[Label]:
    """The labels of the return's parcels but those that are not needed any more."""
    return [
        label
        for label in labels_of(ret)
        if label.parcel <= ret.parcels and label.void_reason != VoidReason.UNNEEDED
    ]


def _parcels(labels: Sequence[Label]) -> list[int]:
    return [label.parcel for label in labels] or [1]


def _data(
    ret: Return, labels: Sequence[Label], number: int, *, shows_values: bool
) -> CustomsData:
    order, address = ret.order, ret.return_address
    label = next((one for one in labels if one.parcel == number), None)
    place, count = (labels.index(label) + 1 if label else 1), max(len(labels), 1)
    goods = goods_in(_goods(ret, shows_values=shows_values), place, count)
    recipient = merchant_address(address)
    zone = ZoneInfo(account_zone())
    form = form_for(total_value(goods), total_grams(goods))
    return CustomsData(
        form=form,
        brand_name=ret.brand.name,
        sender=consumer_address(ret.sender),
        sender_contacts=[ret.email],
        recipient=recipient,
        recipient_contacts=[address.email] if address else [],
        importer=_numbers(address),
        goods=goods,
        currency=order.currency,
        rma_number=ret.rma_number,
        order_number=order.number,
        ordered_on=local_day(order.placed_at, zone),
        invoice_number=order.invoice_number,
        parcel_number=label.tracking_number if label else "",
        parcel=place,
        parcels=count,
        outbound=_outbound(ret, zone),
        relief=relief_claimed(Place(recipient.country, recipient.postal_code)),
        locale=ret.locale,
        created_on=local_day(ret.submitted_at or ret.created_at, zone),
        **told_on_papers(
            ret.locale, form, has_gaps=bool(missing_facts(goods)), part=(place, count)
        ),
    )


def told_on_papers(
    locale: str, form: CustomsForm, *, has_gaps: bool, part: tuple[int, int]
) -> dict[str, Any]:
    """Title and steps, in the customer's language."""
    with translation.override(locale):
        pack = _("Put into this parcel the items that its form names, and no others.")
        gaps = _("Fill in the fields framed by dashes; leave none of them empty.")
        steps = [
            *([pack] if part[1] > 1 else []),
            _("Read the form and the invoice: you declare what they say."),
            *([gaps] if has_gaps else []),
            _("Write the date on both and sign them."),
            *_on_the_parcel(form),
        ]
        title = _("Customs declaration {form}").format(form=form.value.upper())
        if part[1] > 1:
            which = _("Parcel {number} of {count}")
            title = f"{title} · {which.format(number=part[0], count=part[1])}"
        return {"title": title, "steps": steps}


def _on_the_parcel(form: CustomsForm) -> list[str]:
    if form is CustomsForm.CN22:
        return [
            _("Cut out the form and stick it on the parcel, beside the label."),
            _("Put one copy of the invoice into the parcel, on top of the items."),
        ]
    return [
        _("Put the form into a clear pouch on the parcel, beside the label."),
        _("Put two copies of the invoice into the pouch and one into the parcel."),
    ]


def _goods(ret: Return, *, shows_values: bool) -> list[Goods]:
    """As customs read them: reasons in English, whatever the customer's language."""
    lines = ret.lines.select_related("order_line").order_by("pk")
    with translation.override("en"):
        return [
            _one_kind(line, ret, shows_values=shows_values)
            for line in lines
            if not line.is_kept
        ]


def _one_kind(line: ReturnLine, ret: Return, *, shows_values: bool) -> Goods:
    line.parent = ret
    bought = line.order_line
    grams = bought.weight_grams
    return Goods(
        description=" ".join(part for part in (bought.title, bought.variant) if part),
        quantity=line.quantity,
        net_grams=grams * line.quantity if grams else None,
        value=_worth(line, ret.order.currency) if shows_values else None,
        hs_code=bought.hs_code,
        origin=bought.origin_country,
        sku=bought.sku,
        reason=line.reason_text,
    )


def _worth(line: ReturnLine, currency: str) -> Money | None:
    """What was paid; goods that cost nothing are worth their list price to customs."""
    listed = (line.order_line.unit_list_minor or 0) * line.quantity
    minor = line.refund_minor or listed
    return Money(minor, currency) if minor else None


def _outbound(ret: Return, zone: ZoneInfo) -> list[Outbound]:
    return [
        Outbound(
            tracking_number=shipment.tracking_number,
            carrier=shipment.carrier,
            shipped_on=local_day(shipment.shipped_at, zone)
            if shipment.shipped_at
            else None,
            mrn=shipment.export_mrn,
        )
        for shipment in ret.order.shipments.order_by("pk")
        if shipment.tracking_number or shipment.export_mrn
    ]


def _numbers(address: ReturnAddress | None) -> list[str]:
    if address is None:
        return []
    known = (("VAT", address.vat_number), ("EORI", address.eori_number))
    return [f"{name} {number}" for name, number in known if number]


def _origin(ret: Return) -> Place:
    sender = ret.sender
    return Place(str(sender.get("country", "")), str(sender.get("postal_code", "")))
