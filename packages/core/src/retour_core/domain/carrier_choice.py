"""Which carrier is asked for a label, and whom to ask next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

_Key = TypeVar("_Key")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """For which parcels a carrier is asked; empty or ``None`` means all.

    ``countries`` are ISO 3166-1 alpha-2 codes parcels start from; both bounds of the
    weight, in grams, are included.
    """

    countries: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()
    least_grams: int | None = None
    most_grams: int | None = None


@dataclass(frozen=True, kw_only=True)
class Parcel:
    country: str
    method: str
    weight_grams: int | None = None


def fits(terms: Terms, parcel: Parcel) -> bool:
    """A parcel of unknown weight fits: the carrier weighs it, and may then refuse."""
    if terms.countries and parcel.country not in terms.countries:
        return False
    if terms.methods and parcel.method not in terms.methods:
        return False
    grams = parcel.weight_grams
    if grams is None:
        return True
    least = 0 if terms.least_grams is None else terms.least_grams
    return least <= grams and (terms.most_grams is None or grams <= terms.most_grams)


def to_ask(offers: Iterable[tuple[_Key, Terms]], parcel: Parcel) -> list[_Key]:
    """Those whose terms fit, in the order given: the next is for when one refuses."""
    return [key for key, terms in offers if fits(terms, parcel)]
