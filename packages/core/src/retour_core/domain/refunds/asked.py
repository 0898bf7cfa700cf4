"""What comes back, what for, and on which terms."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from retour_core.domain.money import Money
from retour_core.domain.policies.kinds import GiftCards, RequestKind, Resolution
from retour_core.domain.refunds.rows import Why

NO_PERCENT = Decimal(0)
_IN_GOODS = frozenset({Resolution.EXCHANGE, Resolution.REPLACEMENT})


class OutboundShipping(StrEnum):
    """``WHEN_COMPLETE``: with the return after which the customer keeps nothing of the
    order. ``REFUNDED``: with this one. The standard part, once and in full."""

    KEPT = "kept"
    WHEN_COMPLETE = "when_complete"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundItem:
    """Units of one line with one resolution; a line may come in several items.

    ``new_unit_price`` is one unit of what an exchange sends, incl. tax; None is the
    same product, or one of its price band: even, whatever they cost by now. The
    restocking fee is a percentage of what was paid, ``fee`` an amount for these units
    together; neither is more than they are worth. What is settled in goods is not
    restocked for a fee.
    """

    line: str
    quantity: int
    resolution: Resolution = Resolution.REFUND
    new_unit_price: Money | None = None
    restocking_percent: Decimal = NO_PERCENT
    fee: Money | None = None

    @property
    def in_goods(self) -> bool:
        return self.resolution in _IN_GOODS


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundTerms:
    """What holds for the return as a whole.

    ``return_fee`` incl. tax is charged once, as far as there is something to take it
    from. ``our_fault`` waives every fee, and so does a claim; a withdrawal waives
    restocking, whatever its terms say. ``prepaid_fee`` was paid before the label was
    made: then no fee is taken off, neither for the return nor for an item.
    ``gift_cards`` also goes for store credit that was paid with.
    ``fee_tax_rate`` is that of fixed fees.
    """

    kind: RequestKind = RequestKind.RETURN
    our_fault: bool = False
    return_fee: Money | None = None
    prepaid_fee: Money | None = None
    fee_tax_rate: Decimal | None = None
    shipping: OutboundShipping = OutboundShipping.KEPT
    gift_cards: GiftCards = GiftCards.FIRST
    credit_bonus_percent: Decimal = NO_PERCENT

    @property
    def fee_waiver(self) -> Why | None:
        """Why no fee at all is charged; None if they are."""
        if self.our_fault:
            return Why.OUR_FAULT
        return Why.CLAIM if self.kind is RequestKind.CLAIM else None

    @property
    def restocking_waiver(self) -> Why | None:
        if self.kind is RequestKind.WITHDRAWAL:
            return Why.WITHDRAWAL
        return self.fee_waiver
