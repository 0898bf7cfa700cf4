"""Formats that belong to no one carrier (UPU S10, GS1 SSCC), and Asian carriers'."""

from __future__ import annotations

from retour_core.domain.identifiers import is_valid_s10
from retour_core.domain.tracking_numbers import checksums
from retour_core.domain.tracking_numbers.carriers import CARRIERS, POST_OF_COUNTRY
from retour_core.domain.tracking_numbers.formats import Certainty, Format

_S10_SHAPE = "[A-Z]{2}[0-9]{9}"


def _national_posts() -> tuple[Format, ...]:
    return tuple(
        Format(
            carrier,
            f"{CARRIERS[carrier].name} (S10)",
            Certainty.PROVEN,
            (13,),
            _S10_SHAPE + country,
            is_valid_s10,
        )
        for country, carrier in POST_OF_COUNTRY.items()
    )


# Chronopost numbers express items (E) and its own services (X) the postal way.
_EXPRESS_POST = (
    Format(
        "chronopost",
        "Chronopost (S10)",
        Certainty.PROVEN,
        (13,),
        "[EX][A-Z][0-9]{9}FR",
        is_valid_s10,
    ),
)

_ASIAN = (
    Format("cainiao", "Cainiao (LP)", Certainty.DISTINCTIVE, (16,), "LP[0-9]{14}"),
    Format("cainiao", "Cainiao (CNG)", Certainty.DISTINCTIVE, (17,), "CNG[0-9]{14}"),
    Format("fourpx", "4PX", Certainty.DISTINCTIVE, (18,), "4PX[0-9]{13}CN"),
    Format(
        "sf_express",
        "SF Express (SF)",
        Certainty.PROVEN,
        (15,),
        "SF(?P<checked>[0-9]{13})",
        checksums.sf_express,
    ),
    Format("yunexpress", "YunExpress", Certainty.DISTINCTIVE, (18,), "YT[0-9]{16}"),
)

_ANYBODYS = (
    Format(
        "s10",
        "S10",
        Certainty.DISTINCTIVE,
        (13,),
        _S10_SHAPE + "[A-Z]{2}",
        is_valid_s10,
    ),
    Format("sscc", "SSCC (20)", Certainty.CHECKED, (20,), "00[0-9]{18}", checksums.gs1),
    Format("sscc", "SSCC (18)", Certainty.CHECKED, (18,), "[0-9]{18}", checksums.gs1),
)

FORMATS = _EXPRESS_POST + _national_posts() + _ASIAN + _ANYBODYS
