"""Why something comes back: what a brand without a list of its own offers, and the
ids other systems know reasons by."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ReturnReason(StrEnum):
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_AS_DESCRIBED = "not_as_described"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    ARRIVED_LATE = "arrived_late"
    CHANGED_MIND = "changed_mind"
    OTHER = "other"


# Sendcloud's fixed list (API v3, returns), in Sendcloud's own words.
SENDCLOUD_REASONS: Mapping[int, str] = {
    1: "Product did not match expectations",
    3: "Other (explain in message)",
    4: "Incorrect product ordered",
    6: "Product did not match description on website",
    7: "Wrong product shipped",
    8: "No reason",
    9: "Rent",
    10: "Does not work",
    11: "Changed my mind",
    12: "Did not meet expectations",
    13: "Excessive amount",
    14: "Better price available",
    15: "Accidental order",
    16: "No longer needed",
    17: "Sample products",
    18: "Looks different than expected",
    19: "Ordered more than one size",
    20: "Arrived too late",
    21: "Poor quality / Faulty",
    22: "Does not fit properly",
    23: "Does not suit me",
    24: "Incorrect product received",
    25: "Parcel damaged on arrival",
    26: "Wrong size ordered",
    27: "Wrong color ordered",
    28: "Does not function as expected",
    29: "Recycle or reuse packaging",
    30: "Size too large",
    31: "Size too small",
    32: "Holiday season return",
}
