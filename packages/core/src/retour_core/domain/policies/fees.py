"""What a return costs the customer: terms here, the amount once its value is known."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from retour_core.domain.money import InvalidAmount, Money
from retour_core.domain.policies.data import Data, MoneyData, Percent
from retour_core.domain.policies.kinds import FeePer


class Fee(Data):
    """A fixed amount, one per currency, or a share of what was paid; or nothing.

    Nothing is ever converted: an order in a currency without an amount pays none.
    """

    per: FeePer = FeePer.RETURN
    fixed: Annotated[tuple[MoneyData, ...], Field(max_length=40)] = ()
    percent: Percent | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Fee:
        if self.fixed and self.percent is not None:
            raise PydanticCustomError(
                "fee_twice", "A fee is either an amount or a percentage, not both."
            )
        if any(amount.minor < 0 for amount in self.fixed):
            raise PydanticCustomError("fee_negative", "A fee is not below zero.")
        currencies = [amount.currency for amount in self.fixed]
        if len(set(currencies)) != len(currencies):
            raise PydanticCustomError(
                "currency_twice", "Give one amount for each currency."
            )
        return self

    @property
    def is_free(self) -> bool:
        return not self.percent and not any(self.fixed)

    def fixed_in(self, currency: str) -> Money | None:
        """The amount for orders in ``currency``; None if there is none."""
        return next((m for m in self.fixed if m.currency == currency), None)

    def amount(self, value: Money, *, units: int = 1) -> Money:
        """What is due for ``units`` whose paid value is ``value`` together.

        Of a fee per return give the whole return and leave ``units`` at one. A share
        is rounded down to a whole minor unit, in the customer's favour.
        """
        if value.minor < 0:
            raise InvalidAmount("What comes back is worth nothing or more.")
        if self.percent is not None:
            share = value.minor * int(self.percent * 100) // 100_00
            return Money(share, value.currency)
        fixed = self.fixed_in(value.currency) or Money.zero(value.currency)
        return fixed * (units if self.per is FeePer.ITEM else 1)


FREE = Fee()
