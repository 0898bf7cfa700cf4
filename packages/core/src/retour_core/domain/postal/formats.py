"""What a postal code looks like in each country: tables only.

Facts as the UPU and the national posts publish them. A shape is written with
one symbol a place: 9 a digit, A a letter, X either, # either in an alphabet that has
no I, L, O.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from babel.core import get_global


@dataclass(frozen=True)
class Format:
    """How a country's codes are read.

    ``prefixes`` are what people put in front without being part of the code; the
    shortest come first, or "GBRH6 0NP" would begin with GBR. ``pads``: zeros in front
    may have been lost in a spreadsheet. ``keep``: only so many symbols count.
    """

    shapes: tuple[str, ...]
    prefixes: tuple[str, ...]
    pads: bool = False
    keep: int | None = None

    @property
    def numeric(self) -> bool:
        return all(set(shape) == {"9"} for shape in self.shapes)


# One length of digits each; here a spreadsheet's lost zeros can be put back.
_FIXED = {
    3: "AD FO GN IS LS MG OM PG",
    4: "AF AI AL AM AT AU AZ BD BE BG CC CH CV CX CY DK ET GE GL GW HM HT HU LI LR LU"
    " LV MD MK MZ NE NF NO NZ PH PY SI SJ SV TN VC VE VG ZA",
    5: "AX BA BB BL BT CU CZ DE DO DZ EE EH ES FI FR GF GP GR GT HN HR ID IQ IT JO KE"
    " KR KW KY LA LK LT MA MC ME MF MM MN MQ MV MX MY NA NC NI NP PE PF PK PL PM RE SD"
    " SE SK SM SN TH TR UA UY VA WF XK YT ZM",
    6: "BY CN CO EC IN KG KZ NG RO RU SG TJ TM UZ",
    7: "CL JP",
    8: "BR",
    10: "IR",
}

_VARYING = {
    "BH": ("999", "9999"),
    "CR": ("99999", "9999"),
    "EG": ("99999", "9999999"),
    "IL": ("9999999", "99999"),
    "KH": ("999999", "99999"),
    "LB": ("9999", "99999999"),
    "RS": ("99999", "999999"),
    "TW": ("999", "99999", "999999"),
    "TZ": ("99999", "9999"),
    "VN": ("99999", "999999"),
}

# The ZIP area, whose four further digits few people know.
_ZIP = "US AS FM GU MH MP PR PW UM VI"

_BRITISH = ("A99AA", "AA99AA", "A999AA", "AA999AA", "A9A9AA", "AA9A9AA")

_LETTERED = {
    **dict.fromkeys(["GB", "GG", "GI", "IM", "JE"], _BRITISH),
    **dict.fromkeys(["FK", "GS", "IO", "PN", "SH", "TC"], ("AAAA9AA",)),
    "AR": ("A9999AAA", "A9999", "9999"),
    "BM": ("AAXX",),
    "BN": ("AA9999",),
    "CA": ("A9A9A9",),
    "IE": ("A9#####",),
    "MT": ("AAA9999", "AAA99"),
    "MU": ("99999", "999AA999"),
    "NL": ("9999AA",),
    "SO": ("AA99999",),
    "SZ": ("A999",),
}

# Signs of road traffic and other habits, next to the two and three letters of ISO.
_OWN_PREFIXES = {
    "AT": "A",
    "AX": "FI FIN",
    "BE": "B",
    "DE": "D",
    "ES": "E",
    "FI": "SF",
    "FO": "DK",
    "FR": "F",
    "GB": "UK",
    "GG": "GB UK",
    "GL": "DK",
    "GR": "EL",
    "HU": "H",
    "IE": "EIR EIRCODE",
    "IM": "GB UK",
    "IT": "I",
    "JE": "GB UK",
    "LI": "FL",
    "LU": "L",
    "MC": "F FR",
    "NO": "N",
    "OM": "PC",
    "PR": "US USA",
    "PT": "P",
    "RO": "R",
    "SE": "S",
    "SI": "SLO",
    "SJ": "N NO",
    "SM": "I IT",
    "VA": "I IT",
    **dict.fromkeys(["BL", "GF", "GP", "MF", "MQ", "NC"], "F FR"),
    **dict.fromkeys(["PF", "PM", "RE", "WF", "YT"], "F FR"),
}
_WORDS = "CAP CEP CP PIN PINCODE PLZ POSTCODE PSC ZIP ZIPCODE"

# No system, or none that people use: there they are asked for something else, which
# also works for the few who have a code.
_WITHOUT_CODES = (
    "AE AG AO AQ AW BF BI BJ BO BQ BS BV BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD"
    " GH GM GQ GY HK JM KI KM KN KP LC LY ML MO MR MS MW NR NU PA PS QA RW SB SC SL SR"
    " SS ST SX SY TD TF TG TK TL TO TT TV UG VU WS YE ZW"
)


@cache
def _alpha3() -> dict[str, str]:
    # CLDR lists former countries as well; those became several, and stay out.
    return {
        alias: codes[0]
        for alias, codes in get_global("territory_aliases").items()
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1
    }


def country_code(country: str) -> str:
    """ISO 3166-1 alpha-2 capitals from any case, alpha-3, or UK and EL."""
    code = country.strip().upper()
    return {"UK": "GB", "EL": "GR"}.get(code) or _alpha3().get(code, code)


def has_postal_codes(country: str) -> bool:
    """Whether customers there know a postal code, so that it is fit to be asked for.

    False for AE, HK, ...: ask for an e-mail address or a family name instead. True
    for a country not known here.
    """
    return country_code(country) not in _WITHOUT_CODES.split()


@cache
def formats() -> dict[str, Format]:
    """By alpha-2 code. A country without an entry has no known shape."""
    table = {
        country: Format(("9" * length,), _prefixes(country), pads=True)
        for length, countries in _FIXED.items()
        for country in countries.split()
    }
    for country, shapes in (_VARYING | _LETTERED).items():
        table[country] = Format(shapes, _prefixes(country))
    for country in [*_ZIP.split(), "SA"]:
        shapes = ("9" * 5, "9" * 9)
        table[country] = Format(shapes, _prefixes(country), pads=True, keep=5)
    table["PT"] = Format(("9999999", "9999"), _prefixes("PT"), keep=4)
    return table


def _prefixes(country: str) -> tuple[str, ...]:
    alpha3 = [alias for alias, code in _alpha3().items() if code == country]
    own = _OWN_PREFIXES.get(country, "").split()
    found = {country, *alpha3, *own, *_WORDS.split()}
    return tuple(sorted(found, key=lambda prefix: (len(prefix), prefix)))
