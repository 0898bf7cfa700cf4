"""Choosing among the rates that a broker of several carriers tells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from retour_core.domain.money import Money

_Rate = TypeVar("_Rate")


def is_wanted(wanted: str, told: str) -> bool:
    """Whether a carrier's or service's name is the one in the settings, however it is
    capitalised there; none means any."""
    return wanted.strip().casefold() in ("", told.strip().casefold())


def cheapest(offers: Iterable[tuple[Money | None, str, _Rate]]) -> _Rate | None:
    """The cheapest of the offers, each with its price and id; of two at the same price
    always the same. Prices in another currency than the first offer's are not compared
    with it: nobody here knows what one is worth in the other. What is told to cost less
    than nothing is no price.
    """
    priced = [
        (cost, id_, rate)
        for cost, id_, rate in offers
        if cost is not None and cost.minor >= 0
    ]
    if not priced:
        return None
    currency = priced[0][0].currency
    same = (offer for offer in priced if offer[0].currency == currency)
    return min(same, key=lambda offer: (offer[0].minor, offer[1]))[2]
