"""What a return costs the customer, by country and weight: a brand's table of prices.

Who pays is the policy's to say; the table only says how much.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retour_core.domain.countries import is_country
from retour_core.domain.errors import DomainError
from retour_core.domain.methods import METHODS_WITH_LABEL, ReturnMethod
from retour_core.domain.money import Money
from retour_core.domain.policies import (
    Decision,
    Fee,
    FeePer,
    Payer,
    Policy,
    PriceSource,
)

# Stands for every country that has no rows of its own.
ELSEWHERE = "*"


class ReturnPricesInvalid(DomainError):
    """Prices need for each country rows from 0 grams up, without gap or overlap.

    ``context["problems"]`` are pairs of the row's number, from 1, and what is wrong:
    “country”, “weight”, “amount”, “gap”, “overlap”, “currencies” or “empty”.
    """

    code = "return_prices_invalid"


@dataclass(frozen=True)
class PriceRow:
    """Both bounds are included; ``to_grams`` None is without end."""

    country: str
    from_grams: int
    to_grams: int | None
    price: Money


@dataclass(frozen=True)
class PriceTable:
    """Raises ``ReturnPricesInvalid`` for rows that leave a weight without a price, or
    give it two."""

    rows: tuple[PriceRow, ...]

    def __post_init__(self) -> None:
        problems = sorted(_problems(self.rows))
        if problems:
            raise ReturnPricesInvalid(problems=problems)

    def price_of(self, country: str, grams: int | None, currency: str) -> Money | None:
        """The price of a parcel from there; ``None`` where the table has none.

        A weight that is not known counts as the lightest, in the customer's favour.
        Nothing is converted: an order in another currency has no price here.
        """
        there = [row for row in self.rows if row.country == country]
        there = there or [row for row in self.rows if row.country == ELSEWHERE]
        for row in there:
            fits = row.to_grams is None or (grams or 0) <= row.to_grams
            if row.from_grams <= (grams or 0) and fits:
                return row.price if row.price.currency == currency else None
        return None


def asks_table(decision: Decision, method: str) -> bool:
    """Whether the table has a say: the customer pays for a label of ours, and not by
    the unit or by a share of the price."""
    whole = decision.whole
    if not whole.returnable or whole.fee_payer is not Payer.CUSTOMER:
        return False
    paid = [item.fee for item in decision.items if item.fee_payer is Payer.CUSTOMER]
    with_label = not method or ReturnMethod(method) in METHODS_WITH_LABEL
    return with_label and all(_by_return(fee) for fee in (whole.fee, *paid))


def is_priced_by_table(policy: Policy) -> bool:
    """``asks_table`` of the policy alone: the price of a label of ours is the table's,
    or the carrier's where that is the source, before any rule."""
    return (
        policy.fee_payer is Payer.CUSTOMER
        and policy.price_source is not PriceSource.FIXED
        and _by_return(policy.fee)
    )


def with_markup(cost: Money, markup: Fee) -> Money:
    """A carrier's price with what the brand adds to it; its currency counts. A share is
    rounded down to a whole minor unit (``Fee.amount``)."""
    return cost + markup.amount(cost)


def with_price(decision: Decision, price: Money) -> Decision:
    """The decision with that price as its fee for the return."""
    fee = Fee(per=FeePer.RETURN, fixed=(price,))
    items = tuple(
        item.model_copy(update={"fee": fee})
        if item.fee_payer is Payer.CUSTOMER and _by_return(item.fee)
        else item
        for item in decision.items
    )
    whole = decision.whole.model_copy(update={"fee": fee})
    return decision.model_copy(update={"items": items, "whole": whole})


def _by_return(fee: Fee) -> bool:
    return fee.percent is None and fee.per is FeePer.RETURN


def _problems(rows: Sequence[PriceRow]) -> Iterable[tuple[int, str]]:
    if not rows:
        yield 0, "empty"
    by_country: dict[str, list[tuple[int, PriceRow]]] = {}
    for number, row in enumerate(rows, start=1):
        if row.country != ELSEWHERE and not is_country(row.country):
            yield number, "country"
        if row.from_grams < 0 or (
            row.to_grams is not None and row.to_grams < row.from_grams
        ):
            yield number, "weight"
        if row.price.minor < 0:
            yield number, "amount"
        by_country.setdefault(row.country, []).append((number, row))
    for own in by_country.values():
        yield from _breaks(sorted(own, key=lambda one: one[1].from_grams))


def _breaks(rows: Sequence[tuple[int, PriceRow]]) -> Iterable[tuple[int, str]]:
    """Where one country's rows, by weight, do not follow on one another."""
    following: int | None = 0
    for number, row in rows:
        if following is None or row.from_grams < following:
            yield number, "overlap"
        elif row.from_grams > following:
            yield number, "gap"
        if row.price.currency != rows[0][1].price.currency:
            yield number, "currencies"
        following = None if row.to_grams is None else row.to_grams + 1
