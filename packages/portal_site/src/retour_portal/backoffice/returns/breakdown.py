"""How a refund was computed, as a table an accountant can add up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    load_breakdown,
)
from retour_core.domain.states import ReturnState
from retour_core.returns.breakdown import settlement
from retour_core.returns.choices import ResolutionChoices
from retour_core.returns.models import Return
from retour_core.returns.parts import Settled, latest_parts
from retour_core.returns.payouts import shares_of
from retour_portal.backoffice.listing import money_text
from retour_portal.backoffice.tenders import TENDER_NAMES

_KINDS: Mapping[RowKind, str | Promise] = {
    RowKind.ITEM: _("Item"),
    RowKind.ITEM_DISCOUNT: _("Discount on the item"),
    RowKind.ORDER_DISCOUNT: _("Share of the order’s discount"),
    RowKind.ITEM_TAX: _("Tax"),
    RowKind.RESTOCKING_FEE: _("Restocking fee"),
    RowKind.RETURN_FEE: _("Return fee"),
    RowKind.WAIVED_FEE: _("Fee not charged"),
    RowKind.PREPAID_FEE: _("Return fee, paid before the label"),
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
class Reckoned:
    """A breakdown with what is needed to show it; ``titles`` name the order's lines by
    their ids. ``payouts`` are where it goes: with the amount staff chose, other ones
    than the breakdown's own."""

    breakdown: RefundBreakdown
    titles: Mapping[str, str]
    payouts: tuple[Share, ...]
    is_decided: bool


def reckoned(ret: Return) -> Reckoned | None:
    """How what the return gives was computed, or would be of what was received; None
    before receipt. Up to ten queries."""
    parts = latest_parts(ret)
    titles = {
        line.order_line.external_id: line.order_line.title for line in ret.lines.all()
    }
    kept = ret.settlement or (parts.refund and parts.is_live and parts.refund.breakdown)
    if kept:
        found = load_breakdown(kept)
        return Reckoned(found, titles, _payouts(found, parts), is_decided=True)
    if ret.current_state is not ReturnState.INSPECTED or parts.is_live:
        return None
    found = settlement(ret)
    return Reckoned(found, titles, found.shares, is_decided=False)


def _payouts(found: RefundBreakdown, parts: Settled) -> tuple[Share, ...]:
    money = () if parts.refund is None else shares_of(parts.refund)
    credit = [share for share in found.shares if share.to is ShareTo.NEW_CREDIT]
    # Money decided before store credit was a part of its own names that as well.
    own = [share for share in money if share.to is not ShareTo.NEW_CREDIT]
    return (*own, *credit)


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
    ``payouts`` are caption, reference and amount of where it goes, if that is known,
    ``paid`` their sum where staff chose another than the total. ``items`` begin with
    those of the lines and end with what concerns the return as a whole."""

    rows: list[ShownRow]
    items: list[ShownRow]
    rates: list[ShownRow]
    total: str
    total_excl: str
    total_tax: str
    payouts: list[tuple[str, str, str]]
    paid: str
    credit: str
    bonus: str
    difference: str
    limit: str


def breakdown_of(ret: Return) -> ShownBreakdown | None:
    """For the return's own page."""
    found = reckoned(ret)
    return None if found is None else shown(found)


def shown(found: Reckoned) -> ShownBreakdown:
    breakdown, titles = found.breakdown, found.titles
    shares = list(found.payouts)

    def money(minor: int) -> str:
        return money_text(minor, breakdown.currency)

    tax = sum(rate.tax_minor for rate in breakdown.rates)
    paid = sum(share.minor for share in shares)
    difference = breakdown.exchange_difference.minor
    return ShownBreakdown(
        rows=[_row(row, found, money) for row in breakdown.rows],
        items=_items(breakdown, titles, money),
        rates=[
            _sum_row(
                _rate_caption(rate.rate),
                (rate.excl_minor, rate.tax_minor, rate.incl_minor),
                money,
                rate=_percent(rate.rate),
            )
            for rate in breakdown.rates
        ],
        total=money(breakdown.total_minor),
        total_excl=money(breakdown.total_minor - tax),
        total_tax=money(tax),
        payouts=[
            (share_caption(share), share.reference, money(share.minor))
            for share in shares
            if any(share.to is not ShareTo.UNASSIGNED for share in shares)
        ],
        paid=money(paid) if shares and paid != breakdown.total_minor else "",
        credit=money(breakdown.credit_minor) if breakdown.credit_minor else "",
        bonus=money(breakdown.bonus_minor) if breakdown.bonus_minor else "",
        difference=money(difference) if difference else "",
        limit=money(breakdown.limit_minor),
    )


def _items(
    breakdown: RefundBreakdown, titles: Mapping[str, str], money: Callable[[int], str]
) -> list[ShownRow]:
    rows = [
        _sum_row(
            f"{len(item.units)} × {titles.get(item.line, item.line)}",
            (item.excl_minor, item.tax_minor, item.incl_minor),
            money,
            detail=str(ResolutionChoices(item.resolution).label),
        )
        for item in breakdown.items
    ]
    whole = [row for row in breakdown.rows if row.item is None]
    sums = (
        sum(row.excl_minor for row in whole),
        sum(row.tax_minor for row in whole),
        sum(row.incl_minor for row in whole),
    )
    if any(sums):
        rows.append(_sum_row(str(_("The return as a whole")), sums, money))
    return rows


def _sum_row(
    caption: str,
    amounts: tuple[int, int, int],
    money: Callable[[int], str],
    *,
    rate: str = "",
    detail: str = "",
) -> ShownRow:
    excl, tax, incl = map(money, amounts)
    return ShownRow(caption, detail, rate, excl, tax, incl, is_note=False)


def caption_of(row: Row) -> str:
    return str(_KINDS[row.kind])


def share_caption(share: Share) -> str:
    if share.to is ShareTo.NEW_CREDIT:
        return str(_("New store credit"))
    if share.tender is None:
        return str(_("To be chosen"))
    return str(TENDER_NAMES[share.tender])


def _row(row: Row, found: Reckoned, money: Callable[[int], str]) -> ShownRow:
    is_note = bool(row.noted_minor) and not row.incl_minor
    title = found.titles.get(row.line, row.line)
    parts = [title, str(_WHYS[row.why]) if row.why else ""]
    if row.kind is RowKind.ITEM and row.units:
        parts = [f"{len(row.units)} × {title}", _other_than_refund(row, found)]
    return ShownRow(
        caption=caption_of(row),
        detail=", ".join(part for part in parts if part),
        rate=_percent(row.rate),
        excl=money(row.excl_minor),
        tax=money(row.tax_minor),
        incl=money(row.noted_minor if is_note else row.incl_minor),
        is_note=is_note,
    )


def _other_than_refund(row: Row, found: Reckoned) -> str:
    if row.item is None:
        return ""
    resolution = ResolutionChoices(found.breakdown.items[row.item].resolution)
    is_refund = resolution is ResolutionChoices.REFUND
    return "" if is_refund else str(resolution.label)


def _rate_caption(rate: Decimal | None) -> str:
    if rate is None:
        return str(_("Without a tax rate"))
    return str(_("At %(rate)s")) % {"rate": _percent(rate)}


def _percent(rate: Decimal | None) -> str:
    if rate is None:
        return ""
    plain = f"{rate:f}".rstrip("0").rstrip(".") if "." in f"{rate:f}" else f"{rate:f}"
    return f"{formats.localize(Decimal(plain))}\u00a0%"
