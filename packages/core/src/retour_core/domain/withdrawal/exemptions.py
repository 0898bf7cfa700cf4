"""Contracts without a right of withdrawal (CRD art. 16), by letter.

They are flags on a statement, never a reason to refuse one: whether an exemption holds
is for the merchant to decide, with a reason the consumer reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Settled(StrEnum):
    """When it is known whether the exemption holds."""

    # By what was sold.
    AT_SALE = "at_sale"
    # Only if the seal is broken, which nobody knows before the goods are back.
    AT_INSPECTION = "at_inspection"
    # Only if the service or content was begun or completed as the article demands.
    AT_PERFORMANCE = "at_performance"


@dataclass(frozen=True, slots=True)
class Exemption:
    """``summary`` shortens the directive's text, in English; its key is ``letter``."""

    letter: str
    settled: Settled
    summary: str


_TABLE = (
    (
        "a",
        Settled.AT_PERFORMANCE,
        "services fully performed, begun with the consumer's express consent",
    ),
    ("b", Settled.AT_SALE, "price depends on fluctuations of the financial market"),
    ("c", Settled.AT_SALE, "made to the consumer's specifications or personalised"),
    ("d", Settled.AT_SALE, "liable to deteriorate or expire rapidly"),
    (
        "e",
        Settled.AT_INSPECTION,
        (
            "sealed goods not suitable for return for reasons of health or hygiene,"
            " unsealed after delivery"
        ),
    ),
    (
        "f",
        Settled.AT_INSPECTION,
        "inseparably mixed with other items after delivery",
    ),
    (
        "g",
        Settled.AT_SALE,
        "alcoholic beverages priced at the sale, delivered after 30 days or later",
    ),
    (
        "h",
        Settled.AT_SALE,
        "urgent repairs or maintenance for which the consumer asked for a visit",
    ),
    (
        "i",
        Settled.AT_INSPECTION,
        "sealed audio or video recordings or software, unsealed after delivery",
    ),
    (
        "j",
        Settled.AT_SALE,
        "newspapers, periodicals or magazines, except subscriptions",
    ),
    ("k", Settled.AT_SALE, "concluded at a public auction"),
    (
        "l",
        Settled.AT_SALE,
        (
            "accommodation, transport of goods, car rental, catering or leisure on a"
            " specific date"
        ),
    ),
    (
        "m",
        Settled.AT_PERFORMANCE,
        "digital content not on a tangible medium, begun with the consumer's consent",
    ),
)

EXEMPTIONS: Mapping[str, Exemption] = {
    letter: Exemption(letter, settled, summary) for letter, settled, summary in _TABLE
}


def exemption(letter: str) -> Exemption | None:
    """The exemption of art. 16 with that letter, in any case; None if there is none."""
    return EXEMPTIONS.get(letter.strip().lower())
