"""How policies, rules and decisions are written as data: strict, frozen, typed."""

from __future__ import annotations

from collections.abc import Sized
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from retour_core.domain.countries import is_country
from retour_core.domain.money import Money
from retour_core.domain.windows.terms import MOST_DAYS

UNLIMITED: Literal["unlimited"] = "unlimited"
# As many as carriers take in one shipment.
MOST_PARCELS = 20
ParcelCount = Annotated[int, Field(strict=True, ge=1, le=MOST_PARCELS)]
MOST_LABEL_DAYS = 365
LabelDays = Annotated[int, Field(strict=True, ge=1, le=MOST_LABEL_DAYS)]
MOST_REFUND_DAYS = 90
RefundDays = Annotated[int, Field(strict=True, ge=1, le=MOST_REFUND_DAYS)]
_MONEY_MEMBERS = {"amount", "currency"}
_T = TypeVar("_T")
_S = TypeVar("_S", bound=Sized)


class Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _country(value: str) -> str:
    if not is_country(value):
        raise PydanticCustomError(
            "not_a_country", "“{value}” is no country.", {"value": value}
        )
    return value


def _no_float(value: Any) -> Any:
    if isinstance(value, (bool, float)):
        raise PydanticCustomError(
            "not_a_percentage",
            "Write a percentage as text or as a whole number, such as “12.5”.",
        )
    return value


def _plain(value: Decimal) -> Decimal:
    # One way to write each: 10 rather than 1E+1 or 10.00.
    return Decimal(format(value.normalize(), "f"))


def _read_money(value: Any) -> Money:
    if isinstance(value, Money):
        return value
    if not isinstance(value, dict) or set(value) != _MONEY_MEMBERS:
        raise PydanticCustomError(
            "not_money", "An amount is written as “amount” and “currency”."
        )
    amount, currency = value["amount"], value["currency"]
    if not isinstance(amount, str) or not isinstance(currency, str):
        raise PydanticCustomError("not_money", "Amount and currency are texts.")
    return Money.from_decimal(amount, currency)


def _write_money(money: Money) -> dict[str, str]:
    return {"amount": money.to_string(), "currency": money.currency}


def _read_days(value: Any) -> int | Literal["unlimited"]:
    if value == UNLIMITED:
        return UNLIMITED
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if not is_whole or not 0 <= value <= MOST_DAYS:
        raise PydanticCustomError(
            "not_days",
            "Write a whole number of days from 0 to {most}, or “unlimited”.",
            {"most": MOST_DAYS},
        )
    return int(value)


def _each_once(values: tuple[_T, ...]) -> tuple[_T, ...]:
    if len(set(values)) != len(values):
        raise PydanticCustomError("named_twice", "Name each of them once.")
    return values


def _some(values: _S) -> _S:
    # Not min_length: pydantic counts what is left after refusing the wrong ones.
    if not values:
        raise PydanticCustomError("value_missing", "Fill in a value.")
    return values


# {"amount": "4.95", "currency": "EUR"} as JSON.
MoneyData = Annotated[
    Money,
    PlainValidator(_read_money),
    PlainSerializer(_write_money),
    WithJsonSchema(
        {
            "type": "object",
            "properties": {
                "amount": {"type": "string"},
                "currency": {"type": "string"},
            },
            "required": ["amount", "currency"],
        }
    ),
]
Percent = Annotated[
    Decimal,
    BeforeValidator(_no_float),
    Field(ge=0, le=100, decimal_places=2),
    AfterValidator(_plain),
]
CountryCode = Annotated[
    str,
    StringConstraints(to_upper=True, strip_whitespace=True),
    AfterValidator(_country),
]
Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=80,
        pattern=r"^[^\x00-\x1f\x7f]*$",
    ),
]
DayCount = Annotated[int, Field(strict=True, ge=0, le=MOST_DAYS)]
# A number of days, or no end. One validator: an error points to the field itself.
Days = Annotated[
    int | Literal["unlimited"],
    PlainValidator(_read_days),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": MOST_DAYS},
                {"const": UNLIMITED},
            ]
        }
    ),
]
EachOnce = AfterValidator(_each_once)
Some = AfterValidator(_some)
