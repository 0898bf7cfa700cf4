"""Exact money: whole minor units with a currency, and shares that lose nothing."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from babel import Locale
from babel.numbers import get_currency_precision, get_currency_symbol

from retour_core.domain.currencies import (
    UnknownCurrency,
    currency_exponent,
    is_currency,
)
from retour_core.domain.errors import DomainError

__all__ = [
    "CurrencyMismatch",
    "InvalidAmount",
    "InvalidShares",
    "Money",
    "UnknownCurrency",
    "allocate",
    "currency_exponent",
    "format_money",
    "is_currency",
    "unit_shares",
]

_DECIMAL_TEXT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
# Far beyond any sum of money, and short of what makes integers slow ("1E+999999").
_MOST_DIGITS = 40


class CurrencyMismatch(DomainError, ValueError):
    """Amounts in different currencies do not mix: convert one of them first."""

    code = "currency_mismatch"


class InvalidAmount(DomainError, ValueError):
    """An amount is a whole number of minor units, such as 1999 for 19.99 EUR."""

    code = "invalid_amount"


class InvalidShares(DomainError, ValueError):
    """This cannot be shared out: give at least one weight, none below zero."""

    code = "invalid_shares"


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Share ``total`` in proportion to ``weights``; the shares add up to it exactly.

    Largest remainder; of equal remainders the earlier position is served first, and
    a weight of zero gets nothing. A negative total gives the negated shares of the
    positive one. If all weights are zero, every position counts the same, so the
    first ones take what is left over. Raises InvalidShares for a negative weight or
    for something to share and nobody to take it, InvalidAmount for anything but
    whole numbers.
    """
    if not _is_whole(total) or not all(_is_whole(weight) for weight in weights):
        raise InvalidAmount("Totals and weights are whole numbers: no float, no bool.")
    if any(weight < 0 for weight in weights):
        raise InvalidShares("A weight below zero has no share: use zero or more.")
    if not len(weights):
        if total:
            raise InvalidShares("There is nobody to share with: give a weight.")
        return []
    if total < 0:
        return [-share for share in allocate(-total, weights)]
    weight_sum = sum(weights)
    if not weight_sum:
        return allocate(total, [1] * len(weights))
    parts = [divmod(total * weight, weight_sum) for weight in weights]
    shares = [share for share, _ in parts]
    by_remainder = sorted(range(len(parts)), key=lambda i: -parts[i][1])
    for position in by_remainder[: total - sum(shares)]:
        shares[position] += 1
    return shares


def unit_shares(total: int, quantity: int) -> list[int]:
    """What each of ``quantity`` units carries of ``total``; the last take the rest.

    One remaining cent goes to the last unit, further ones to those before it, one
    each, so that no two units differ by more than one minor unit. Raises
    InvalidShares for a negative quantity, or for a total without units.
    """
    if not _is_whole(quantity):
        raise InvalidAmount("A quantity is a whole number.")
    if quantity < 0:
        raise InvalidShares("A quantity below zero has no units: use zero or more.")
    return allocate(total, [1] * quantity)[::-1]


@dataclass(frozen=True, slots=True)
class Money:
    """``minor`` units of ``currency``: Money(1999, "EUR") is 19.99 EUR.

    Equal only in the same currency; every other mixing raises CurrencyMismatch.
    False when zero. Raises InvalidAmount for bool and float, UnknownCurrency.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not _is_whole(self.minor):
            raise InvalidAmount(
                f"{self.minor!r} is no whole number of minor units:"
                " use Money.from_decimal for 19.99."
            )
        currency_exponent(self.currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)

    @classmethod
    def from_decimal(cls, value: Decimal | str, currency: str) -> Money:
        """The exact amount, or InvalidAmount: nothing is ever rounded.

        Text is digits with a point ("-19.99"): no exponent, sign +, blank or
        grouping. Zeros behind the currency's last place ("10.000" EUR) add nothing
        and are accepted, any other digit there is not. A float is refused.
        """
        exponent = currency_exponent(currency)
        sign, digits, power = _parts(value)
        number = int("".join(map(str, digits)))
        shift = power + exponent
        if shift >= 0:
            minor, lost = number * 10**shift, 0
        else:
            minor, lost = divmod(number, 10**-shift)
        if lost:
            raise InvalidAmount(
                f"{value} has more than {exponent} decimal places, all that"
                f" {currency} has: round it before it comes here.",
                exponent=exponent,
            )
        return cls(-minor if sign else minor, currency)

    @classmethod
    def from_written(cls, text: str, currency: str) -> Money:
        """What a person wrote, with a point or a comma before the decimals.

        InvalidAmount for anything ``from_decimal`` refuses, and for more decimals
        than the currency has, even zeros: "1.000" EUR may be meant for a thousand.
        """
        plain = text.replace(",", ".")
        decimals = plain.partition(".")[2]
        if len(decimals) > (exponent := currency_exponent(currency)):
            raise InvalidAmount(
                f"{currency} has {exponent} decimal places: leave out further ones,"
                " and marks between thousands.",
                exponent=exponent,
            )
        return cls.from_decimal(plain, currency)

    def to_decimal(self) -> Decimal:
        """The amount in major units with the currency's number of places, exact."""
        digits = tuple(map(int, str(abs(self.minor))))
        return Decimal((int(self.minor < 0), digits, -currency_exponent(self.currency)))

    def to_string(self) -> str:
        """For the wire: "19.99", "-0.05", "1200" (JPY). Not for people."""
        return format(self.to_decimal(), "f")

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Shares in proportion to ``weights``, as ``allocate`` makes them."""
        return [Money(share, self.currency) for share in allocate(self.minor, weights)]

    def _same_currency(self, other: Money) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(
                f"{self.currency} and {other.currency} do not mix:"
                " convert one of them first.",
                currencies=[self.currency, other.currency],
            )
        return other.minor

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor + self._same_currency(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor - self._same_currency(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, factor: int) -> Money:
        if not _is_whole(factor):
            return NotImplemented
        return Money(self.minor * factor, self.currency)

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        return self._compare(other, int.__lt__)

    def __le__(self, other: Money) -> bool:
        return self._compare(other, int.__le__)

    def __gt__(self, other: Money) -> bool:
        return self._compare(other, int.__gt__)

    def __ge__(self, other: Money) -> bool:
        return self._compare(other, int.__ge__)

    def _compare(self, other: Money, holds: Callable[[int, int], bool]) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return holds(self.minor, self._same_currency(other))


def _parts(value: Decimal | str) -> tuple[int, tuple[int, ...], int]:
    if isinstance(value, str):
        if not _DECIMAL_TEXT.fullmatch(value) or len(value) > _MOST_DIGITS:
            raise InvalidAmount(f"{value[:50]!r} is no amount: write it like 19.99.")
        value = Decimal(value)
    if not isinstance(value, Decimal):
        raise InvalidAmount(
            f"{value!r} is no decimal: give a Decimal or its text, never a float."
        )
    sign, digits, power = value.as_tuple()
    if not isinstance(power, int):
        raise InvalidAmount(f"{value} is no finite amount: give a number.")
    if len(digits) > _MOST_DIGITS or abs(power) > _MOST_DIGITS:
        raise InvalidAmount("No amount of money has that many digits.")
    return sign, digits, power


def format_money(money: Money, locale: str) -> str:
    """For people: "19,99 €" in German, "¥1,200" in English.

    ``locale`` is a code such as "de_AT" or "de-AT". Shows the places CLDR gives a
    currency ("RSD 1,200"), but all of ISO 4217's when fewer would hide part of the
    amount. Raises babel's UnknownLocaleError.
    """
    parsed = Locale.parse(locale, sep="-" if "-" in locale else "_")
    value = money.to_decimal()
    places = currency_exponent(money.currency)
    usual = get_currency_precision(money.currency)
    if usual < places and money.minor % 10 ** (places - usual) == 0:
        places = usual
    pattern = copy.copy(parsed.currency_formats["standard"])
    pattern.frac_prec = (places, places)
    # Letters keep a distance from digits (UTS 35), which Babel leaves out: SEK 100.
    symbol = get_currency_symbol(money.currency, parsed)
    if symbol[-1].isalpha():
        pattern.prefix = tuple(re.sub("¤$", "¤\xa0", text) for text in pattern.prefix)
    if symbol[0].isalpha():
        pattern.suffix = tuple(re.sub("^¤", "\xa0¤", text) for text in pattern.suffix)
    # Babel rounds within the context: 28 digits, unless it is told of more.
    with localcontext(prec=len(value.as_tuple().digits) + 28):
        shown: str = pattern.apply(
            value, parsed, currency=money.currency, currency_digits=False
        )
    return shown
