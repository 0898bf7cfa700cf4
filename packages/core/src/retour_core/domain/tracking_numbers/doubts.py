"""What may be wrong with a tracking number that is nobody's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from retour_core.domain.tracking_numbers.carriers import CARRIERS, POST_OF_COUNTRY
from retour_core.domain.tracking_numbers.recognition import (
    FORMATS,
    normalise_tracking_number,
    recognise,
)

# UPU S10, with its last digit wrong, one digit too few or too many.
_POSTAL = re.compile("[A-Z]{2}(?P<digits>[0-9]{8,10})(?P<country>[A-Z]{2})")
_UPS = re.compile("1Z[0-9A-Z]{13,18}")
_MAY_BE_ONE = re.compile("(?=(?:[^0-9]*[0-9]){4})[0-9A-Z/]{6,40}")
_UPS_LENGTH = 18


class Doubt(StrEnum):
    MISTYPED = "mistyped"
    """A digit is wrong: the last one does not fit the others."""
    LENGTH = "length"
    """It has too few or too many signs."""
    UNKNOWN = "unknown"
    """No carrier we know has numbers like this; it may be one we do not know."""
    NONE_AT_ALL = "none_at_all"
    """Nobody's tracking numbers look like this."""


@dataclass(frozen=True)
class Doubtful:
    """``carrier`` is the name of whose number it seems to be, "" where it tells
    nobody's."""

    doubt: Doubt
    carrier: str = ""


def doubt_about(text: str) -> Doubtful | None:
    """Why ``text`` is hardly a carrier's tracking number; None if it is one."""
    if recognise(text):
        return None
    compact = normalise_tracking_number(text)
    if not _MAY_BE_ONE.fullmatch(compact) or len(set(compact)) < 3:
        return Doubtful(Doubt.NONE_AT_ALL)
    postal = _POSTAL.fullmatch(compact)
    if postal is not None and postal["country"] in POST_OF_COUNTRY:
        name = CARRIERS[POST_OF_COUNTRY[postal["country"]]].name
        fits = len(postal["digits"]) == 9
        return Doubtful(Doubt.MISTYPED if fits else Doubt.LENGTH, name)
    if _UPS.fullmatch(compact) and len(compact) != _UPS_LENGTH:
        return Doubtful(Doubt.LENGTH, CARRIERS["ups"].name)
    return _off_by_a_digit(compact)


def _off_by_a_digit(compact: str) -> Doubtful:
    """A prefix hardly anybody else uses, and a check digit that does not fit."""
    for format_ in FORMATS:
        is_whole = len(compact) in format_.lengths and format_.is_distinctive
        if is_whole and format_.pattern.fullmatch(compact):
            return Doubtful(Doubt.MISTYPED, CARRIERS[format_.carrier].name)
    return Doubtful(Doubt.UNKNOWN)
