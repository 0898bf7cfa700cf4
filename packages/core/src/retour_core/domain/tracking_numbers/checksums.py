"""Check digits carriers put at the end of their numbers.

Each function takes the checked part with its check character last and answers whether
it fits. What comes in has matched a format's shape, so it holds 0-9 and A-Z only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from retour_core.domain.identifiers import gs1_check_digit

Check = Callable[[str], bool]

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUE_37_36 = {sign: value for value, sign in enumerate(_ALPHABET)}
# UPS counts A as 2, B as 3 and so on, units only.
_UPS_VALUE = {
    sign: value if value < 10 else (value - 8) % 10
    for value, sign in enumerate(_ALPHABET)
}
_NIF_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def gs1(checked: str) -> bool:
    """Weights 3 and 1 from the right: GS1 keys, USPS, Canada Post, Hermes."""
    return gs1_check_digit(checked[:-1]) == checked[-1]


def usps_without_identifier(checked: str) -> bool:
    """20 digits whose application identifier 91 is counted though not printed."""
    return gs1("91" + checked)


def gls(checked: str) -> bool:
    """As GS1, one added to the sum."""
    return (int(gs1_check_digit(checked[:-1])) - 1) % 10 == int(checked[-1])


def colissimo(checked: str) -> bool:
    """GS1 over the ten digits behind the two signs of the product."""
    return gs1(checked[2:])


def luhn(checked: str) -> bool:
    total = sum(map(int, checked[-1::-2]))
    for digit in checked[-2::-2]:
        doubled = 2 * int(digit)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def modulo_7(checked: str) -> bool:
    """The serial read as one number: DHL Express air waybills."""
    return int(checked[:-1]) % 7 == int(checked[-1])


def fedex_ground(checked: str) -> bool:
    """Weights 1 and 3 from the left, FedEx Ground's 14 digits and check digit."""
    return _complement_of_10(map(int, checked[:-1]), (1, 3)) == checked[-1]


def identcode(checked: str) -> bool:
    """Weights 4 and 9 from the left: Deutsche Post Identcode."""
    return _complement_of_10(map(int, checked[:-1]), (4, 9)) == checked[-1]


def ups(checked: str) -> bool:
    """Weights 1 and 2 from the left, letters counted the UPS way."""
    values = (_UPS_VALUE[sign] for sign in checked[:-1])
    return _complement_of_10(values, (1, 2)) == checked[-1]


def ontrac_c(checked: str) -> bool:
    return ups(checked if checked[0] == "4" else "4" + checked)


def ontrac_d(checked: str) -> bool:
    return ups(checked if checked[0] == "5" else "5" + checked)


def evri(checked: str) -> bool:
    """Weights 2 and 1 from the left, letters as UPS; the sum's units are the check."""
    total = sum(
        _UPS_VALUE[sign] * (1 if place % 2 else 2)
        for place, sign in enumerate(checked[:-1])
    )
    return total % 10 == int(checked[-1])


def fedex_express(checked: str) -> bool:
    """Weights 1, 3, 7 from the right, modulo 11: all FedEx Express numbers."""
    weights = (1, 3, 7)
    total = sum(
        int(digit) * weights[place % 3]
        for place, digit in enumerate(reversed(checked[:-1]))
    )
    return total % 11 % 10 == int(checked[-1])


def modulo_37_36(checked: str) -> bool:
    """ISO/IEC 7064 MOD 37,36: DPD, Chronopost, La Poste."""
    product = 36
    for sign in checked[:-1]:
        product = ((product + _VALUE_37_36[sign]) % 36 or 36) * 2 % 37
    return (37 - product) % 36 == _VALUE_37_36[checked[-1]]


def correos(checked: str) -> bool:
    """The sum of the ASCII codes, modulo 23, picks a letter of the Spanish NIF row."""
    return _NIF_LETTERS[sum(map(ord, checked[:-1])) % 23] == checked[-1]


def sf_express(checked: str) -> bool:
    """13 digits: behind the area's three, weights 1, 3, 5 ... from the right.

    Both digits of each product count.
    """
    total = 0
    for place, digit in enumerate(reversed(checked[3:-1])):
        tens, units = divmod(int(digit) * (2 * place + 1), 10)
        total += tens % 10 + units
    return -total % 10 == int(checked[-1])


def _complement_of_10(values: Iterable[int], weights: tuple[int, int]) -> str:
    even, odd = weights
    total = sum(
        value * (odd if place % 2 else even) for place, value in enumerate(values)
    )
    return str(-total % 10)
