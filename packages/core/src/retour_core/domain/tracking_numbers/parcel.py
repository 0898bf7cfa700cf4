"""A parcel's number, and the carrier's own page where there is one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retour_core.domain.tracking_numbers.recognition import recognise

_SSCC = re.compile("(00)?[0-9]{18}")


@dataclass(frozen=True)
class Parcel:
    """``carrier`` and ``url`` are empty where the number does not tell."""

    number: str
    carrier: str
    url: str


def parcel_of(number: str, *, is_ours: bool = False) -> Parcel:
    """``is_ours``: we made the label, so an SSCC on it is of our own numbering, even
    where it looks like one of a carrier that numbers the same way."""
    found = recognise(number)
    if not found or not found[0].tracking_url:
        return Parcel(number, "", "")
    if is_ours and _SSCC.fullmatch(number):
        return Parcel(number, "", "")
    return Parcel(number, found[0].carrier_name, found[0].tracking_url)
