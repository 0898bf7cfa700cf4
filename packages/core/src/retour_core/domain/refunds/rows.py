"""The rows of a breakdown: every cent has one."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class RowKind(StrEnum):
    """``ITEM`` is the list price, from which discounts are taken off, or where prices
    exclude tax the list price without it. ``REPLACEMENT`` and ``EXCHANGE`` take off
    what is given in goods. Only noted, in no sum: ``EXCHANGE_DIFFERENCE`` (what the new
    item is dearer), ``WAIVED_FEE``, ``PREPAID_FEE`` (paid before the label),
    ``SHIPPING_KEPT`` (what a faster delivery cost more than the standard one)."""

    ITEM = "item"
    ITEM_DISCOUNT = "item_discount"
    ORDER_DISCOUNT = "order_discount"
    ITEM_TAX = "item_tax"
    RESTOCKING_FEE = "restocking_fee"
    RETURN_FEE = "return_fee"
    WAIVED_FEE = "waived_fee"
    PREPAID_FEE = "prepaid_fee"
    EXCHANGE = "exchange"
    EXCHANGE_DIFFERENCE = "exchange_difference"
    REPLACEMENT = "replacement"
    OUTBOUND_SHIPPING = "outbound_shipping"
    SHIPPING_KEPT = "shipping_kept"
    ROUNDING = "rounding"
    CAPPED = "capped"
    BONUS = "bonus"


class Why(StrEnum):
    """Why a fee is waived or an amount capped.

    ``NOT_COVERED``: the fee is more than there is to take it from. ``LINE_SPENT``: the
    line's payment is spoken for; ``NO_UNITS_LEFT``: its units are, ``CAPTURED``: what
    was captured of the order has been given back.
    """

    WITHDRAWAL = "withdrawal"
    CLAIM = "claim"
    OUR_FAULT = "our_fault"
    NOT_COVERED = "not_covered"
    LINE_SPENT = "line_spent"
    NO_UNITS_LEFT = "no_units_left"
    CAPTURED = "captured"


class Payout(StrEnum):
    """``MONEY`` goes back the way it was paid, ``CREDIT`` becomes new store credit."""

    MONEY = "money"
    CREDIT = "credit"


class Row(NamedTuple):
    """Minor units, positive in the customer's favour; incl. = excl. + tax, always.

    ``rate`` None: outside of tax, or none was told. ``item`` is the position of the
    item the row belongs to; None, with no ``line``, the return as a whole. ``units``
    are indexes in the line, from 0. ``noted_minor`` is recorded and in no sum.
    """

    kind: RowKind
    incl_minor: int
    excl_minor: int
    tax_minor: int
    rate: Decimal | None = None
    payout: Payout = Payout.MONEY
    item: int | None = None
    line: str = ""
    units: tuple[int, ...] = ()
    noted_minor: int = 0
    why: Why | None = None


class Ledger:
    """Rows in the sequence they were written, and what is due by payout."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.due = dict.fromkeys(Payout, 0)

    def add(self, row: Row) -> None:
        self.rows.append(row)
        self.due[row.payout] += row.incl_minor

    def put(
        self,
        kind: RowKind,
        incl: int,
        excl: int,
        *,
        rate: Decimal | None = None,
        payout: Payout = Payout.MONEY,
        why: Why | None = None,
    ) -> None:
        """A row of the return as a whole."""
        self.add(Row(kind, incl, excl, incl - excl, rate, payout, why=why))

    def note(self, kind: RowKind, noted: int, why: Why | None = None) -> None:
        self.add(Row(kind, 0, 0, 0, noted_minor=noted, why=why))
