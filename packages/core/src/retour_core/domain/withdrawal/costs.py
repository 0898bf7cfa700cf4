"""Who pays what after a withdrawal (CRD arts 9(1), 13, 14)."""

from __future__ import annotations

from enum import StrEnum

from retour_core.domain.errors import DomainError
from retour_core.domain.money import Money


class Payer(StrEnum):
    MERCHANT = "merchant"
    CUSTOMER = "customer"


class FeeNotAllowed(DomainError):
    """A withdrawal costs the customer nothing but the direct cost of sending back."""

    code = "withdrawal_fee_not_allowed"


def who_pays_return(*, informed_of_cost: bool, merchant_bears: bool = False) -> Payer:
    """Art. 14(1): the customer, unless the merchant agreed to or did not inform.

    ``informed_of_cost``: the merchant has recorded that it told the customer, before
    the contract, who bears the cost (art. 6(1)(i)). No record, no charge.
    """
    if informed_of_cost and not merchant_bears:
        return Payer.CUSTOMER
    return Payer.MERCHANT


def return_fee(*, payer: Payer, direct_cost: Money, asked: Money) -> Money:
    """What may be kept from the refund for the way back.

    Never more than the direct cost of the return, nothing if the merchant pays. Raises
    FeeNotAllowed for a cost or a fee below zero, CurrencyMismatch for two currencies.
    """
    if direct_cost.minor < 0 or asked.minor < 0:
        raise FeeNotAllowed("A fee is zero or more.")
    nothing = direct_cost - direct_cost
    lower = min(asked, direct_cost)
    return lower if payer is Payer.CUSTOMER else nothing


def check_no_other_fees(*fees: Money) -> None:
    """Raise FeeNotAllowed if a restocking, handling or cancellation fee is not zero."""
    if any(fee.minor for fee in fees):
        raise FeeNotAllowed(
            "A restocking or handling fee is not possible on a withdrawal:"
            " only the direct cost of sending back may be charged (art. 9(1) and 14)."
        )
