"""How a refund was computed, as a table an accountant can add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retour_core.domain.refunds import (
    RefundBreakdown,
    Row,
    RowKind,
    Share,
    ShareTo,
    Why,
)
from retour_portal.backoffice.tenders import TENDER_NAMES

_KINDS: Mapping[RowKind, str | Promise] = {
    RowKind.ITEM: _("Item"),
    RowKind.ITEM_DISCOUNT: _("Discount on the item"),
    RowKind.ORDER_DISCOUNT: _("Share of the order’s discount"),
    RowKind.ITEM_TAX: _("Tax"),
    RowKind.RESTOCKING_FEE: _("Restocking fee"),
    RowKind.RETURN_FEE: _("Return fee"),
    RowKind.WAIVED_FEE: _("Fee not charged"),
    RowKind.EXCHANGE: _("Exchanged for another item"),
    RowKind.EXCHANGE_DIFFERENCE: _("The new item is dearer by"),
    RowKind.REPLACEMENT: _("Replaced"),
    RowKind.OUTBOUND_SHIPPING: _("Delivery to the customer"),
    RowKind.SHIPPING_KEPT: _("Extra cost of a faster delivery, kept"),
    RowKind.ROUNDING: _("Rounding of the order’s total"),
    RowKind.CAPPED: _("Not more than is left of the payment"),
    RowKind.BONUS: _("Bonus on store credit"),
}
_WHYS: Mapping[Why, str | Promise] = {
    Why.WITHDRAWAL: _("a withdrawal costs the customer nothing else"),
    Why.CLAIM: _("a claim is free of charge"),
    Why.OUR_FAULT: _("it was our fault"),
    Why.NOT_COVERED: _("it is more than there is to take it from"),
    Why.LINE_SPENT: _("what was paid for the line is given back already"),
    Why.NO_UNITS_LEFT: _("its units are given back already"),
    Why.CAPTURED: _("captured less refunded before"),
}


@dataclass(frozen=True)
class ShownRow:
    """Amounts as text; ``is_note`` is recorded and in no sum."""

    caption: str
    detail: str
    rate: str
    excl: str
    tax: str
    incl: str
    is_note: bool


@dataclass(frozen=True)
class ShownBreakdown:
    """``rates`` are the same amounts by tax rate; ``total`` is the sum of either.
    ``payouts`` are caption, reference and amount of where it goes, if that is known."""

    rows: list[ShownRow]
    rates: list[ShownRow]
    total: str
    payouts: list[tuple[str, str, str]]


def shown(
    breakdown: RefundBreakdown,
    *,
    titles: Mapping[str, str],
    money: Callable[[int], str],
    payouts: Iterable[Share] = (),
) -> ShownBreakdown:
    """``titles`` name the order's lines by their ids; ``money`` words minor units.
    ``payouts`` are the breakdown's own shares, or those of the amount staff chose."""
    shares = list(payouts)
    return ShownBreakdown(
        rows=[_row(row, titles, money) for row in breakdown.rows],
        rates=[
            ShownRow(
                caption=_rate_caption(rate.rate),
                detail="",
                rate=_percent(rate.rate),
                excl=money(rate.excl_minor),
                tax=money(rate.tax_minor),
                incl=money(rate.incl_minor),
                is_note=False,
            )
            for rate in breakdown.rates
        ],
        total=money(breakdown.total_minor),
        payouts=[
            (_share_caption(share), share.reference, money(share.minor))
            for share in shares
            if any(share.to is not ShareTo.UNASSIGNED for share in shares)
        ],
    )


def _share_caption(share: Share) -> str:
    if share.to is ShareTo.NEW_CREDIT:
        return str(_("New store credit"))
    if share.tender is None:
        return str(_("To be chosen"))
    return str(TENDER_NAMES[share.tender])


def _row(row: Row, titles: Mapping[str, str], money: Callable[[int], str]) -> ShownRow:
    is_note = bool(row.noted_minor) and not row.incl_minor
    parts = [titles.get(row.line, row.line), str(_WHYS[row.why]) if row.why else ""]
    if row.kind is RowKind.ITEM and row.units:
        parts[0] = f"{len(row.units)} × {parts[0]}"
    return ShownRow(
        caption=str(_KINDS[row.kind]),
        detail=", ".join(part for part in parts if part),
        rate=_percent(row.rate),
        excl=money(row.excl_minor),
        tax=money(row.tax_minor),
        incl=money(row.noted_minor if is_note else row.incl_minor),
        is_note=is_note,
    )


def _rate_caption(rate: Decimal | None) -> str:
    if rate is None:
        return str(_("Without a tax rate"))
    return str(_("At %(rate)s")) % {"rate": _percent(rate)}


def _percent(rate: Decimal | None) -> str:
    if rate is None:
        return ""
    plain = f"{rate:f}".rstrip("0").rstrip(".") if "." in f"{rate:f}" else f"{rate:f}"
    return f"{formats.localize(Decimal(plain))}\u00a0%"
