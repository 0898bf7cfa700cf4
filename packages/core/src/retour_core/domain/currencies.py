"""ISO 4217: which currencies there are, and how many decimal places each has."""

from __future__ import annotations

from functools import cache

from babel.core import get_global

from retour_core.domain.errors import DomainError

# ISO 4217 list one. CLDR's digits, which Babel carries, say how prices are usually
# shown and are no measure for storage: IQD has 0 there and 3 here, AFN, ALL, IRR,
# KPW, LAK, LBP, MGA, MMK, RSD, SOS, SYP and YER have 0 there and 2 here.
_EXPONENTS = {
    **dict.fromkeys(
        [
            *("BIF", "BYR", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"),
            *("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"),
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
    **dict.fromkeys(["CLF", "UYW"], 4),
}

# An order may still name a currency that was given up since (HRK, LTL, BYR).
_REMEMBERED_SINCE = (2010, 1, 1)


class UnknownCurrency(DomainError, ValueError):
    """This is no ISO 4217 currency: write its three capital letters, such as EUR."""

    code = "unknown_currency"


@cache
def _currencies() -> frozenset[str]:
    # El Salvador pays in USD, so CLDR ended its colón; ISO 4217 has not.
    known = {"SVC"}
    for periods in get_global("territory_currencies").values():
        for code, _start, end, is_tender in periods:
            # Metals, test and drawing-right codes begin with X and are no tender;
            # funds such as CLF are none either, but amounts do come in them. CNH is
            # a trading name that ISO 4217 does not have.
            payable = is_tender or not code.startswith(("X", "CNH"))
            if payable and (end is None or tuple(end) >= _REMEMBERED_SINCE):
                known.add(code)
    return frozenset(known)


def is_currency(code: str) -> bool:
    """Whether ``code`` is a currency somebody can pay in, or could since 2010.

    ISO 4217, capitals only. Metals (XAU), XXX and XTS are not.
    """
    return code in _currencies()


def currency_exponent(code: str) -> int:
    """How many decimal places the minor unit has in ISO 4217: EUR 2, JPY 0, KWD 3.

    Where CLDR differs (RSD, IQD, ...), ISO 4217 is followed. Raises UnknownCurrency.
    """
    if not isinstance(code, str) or not is_currency(code):
        raise UnknownCurrency(
            f"{code!r} is no ISO 4217 currency: write its three capital letters,"
            " such as EUR.",
            currency=str(code),
        )
    return _EXPONENTS.get(code, 2)
