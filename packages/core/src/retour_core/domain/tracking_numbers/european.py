"""Formats of carriers in Europe, and of DHL everywhere.

Facts as the carriers publish them (DPD Parcel Label Specification, GS1 General
Specifications) or as their numbers show.
"""

from __future__ import annotations

from retour_core.domain.tracking_numbers import checksums
from retour_core.domain.tracking_numbers.carriers import (
    DHL_ECOMMERCE_URL,
    DHL_PAKET_URL,
)
from retour_core.domain.tracking_numbers.formats import Certainty, Format

_GUESS = Certainty.GUESS
_PLAUSIBLE = Certainty.PLAUSIBLE
_CHECKED = Certainty.CHECKED
_DISTINCTIVE = Certainty.DISTINCTIVE
_PROVEN = Certainty.PROVEN

_DHL = (
    Format(
        "dhl",
        "DHL Paket (20)",
        _PROVEN,
        (20,),
        "0034043[3-5][0-9]{12}",
        checksums.gs1,
        DHL_PAKET_URL,
    ),
    Format(
        "dhl",
        "DHL Paket (JJD)",
        _DISTINCTIVE,
        tuple(range(20, 28)),
        "JJD[0-9]{18,24}|JD[0-9]{18}",
        url=DHL_PAKET_URL,
    ),
    Format(
        "dhl",
        "DHL Paket (Identcode)",
        _CHECKED,
        (12,),
        "[0-9]{12}",
        checksums.identcode,
        DHL_PAKET_URL,
    ),
    Format(
        "dhl", "DHL Express", _CHECKED, (10, 11), "[0-9]{10,11}", checksums.modulo_7
    ),
    Format(
        "dhl",
        "DHL Express (Piece ID)",
        _DISTINCTIVE,
        (12, 13, 14),
        "(?:JJD|JVGL)[0-9]{9,10}",
    ),
    Format(
        "dhl",
        "DHL Parcel (JVGL)",
        _DISTINCTIVE,
        tuple(range(15, 30)),
        "JVGL[0-9A-Z]{11,25}",
    ),
    # Two letters, nine digits and a country are a postal item's number instead.
    Format(
        "dhl",
        "DHL E-Commerce",
        _PLAUSIBLE,
        tuple(range(12, 42)),
        "(?:GM|LX|RX|UV|CN|SG|TH|IN|HK|MY)(?![0-9]{9}[A-Z]{2}$)[0-9][0-9A-Z]{9,38}",
        url=DHL_ECOMMERCE_URL,
    ),
    Format(
        "dhl", "DHL E-Commerce (14)", _GUESS, (14,), "[0-9]{14}", url=DHL_ECOMMERCE_URL
    ),
    Format("dhl", "DHL Parcel UK", _PLAUSIBLE, (18, 19), "J?JD[0-9]{16}"),
)

_DPD_NETWORK = (
    Format(
        "dpd",
        "DPD (28)",
        _PROVEN,
        (28,),
        "[0-9]{7}(?P<number>[0-9]{14})[0-9]{6}[0-9A-Z]",
        checksums.modulo_37_36,
    ),
    Format(
        "dpd",
        "DPD (14)",
        _CHECKED,
        (15,),
        "(?P<number>[0-9]{14})[0-9A-Z]",
        checksums.modulo_37_36,
    ),
    Format(
        "la_poste",
        "La Poste (15)",
        _PROVEN,
        (15,),
        "(?:86[56]|87[05]|88[05])[0-9]{11}[0-9A-Z]",
        checksums.modulo_37_36,
    ),
    Format(
        "chronopost",
        "Chronopost (15)",
        _CHECKED,
        (15,),
        "[0-9]{14}[0-9A-Z]",
        checksums.modulo_37_36,
    ),
    Format("dpd", "DPD (14, without check)", _GUESS, (14,), "[0-9]{14}"),
)

_FRENCH_AND_BENELUX = (
    Format(
        "la_poste",
        "Colissimo (13)",
        _PROVEN,
        (13,),
        "(?:[1-36-9][A-Z]|5[N-Z])[0-9]{11}",
        checksums.colissimo,
    ),
    Format("mondial_relay", "Mondial Relay (8)", _GUESS, (8,), "[0-9]{8}"),
    Format("postnl", "PostNL (3S)", _DISTINCTIVE, (13, 15), "3S[A-Z]{1,4}[0-9]{7,12}"),
    Format(
        "bpost", "bpost (32)", _PLAUSIBLE, (18, 24), "32(?:32|99)[0-9]{14}(?:[0-9]{6})?"
    ),
)

_GERMAN_SPEAKING = (
    Format("gls", "GLS (12)", _CHECKED, (12,), "[0-9]{12}", checksums.gls),
    Format("gls", "GLS (11)", _GUESS, (11,), "[0-9]{11}"),
    Format("hermes", "Hermes (20)", _DISTINCTIVE, (20,), "H[0-9]{19}"),
    Format("hermes", "Hermes (14)", _CHECKED, (14,), "[0-9]{14}", checksums.gs1),
    Format("swiss_post", "Swiss Post (18)", _PLAUSIBLE, (18,), "99[0-9]{16}"),
    # 91 to 96 are application identifiers of USPS and FedEx.
    Format("austrian_post", "Post AT (22)", _GUESS, (22,), "(?!9[1-6])[0-9]{22}"),
)

_BRITISH = (
    Format(
        "evri", "Evri (16)", _PROVEN, (16,), "[HT][0-9A-Z]{5}[0-9]{10}", checksums.evri
    ),
    Format(
        "parcelforce", "Parcelforce (PB)", _DISTINCTIVE, (14,), "PB[A-Z]{2}[0-9]{10}"
    ),
    Format("royal_mail", "Royal Mail 2D", _PLAUSIBLE, (21,), "32[0-9]{11}[0-9A-F]{8}"),
    Format("yodel", "Yodel", _DISTINCTIVE, (18, 19), "J?JD[0-9]{16}"),
)

_SOUTHERN = (
    Format(
        "correos",
        "Correos (23)",
        _PROVEN,
        (23,),
        "(?:[PD][A-Z]|CD)[0-9A-Z]{4}[0-9]{16}[A-Z]",
        checksums.correos,
    ),
    Format(
        "correos",
        "Correos (16)",
        _PROVEN,
        (16,),
        "[PD][A-Z][0-9A-Z]{4}[0-9]{9}[A-Z]",
        checksums.correos,
    ),
    Format("correos", "Correos (PR)", _DISTINCTIVE, (18,), "PR[0-9]{15}C"),
    Format(
        "poste_italiane",
        "Poste Italiane (UW)",
        _DISTINCTIVE,
        (13,),
        "[13]UW[0-9A-Z]{10}",
    ),
    Format(
        "poste_italiane", "Poste Italiane (2IMA)", _DISTINCTIVE, (14,), "2IMA[0-9]{10}"
    ),
    Format("poste_italiane", "Poste Italiane (RA)", _PLAUSIBLE, (13,), "RA[0-9]{11}"),
)

_NORTH_AND_EAST = (
    Format("inpost", "InPost (24)", _GUESS, (24,), "[0-9]{24}"),
    Format(
        "poczta_polska",
        "Poczta Polska (20)",
        _PROVEN,
        (20,),
        "00[0-9]5900773[0-9]{10}",
        checksums.gs1,
    ),
    Format("poczta_polska", "Poczta Polska (PX)", _PLAUSIBLE, (12,), "PX[0-9]{10}"),
    Format("packeta", "Packeta (Z)", _PLAUSIBLE, (11,), "Z[0-9]{10}"),
    Format("postnord", "PostNord (SE)", _DISTINCTIVE, (13,), "[0-9]{11}SE"),
    Format("posti", "Posti (JJFI)", _DISTINCTIVE, (21,), "JJFI[0-9]{17}"),
    Format("bring", "Bring (18)", _CHECKED, (18,), "37[03][0-9]{15}", checksums.gs1),
    Format("bring", "Bring (17)", _CHECKED, (17,), "70[0-9]{15}", checksums.gs1),
)

FORMATS = (
    _DHL
    + _BRITISH
    + _DPD_NETWORK
    + _FRENCH_AND_BENELUX
    + _GERMAN_SPEAKING
    + _SOUTHERN
    + _NORTH_AND_EAST
)
