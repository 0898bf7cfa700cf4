"""Values of conditions: canonical text in, comparable whole numbers out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from retour_core.domain.countries import is_country
from retour_core.domain.money import currency_exponent, is_currency
from retour_core.domain.predicates.problems import Refused
from retour_core.domain.predicates.vocabulary import Fact, FactKind, Source

MAX_VALUE_LENGTH = 100
_WHOLE = re.compile(r"[0-9]{1,12}")
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?")
_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")
_POSTAL = re.compile(r"[A-Z0-9]{1,12}")
_FLAGS = ("true", "false")


def canonical(fact: Fact, raw: str, currency: str = "") -> str:
    """``raw`` as it is stored and compared. Raises ``Refused``."""
    value = raw.strip()
    if not value:
        raise Refused("value_missing", "Fill in a value to compare with.")
    if len(value) > MAX_VALUE_LENGTH or not value.isprintable():
        raise Refused(
            "value_too_long",
            f"A value is plain text of at most {MAX_VALUE_LENGTH} characters.",
            most=MAX_VALUE_LENGTH,
        )
    if fact.kind is FactKind.MONEY:
        return _amount(value, currency)
    if fact.kind in _BY_KIND:
        return _BY_KIND[fact.kind](value)
    return _choice(fact, value)


def sizes(kind: FactKind, values: Sequence[str], currency: str = "") -> tuple[int, ...]:
    """Canonical values of a size as whole numbers that compare as the values do:
    minor units, hundredths of a percent, days since year 1."""
    if kind is FactKind.MONEY:
        factor = 10 ** currency_exponent(currency)
        return tuple(int(Decimal(value) * factor) for value in values)
    if kind is FactKind.PERCENT:
        return tuple(int(Decimal(value) * 100) for value in values)
    if kind is FactKind.DATE:
        return tuple(date.fromisoformat(value).toordinal() for value in values)
    return tuple(int(value) for value in values)


def _choice(fact: Fact, value: str) -> str:
    if fact.source is Source.COUNTRIES and not is_country(value := value.upper()):
        raise Refused("not_a_country", f"“{value}” is no country.", value=value)
    if fact.source is Source.CURRENCIES and not is_currency(value := value.upper()):
        raise Refused("not_a_currency", f"“{value}” is no currency.", value=value)
    if fact.choices and value not in fact.choices:
        raise Refused(
            "not_a_choice",
            f"“{value}” is none of {', '.join(fact.choices)}.",
            value=value,
            choices=list(fact.choices),
        )
    return value


def _amount(value: str, currency: str) -> str:
    digits = currency_exponent(currency)
    if not _AMOUNT.fullmatch(value):
        raise Refused(
            "not_an_amount", f"“{value}” is no amount such as 19.90.", value=value
        )
    whole, _, fraction = value.partition(".")
    if len(fraction.rstrip("0")) > digits:
        raise Refused(
            "too_many_digits",
            f"{currency} has {digits} digits after the point.",
            currency=currency,
            digits=digits,
        )
    fraction = fraction[:digits].ljust(digits, "0")
    return f"{int(whole)}.{fraction}" if digits else str(int(whole))


def _number(value: str) -> str:
    if not _WHOLE.fullmatch(value):
        raise Refused("not_a_number", f"“{value}” is no whole number.", value=value)
    return str(int(value))


def _percent(value: str) -> str:
    if not _PERCENT.fullmatch(value) or Decimal(value) > 100:
        raise Refused(
            "not_a_percentage",
            f"“{value}” is no percentage from 0 to 100, such as 12.5.",
            value=value,
        )
    return format(Decimal(value).normalize(), "f")


def _date(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Refused(
            "not_a_date", f"“{value}” is no day such as 2026-11-30.", value=value
        ) from None


def _flag(value: str) -> str:
    if value.lower() not in _FLAGS:
        raise Refused("not_a_flag", "Choose true or false.", value=value)
    return value.lower()


def _postal(value: str) -> str:
    code = "".join(symbol for symbol in value.upper() if symbol.isalnum())
    if not _POSTAL.fullmatch(code):
        raise Refused("not_a_postal_code", f"“{value}” is no postal code.", value=value)
    return code


_BY_KIND: dict[FactKind, Callable[[str], str]] = {
    FactKind.NUMBER: _number,
    FactKind.DAYS: _number,
    FactKind.PERCENT: _percent,
    FactKind.DATE: _date,
    FactKind.FLAG: _flag,
    FactKind.POSTAL: _postal,
}
