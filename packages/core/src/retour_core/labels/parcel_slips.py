"""The slip for the parcel, put together from the rows of a return."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from retour_core.domain.counter_codes import code_to_scan
from retour_core.domain.errors import DomainError
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.states import ReturnState
from retour_core.labels.documents import LabelAddress
from retour_core.labels.documents.barcodes import PRINTER_DPI
from retour_core.labels.documents.parcel_slip import (
    ROOM_LEFT_DOTS,
    ROOM_TOP_DOTS,
    LabelRoom,
    ParcelSlip,
    ParcelSlipWords,
    render_parcel_slip,
)
from retour_core.labels.models import Label
from retour_core.labels.paper import (
    brand_logo,
    merchant_address,
    sheet_steps,
    slip_lines,
)
from retour_core.labels.placing import Room, place_on_sheet
from retour_core.returns.models import Return

_CORNER = (ROOM_LEFT_DOTS * 72 / PRINTER_DPI, ROOM_TOP_DOTS * 72 / PRINTER_DPI)
# Ways on which no sheet with a label is printed, so that nothing in the parcel would
# say whose it is.
_WITHOUT_SHEET = frozenset({ReturnMethod.LABELLESS, ReturnMethod.OWN_CARRIER})


class NoSlipNeeded(DomainError):
    """This return has no parcel to put a slip into, or a sheet with one."""

    code = "no_slip_needed"


def needs_slip(ret: Return) -> bool:
    """Whether its parcel is to be sent and has no slip yet. No query."""
    is_to_send = ret.current_state is ReturnState.READY
    return is_to_send and ret.method in _WITHOUT_SHEET


def parcel_slip(ret: Return) -> bytes:
    """A4: number, items with reasons and what to do; where to, if the customer sends
    it. The same return gives the same bytes. Raises NoSlipNeeded."""
    if not needs_slip(ret):
        raise NoSlipNeeded
    recipient = None
    if ret.method == ReturnMethod.OWN_CARRIER:
        recipient = merchant_address(ret.return_address)
    steps = steps_of(ret.method, ret.locale)
    return render_parcel_slip(_slip(ret, steps, ret.created_at.date(), recipient))


def sheet_around(ret: Return, label: Label, document: bytes) -> bytes:
    """A carrier's label on A4, with steps and the slip; raises CannotPlace.

    The same label gives the same bytes.
    """
    day = label.created_at.date()

    def render(room: Room | None) -> bytes:
        if room is None:
            return render_parcel_slip(_slip(ret, _page_steps(ret.locale), day))
        slip = _slip(ret, sheet_steps(ret.locale), day)
        return render_parcel_slip(slip, LabelRoom(*room))

    return place_on_sheet(document, _CORNER, render)


def _slip(
    ret: Return,
    steps: Sequence[str],
    created_on: date,
    recipient: LabelAddress | None = None,
) -> ParcelSlip:
    brand = ret.brand
    return ParcelSlip(
        brand_name=brand.name,
        brand_colour=brand.primary_colour,
        logo=brand_logo(brand),
        recipient=recipient,
        order_number=ret.order.number,
        rma_number=ret.rma_number,
        scanned=code_to_scan(ret.rma_number),
        lines=slip_lines(ret),
        words=parcel_slip_words(ret.locale, steps),
        locale=ret.locale,
        created_on=created_on,
    )


def steps_of(method: str, locale: str) -> list[str]:
    """What to do with a slip that is no part of a sheet."""
    with translation.override(locale):
        pack = _("Pack the items and put this slip into the parcel.")
        if method == ReturnMethod.LABELLESS:
            return [
                pack,
                _("Show the code on your phone; the label is printed for you."),
                _("Keep the receipt."),
            ]
        return [
            pack,
            _("Write your return number on the outside of the parcel."),
            _("Send the parcel to the address on this slip and keep the receipt."),
        ]


def _page_steps(locale: str) -> list[str]:
    """Where the slip is a page of its own after the label's."""
    _with_slip_below, *others = sheet_steps(locale)
    with translation.override(locale):
        return [_("Pack the items and put this slip into the parcel."), *others]


def parcel_slip_words(locale: str, steps: Sequence[str]) -> ParcelSlipWords:
    with translation.override(locale):
        return ParcelSlipWords(
            title=_("Slip for the parcel"),
            order=_("Order"),
            rma=_("Return number"),
            quantity=_("Quantity"),
            item=_("Item"),
            sku=_("SKU"),
            reason=_("Reason"),
            send_to=_("Send it to"),
            how_to=_("How to send it back"),
            steps=steps,
            cut=_("Cut along this line"),
            label_alt=_("Return label"),
            qr_alt=_("QR code of the return number {number}"),
        )
