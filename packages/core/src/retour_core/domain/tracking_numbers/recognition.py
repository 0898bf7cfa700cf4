"""Reading what a person or a scanner has typed as somebody's tracking number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from retour_core.domain.tracking_numbers import american, european, international
from retour_core.domain.tracking_numbers.carriers import CARRIERS
from retour_core.domain.tracking_numbers.formats import Format

FORMATS = american.FORMATS + european.FORMATS + international.FORMATS

# Blanks and dashes of all kinds, invisible signs that mails bring along, and the
# brackets GS1 prints around application identifiers.
_NOISE = (
    "\t\n\v\f\r \x1c\x1d\x1e\x1f\x85\xa0\xad\u1680\u180e\u2000\u2001\u2002\u2003\u2004"
    "\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2010\u2011"
    "\u2012\u2013\u2014\u2015\u2028\u2029\u202f\u205f\u2060\u2212\u3000\ufeff-.()_"
)
_LOWER = "abcdefghijklmnopqrstuvwxyz"
_NORMALISED = str.maketrans(_LOWER, _LOWER.upper(), _NOISE)
# A number written with a blank behind every sign is still shorter than this.
_LONGEST_TEXT = 200


@dataclass(frozen=True)
class CarrierMatch:
    """``number`` is what the carrier itself asks for when tracking.

    A label's barcode may say more: USPS puts the ZIP code in front, DPD the postal
    code, too. ``tracking_url`` is empty where no public page takes the number alone.
    """

    carrier: str
    carrier_name: str
    format_name: str
    number: str
    tracking_url: str


def normalise_tracking_number(text: str) -> str:
    """``text`` in capitals, without blanks, dashes, dots, underscores and brackets.

    Only a-z are raised and everything else stays, so a digit that is not 0-9 is still
    there to be refused. The result need not be anybody's number.
    """
    return text.translate(_NORMALISED)


def recognise(text: str) -> list[CarrierMatch]:
    """All carriers whose number ``text`` may be, the most specific first.

    Empty if it is none that is known. Many lengths have several owners and a check
    digit fits by chance one time in ten: more than one answer is usual for plain
    digits, and only the first few deserve to be offered. One digit repeated is never
    a number.
    """
    if len(text) > _LONGEST_TEXT:
        return []
    compact = normalise_tracking_number(text)
    if not compact.isascii() or len(set(compact)) < 2:
        return []
    matches = []
    for format_ in _BY_LENGTH.get(len(compact), ()):
        number = format_.read(compact)
        if number is not None:
            matches.append(_match(format_, number))
    return matches


def _match(format_: Format, number: str) -> CarrierMatch:
    carrier = CARRIERS[format_.carrier]
    url = carrier.url if format_.url is None else format_.url
    return CarrierMatch(
        carrier=format_.carrier,
        carrier_name=carrier.name,
        format_name=format_.name,
        number=number,
        tracking_url=url.format(number),
    )


def _by_length() -> dict[int, tuple[Format, ...]]:
    by_length: defaultdict[int, list[Format]] = defaultdict(list)
    # Sorting is stable: of two formats equally certain, the table's order decides.
    for format_ in sorted(FORMATS, key=lambda format_: -format_.certainty):
        for length in format_.lengths:
            by_length[length].append(format_)
    return {length: tuple(formats) for length, formats in by_length.items()}


_BY_LENGTH = _by_length()
