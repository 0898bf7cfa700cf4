"""Formats of carriers in the United States and Canada.

Facts as published by the carriers (USPS Publication 199 among them) and collected in
jkeen/tracking_number_data.
"""

from __future__ import annotations

from retour_core.domain.tracking_numbers import checksums
from retour_core.domain.tracking_numbers.formats import Certainty, Format

_PLAUSIBLE = Certainty.PLAUSIBLE
_CHECKED = Certainty.CHECKED
_DISTINCTIVE = Certainty.DISTINCTIVE
_PROVEN = Certainty.PROVEN

# In the barcode of a parcel, 420 and its ZIP code stand in front of the number.
_ZIP = "420(?:[0-9]{4})?[0-9]{5}"

_USPS = (
    Format(
        "usps",
        "USPS IMpb N",
        _PROVEN,
        (22, 26, 30, 34, 38, 42),
        rf"(?:{_ZIP})?(?P<number>(?P<checked>94(?:[0-9]{{20}}|[0-9]{{24}}|[0-9]{{28}})))",
        checksums.gs1,
    ),
    # The mailer behind 92 is nine digits beginning with 9, behind 93 six that do not.
    Format(
        "usps",
        "USPS IMpb C",
        _PROVEN,
        (22, 26, 30, 34, 38),
        rf"(?:{_ZIP})?(?P<number>(?P<checked>"
        r"(?:92[0-9]{3}9|93[0-9]{3}[0-8]|95[0-9]{4})(?:[0-9]{16}|[0-9]{20})))",
        checksums.gs1,
    ),
    Format(
        "usps",
        "USPS Legacy",
        _PROVEN,
        (22, 30, 34),
        rf"(?:{_ZIP})?(?P<number>(?P<checked>91[0-9]{{20}}))",
        checksums.gs1,
    ),
    Format(
        "usps",
        "USPS Legacy",
        _CHECKED,
        (20, 28, 32),
        rf"(?:{_ZIP})?(?P<number>(?P<checked>[0-9]{{20}}))",
        checksums.usps_without_identifier,
    ),
    # 00 in front is GS1's identifier of an SSCC.
    Format("usps", "USPS 20", _CHECKED, (20,), "(?!00)[0-9]{20}", checksums.gs1),
)

_FEDEX = (
    Format(
        "fedex",
        "FedEx Ground 96 (22)",
        _PROVEN,
        (22,),
        "96[0-9]{5}(?P<number>(?P<checked>[0-9]{15}))",
        checksums.fedex_ground,
    ),
    Format(
        "fedex",
        "FedEx Ground GSN",
        _PROVEN,
        (34,),
        "96[0-9]{18}(?P<checked>[0-9]{2}(?P<number>[0-9]{12}))",
        checksums.fedex_express,
    ),
    Format(
        "fedex",
        "FedEx Express (34)",
        _CHECKED,
        (34,),
        "[0-8][0-9]{19}(?P<checked>[0-9]{2}(?P<number>[0-9]{12}))",
        checksums.fedex_express,
    ),
    Format(
        "fedex",
        "FedEx ASTRA (32)",
        _PROVEN,
        (32,),
        "3[0-9]{15}(?P<number>(?P<checked>[0-9]{12}))[0-9]{4}",
        checksums.fedex_express,
    ),
    Format(
        "fedex",
        "FedEx Express (12)",
        _CHECKED,
        (12,),
        "[0-9]{12}",
        checksums.fedex_express,
    ),
    Format(
        "fedex", "FedEx Ground", _CHECKED, (15,), "[0-9]{15}", checksums.fedex_ground
    ),
    # FedEx Ground Economy: an IMpb whose 92 is counted though not printed.
    Format(
        "fedex",
        "FedEx Ground Economy (20)",
        _CHECKED,
        (20,),
        "[0-9]{3}9[0-9]{16}",
        lambda checked: checksums.gs1("92" + checked),
    ),
    Format(
        "fedex",
        "FedEx Ground (SSCC-18)",
        _CHECKED,
        (18,),
        "0[0124](?P<checked>[0-9]{16})",
        checksums.gs1,
    ),
)

_UPS = (
    Format(
        "ups", "UPS", _PROVEN, (18,), "1Z(?P<checked>[0-9A-Z]{15}[0-9])", checksums.ups
    ),
    Format(
        "ups",
        "UPS Waybill",
        _CHECKED,
        (11,),
        "[AHJKTV](?P<checked>[0-9]{10})",
        checksums.ups,
    ),
)

_LASERSHIP = (
    Format("lasership", "LaserShip LX", _DISTINCTIVE, (10,), "L[AEHINX][1-3][0-9]{7}"),
    Format(
        "lasership", "LaserShip 1LS7 (15)", _DISTINCTIVE, (15,), "1LS7[12][0-9]{10}"
    ),
    Format(
        "lasership",
        "LaserShip 1LS7 (18)",
        _DISTINCTIVE,
        (17,),
        "1LS7[12][0-9]{2}01[1-4][0-9]{6}1",
        dashes=True,
    ),
    Format(
        "lasership", "LaserShip 1LSCX (15)", _DISTINCTIVE, (15,), "1LSCX[0-9A-Z]{10}"
    ),
)

_OTHERS = (
    Format("amazon", "Amazon Logistics", _DISTINCTIVE, (15,), "TB[ACM][0-9]{12}"),
    Format("amazon", "Amazon International", _PLAUSIBLE, (11,), "[ACF][0-9]{10}"),
    Format(
        "canada_post", "Canada Post (16)", _CHECKED, (16,), "[0-9]{16}", checksums.gs1
    ),
    Format("canpar", "Canpar (22)", _DISTINCTIVE, (22,), "[CDKLSUXZ][0-9]{21}"),
    Format("gofo", "GOFO Express (US)", _DISTINCTIVE, (18,), "GFUS[0-9]{14}"),
    Format("landmark", "Landmark Global LTN", _DISTINCTIVE, (13,), "LTN[0-9]{8}N1"),
    Format(
        "old_dominion",
        "Old Dominion",
        _CHECKED,
        (11,),
        "(?:77[78]|780|072)[0-9]{8}",
        checksums.luhn,
    ),
    Format(
        "old_dominion",
        "Old Dominion Guaranteed Shipment",
        _CHECKED,
        (11,),
        "80[0-9]{9}",
        checksums.luhn,
    ),
    Format(
        "ontrac",
        "OnTrac",
        _PROVEN,
        (15,),
        "C(?P<checked>[0-9]{14})",
        checksums.ontrac_c,
    ),
    Format(
        "ontrac",
        "OnTrac D",
        _PROVEN,
        (15,),
        "D(?P<checked>[0-9]{14})",
        checksums.ontrac_d,
    ),
    Format(
        "purolator", "Purolator (12)", _CHECKED, (12,), "[0-5][0-9]{11}", checksums.luhn
    ),
    Format("purolator", "Purolator (alpha + 9)", _PLAUSIBLE, (12,), "[A-Z]{3}[0-9]{9}"),
    Format("speedee", "Spee-Dee (20)", _DISTINCTIVE, (20,), "SP[0-9]{18}"),
)

FORMATS = _UPS + _USPS + _FEDEX + _LASERSHIP + _OTHERS
