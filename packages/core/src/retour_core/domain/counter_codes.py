"""What a hand scanner or a person types at the counter, read generously."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from retour_core.domain.rma import normalise_rma_number

_LINK = re.compile(r"/r/([A-Za-z0-9_-]{16,40})(?:[/?#]|$)")
# Scanners that name the symbology in front, and GS1's (00) before an SSCC.
_PREFIX = re.compile(r"^(?:\][A-Z][0-9])?(?:\(00\)|00(?=[0-9]{18}$))?")
_NUMBER = re.compile(r"[A-Z0-9]{6,60}")
# A scanner set to the American keyboard at a computer with the German one.
_SWAPPED = str.maketrans("YZyz", "ZYzy")
_LONGEST = 500


@dataclass(frozen=True)
class CounterCode:
    """At most one of them is filled: the RMA number, the key of a private link, or
    numbers a parcel's label may have."""

    rma_number: str = ""
    private_key: str = ""
    parcel_numbers: tuple[str, ...] = ()


def code_to_scan(rma_number: str) -> str:
    """What the QR code says: no dashes, which scanners of other keyboards mistype."""
    return rma_number.replace("-", "")


def read_counter_code(text: str) -> CounterCode:
    """What ``text`` names; an empty one for what is no code at all.

    An RMA number may have blanks, dashes, lower case and look-alikes
    (``domain.rma``), and Y and Z the wrong way round as long as its check symbol
    then fits. The link on a label and the number under its bars are understood, too.
    """
    text = unicodedata.normalize("NFKC", text[:_LONGEST]).strip()
    found = _LINK.search(text)
    if found is not None:
        return CounterCode(private_key=found[1])
    bare = text.replace("ß", "-")  # where the American keyboard has its dash
    for typed in (bare, bare.translate(_SWAPPED)):
        rma_number = normalise_rma_number(typed)
        if rma_number is not None:
            return CounterCode(rma_number=rma_number)
    whole = "".join(text.split()).upper()
    numbers = dict.fromkeys((whole, _PREFIX.sub("", whole)))
    return CounterCode(
        parcel_numbers=tuple(one for one in numbers if _NUMBER.fullmatch(one))
    )
