"""A parcel's number, and the carrier's own page where there is one."""

from __future__ import annotations

from dataclasses import dataclass

from retour_core.domain.tracking_numbers.recognition import recognise


@dataclass(frozen=True)
class Parcel:
    """``carrier`` and ``url`` are empty where the number does not tell."""

    number: str
    carrier: str
    url: str


def parcel_of(number: str) -> Parcel:
    found = recognise(number)
    if not found or not found[0].tracking_url:
        return Parcel(number, "", "")
    return Parcel(number, found[0].carrier_name, found[0].tracking_url)
