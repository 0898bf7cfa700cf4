"""What is printed, put together from the rows."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.accounts.queries import account_zone
from retour_core.brands.models import Brand, ReturnAddress
from retour_core.domain.states import ReturnState
from retour_core.domain.windows.days import local_day
from retour_core.labels.documents import (
    LabelAddress,
    LabelCode,
    LabelData,
    LabelSheet,
    SlipLine,
)
from retour_core.labels.models import Label
from retour_core.labels.requesting import parcel_of
from retour_core.orders.slips import slip_url
from retour_core.returns.links import tracking_url
from retour_core.returns.models import Return


def label_data(ret: Return, label: Label, zone: ZoneInfo | None = None) -> LabelData:
    """Everything the A6 label says; dated by the label, so a reprint is the same.

    The day is the merchant's: one query, unless its ``zone`` is given.
    """
    brand = ret.brand
    return LabelData(
        brand_name=brand.name,
        brand_colour=brand.primary_colour,
        logo=brand_logo(brand),
        sender=consumer_address(ret.sender),
        recipient=merchant_address(ret.return_address),
        order_number=ret.order.number,
        rma_number=ret.rma_number,
        parcel_number=label.tracking_number,
        qr_text=_link(ret),
        locale=ret.locale,
        created_on=local_day(label.created_at, zone or ZoneInfo(account_zone())),
        weight_grams=parcel_of(label).weight_grams,
        code=_code(ret, label),
        service=f"{label.parcel}/{label.parcels}" if label.parcels > 1 else "",
    )


def _link(ret: Return) -> str:
    """A label in the box is read by whoever opens it: its code lets nobody in."""
    if ret.current_state is ReturnState.DRAFT:
        return slip_url(ret.order)
    return tracking_url(ret)


def _code(ret: Return, label: Label) -> LabelCode:
    """The account's choice; in the box it is for the customer, who has a phone."""
    if label.account is None or ret.current_state is ReturnState.DRAFT:
        return LabelCode.QR
    return LabelCode(label.account.options.get("square_code", LabelCode.QR))


def consumer_address(sender: dict[str, Any]) -> LabelAddress:
    return LabelAddress(
        name=sender.get("name", ""),
        company=sender.get("company", ""),
        street=sender.get("street", ""),
        street2=sender.get("street2", ""),
        postal_code=sender.get("postal_code", ""),
        city=sender.get("city", ""),
        region=sender.get("region", ""),
        country=sender["country"],
        phone=sender.get("phone", ""),
    )


def merchant_address(address: ReturnAddress | None) -> LabelAddress:
    if address is None:
        raise ValueError("a submitted return always has a return address")
    return LabelAddress(
        name=address.contact,
        company=address.company,
        street=address.street,
        street2=address.street2,
        postal_code=address.postal_code,
        city=address.city,
        region=address.region,
        country=address.country,
        phone=address.phone,
    )


def slip_lines(ret: Return) -> list[SlipLine]:
    with translation.override(ret.locale):
        return [
            SlipLine(
                quantity=line.quantity,
                title=line.order_line.title,
                sku=line.order_line.sku,
                reason=line.reason_text,
            )
            for line in ret.lines.select_related("order_line").order_by("pk")
        ]


def sheet_of(ret: Return, data: LabelData) -> LabelSheet:
    """With the slip; a label in the box has none, as nothing is chosen yet."""
    steps = sheet_steps(ret.locale)
    if ret.current_state is ReturnState.DRAFT:
        return LabelSheet(data, [], steps[1:])
    return LabelSheet(data, slip_lines(ret), steps)


def sheet_steps(locale: str) -> list[str]:
    with translation.override(locale):
        return [
            _("Pack the items and put the slip below into the parcel."),
            _("Cut out the label and stick it on the parcel, over the old one."),
            _("Hand the parcel in at a drop-off point and keep the receipt."),
        ]


def brand_logo(brand: Brand) -> bytes | None:
    if not brand.logo:
        return None
    try:
        with brand.logo.open("rb") as file:
            content: bytes = file.read()
    except OSError:
        return None  # the brand's name is printed instead
    return content
