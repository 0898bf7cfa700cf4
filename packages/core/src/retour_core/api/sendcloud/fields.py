"""What their clients may write for one field, read as leniently as theirs is.

Numbers come as JSON numbers or as text, text as text or as a bare number, and
``null`` stands for a field left out.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from retour_core.domain.wire import MAX_QUANTITY

_DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,20})?")
_WHOLE = re.compile(r"[0-9]{1,18}")
# Room for what a division leaves behind; far beyond any price or weight.
_SMALLEST, _LARGEST = -20, 11


class Lenient(BaseModel):
    """Fields we have no use for are skipped: theirs has many, and adds more."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def limits(maximum: int, minimum: int = 0) -> StringConstraints:
    """Trimmed, and of so many characters."""
    return StringConstraints(
        strip_whitespace=True, min_length=minimum, max_length=maximum
    )


def _as_text(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    return value


def _as_decimal(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    if isinstance(value, str) and _DECIMAL.fullmatch(value.strip()):
        return Decimal(value.strip())
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Decimal(value)
        if number == 0:
            return Decimal(0)
        digits = number.as_tuple().exponent
        if number > 0 and number.adjusted() <= _LARGEST and _is_short(digits):
            return number
    raise PydanticCustomError(
        "decimal", "Write a number of zero or more, like 12.50, with a point."
    )


def _is_short(exponent: object) -> bool:
    return isinstance(exponent, int) and exponent >= _SMALLEST


def _as_whole(value: Any) -> Any:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        return int(value)
    if isinstance(value, Decimal) and value.adjusted() < 18 and value % 1 == 0:
        return int(value)
    raise PydanticCustomError("whole", "Write a whole number.")


def _as_currency(value: Any) -> Any:
    if value is None or value == "":
        return ""
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z]{3}", value.strip()):
        return value.strip().upper()
    raise PydanticCustomError(
        "currency", "Write an ISO 4217 currency code of three letters, like EUR."
    )


def _as_country(value: Any) -> Any:
    # Their answers hold an object, which clients send back as they got it.
    if isinstance(value, dict):
        value = value.get("iso_2")
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z]{2}", value.strip()):
        return value.strip().upper()
    if value is None or value == "":
        raise PydanticCustomError("country", "Give this field a value.")
    raise PydanticCustomError(
        "country", "Write an ISO 3166-1 country code of two letters, like NL."
    )


def _as_optional_country(value: Any) -> Any:
    return None if value in (None, "") else _as_country(value)


def _as_flag(value: Any) -> Any:
    return False if value is None else value


# Stands last, for what is read loosely is measured then.
LOOSE = BeforeValidator(_as_text)
Number = Annotated[Decimal | None, BeforeValidator(_as_decimal)]
Quantity = Annotated[int, BeforeValidator(_as_whole), Field(ge=1, le=MAX_QUANTITY)]
WholeNumber = Annotated[int | None, BeforeValidator(_as_whole)]
Flag = Annotated[bool, BeforeValidator(_as_flag)]
Currency = Annotated[str, BeforeValidator(_as_currency)]
Country = Annotated[str, BeforeValidator(_as_country)]
OptionalCountry = Annotated[str | None, BeforeValidator(_as_optional_country)]


def _scalars(value: Any) -> Any:
    if not isinstance(value, dict):
        return {} if value is None else value
    return {
        str(key): str(entry)
        for key, entry in value.items()
        if isinstance(entry, str | int | Decimal) and not isinstance(entry, bool)
    }


Properties = Annotated[dict[str, str], BeforeValidator(_scalars)]
