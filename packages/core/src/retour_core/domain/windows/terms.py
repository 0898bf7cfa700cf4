"""What a merchant, or the law, grants: plain values, and which of them apply."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from retour_core.domain.errors import DomainError
from retour_core.domain.windows.anchors import AnchorKind

MOST_DAYS = 3660


class TermsInvalid(DomainError, ValueError):
    """These terms of a return window contradict themselves."""

    code = "window_terms_invalid"


@dataclass(frozen=True, slots=True)
class Season:
    """Orders placed from–to (both days included) may be returned until a date."""

    ordered_from: date
    ordered_to: date
    until: date

    def __post_init__(self) -> None:
        if not self.ordered_from <= self.ordered_to <= self.until:
            raise TermsInvalid(
                "A season begins, ends, and then its last day to return follows: "
                f"not {self.ordered_from}, {self.ordered_to}, {self.until}."
            )

    def covers(self, ordered: date) -> bool:
        return self.ordered_from <= ordered <= self.ordered_to


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowTerms:
    """How long, from when, and what makes it longer. Nothing here makes it shorter.

    ``days``: None is unlimited. ``anchors``: what the days are counted from, the best
    known first; ``transit_days`` stand for the journey where only the dispatch is
    known. ``rolls_over``: a last day on a Saturday, Sunday or public holiday moves to
    the next working day; the law says so of statutory periods in days, a merchant may.
    ``open_until``: at least until that day, whenever the goods came.
    ``grace_days``: accepted silently after the last day that is told.
    ``uninformed``: the merchant did not inform about the right of withdrawal, so the
    period runs 12 months longer (CRD art. 10(1)).
    """

    days: int | None = 14
    anchors: tuple[AnchorKind, ...] = (
        AnchorKind.DELIVERED,
        AnchorKind.SHIPPED,
        AnchorKind.ORDERED,
    )
    transit_days: int = 7
    rolls_over: bool = False
    open_until: date | None = None
    seasons: tuple[Season, ...] = ()
    grace_days: int = 0
    uninformed: bool = False

    def __post_init__(self) -> None:
        spans = {
            "days": self.days,
            "transit_days": self.transit_days,
            "grace_days": self.grace_days,
        }
        for name, span in spans.items():
            if span is not None and not 0 <= span <= MOST_DAYS:
                raise TermsInvalid(
                    f"{span} days are not between 0 and {MOST_DAYS}.", field=name
                )
        if not self.anchors or len(set(self.anchors)) != len(self.anchors):
            raise TermsInvalid("Name each anchor once, and at least one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsOverride:
    """Other terms for some countries, products, reasons. An empty set means any.

    ``products`` holds what the caller calls a product: SKUs, categories or tags.
    """

    terms: WindowTerms
    countries: frozenset[str] = field(default_factory=frozenset)
    products: frozenset[str] = field(default_factory=frozenset)
    reasons: frozenset[str] = field(default_factory=frozenset)

    def applies(self, country: str, products: frozenset[str], reason: str) -> bool:
        return (
            (not self.countries or country in self.countries)
            and (not self.products or not self.products.isdisjoint(products))
            and (not self.reasons or reason in self.reasons)
        )


def pick_terms(
    default: WindowTerms,
    overrides: Iterable[TermsOverride],
    *,
    country: str = "",
    products: Iterable[str] = (),
    reason: str = "",
) -> WindowTerms:
    """The terms of the first override that applies, as with rules; else the default."""
    names = frozenset(products)
    for override in overrides:
        if override.applies(country, names, reason):
            return override.terms
    return default
