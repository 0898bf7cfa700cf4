"""What was paid for an order, as far as a refund has to know it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class TenderKind(StrEnum):
    CARD = "card"
    WALLET = "wallet"
    BANK = "bank"
    CASH = "cash"
    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidLine:
    """One order line. Minor units, for all its units together unless named otherwise.

    What was paid is given incl. tax, excl. tax or both; ``tax_rate`` (a percentage, 19)
    finds the other one. With one of them and no rate, no tax is told. Discounts that
    are inside what was paid are shown, not taken off again: ``unit_list_minor`` is the
    price of one unit incl. tax before any, ``order_discount_minor`` the line's share of
    discounts on the order.

    ``taken_units`` are held by returns, other than the one to compute, that were worth
    ``taken_minor`` (``ItemTotal.worth_incl_minor``, whatever they were resolved with or
    paid). ``taken_indexes`` are those units, where they are known; else the first ones.
    ``units_elsewhere`` were refunded by the shop itself, for ``elsewhere_minor`` or, if
    that is None, for their share.
    """

    id: str
    quantity: int
    paid_incl_minor: int | None = None
    paid_excl_minor: int | None = None
    tax_rate: Decimal | None = None
    unit_list_minor: int | None = None
    order_discount_minor: int = 0
    taken_units: int = 0
    taken_minor: int = 0
    taken_indexes: frozenset[int] | None = None
    units_elsewhere: int = 0
    elsewhere_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidShipping:
    """Outbound shipping as paid. ``standard_minor`` is what the cheapest standard
    delivery would have cost incl. tax; None: this was it. ``refunded_minor`` has been
    given back before."""

    incl_minor: int = 0
    excl_minor: int | None = None
    tax_rate: Decimal | None = None
    standard_minor: int | None = None
    refunded_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """A means the order was paid with: ``reference`` names it at the shop."""

    reference: str
    kind: TenderKind
    paid_minor: int
    refunded_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidOrder:
    """The whole order; all its lines, or shares and completeness come out wrong.

    ``discount_minor`` (incl. tax) is a discount on the order that is *not* yet taken
    off what the lines were paid with. ``rounding_minor`` is what the order's total is
    above (below zero: under) its parts. ``refunded_minor`` has been given back of
    ``captured_minor``, as money or as store credit without bonus, pending included.
    ``prices_include_tax`` False writes items without tax and their tax in rows of its
    own.
    """

    currency: str
    lines: tuple[PaidLine, ...]
    captured_minor: int
    refunded_minor: int = 0
    shipping: PaidShipping = PaidShipping()
    discount_minor: int = 0
    rounding_minor: int = 0
    tenders: tuple[Tender, ...] = ()
    prices_include_tax: bool = True
