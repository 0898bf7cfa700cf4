"""Phone numbers in their international form; whether one rings, nobody knows."""

from __future__ import annotations

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    format_number,
    is_possible_number,
    parse,
)

from retour_core.domain.errors import DomainError


class PhoneNumberUnfit(DomainError):
    """This is no phone number; write it with country and area code: +49 40 123456."""

    code = "phone_unfit"


def tidy_phone_number(text: str, *, country: str) -> str:
    """The number in its international form; raises ``PhoneNumberUnfit``.

    ``country`` (ISO alpha-2) is where a number without ``+`` is taken to be.
    """
    try:
        number = parse(text, country)
    except NumberParseException as error:
        raise PhoneNumberUnfit(number=text) from error
    if not is_possible_number(number):
        raise PhoneNumberUnfit(number=text)
    return format_number(number, PhoneNumberFormat.INTERNATIONAL)


def phone_link(text: str, *, country: str) -> str:
    """The ``tel:`` address of a number (RFC 3966), ``""`` for what is none."""
    try:
        number = parse(text, country)
    except NumberParseException:
        return ""
    return format_number(number, PhoneNumberFormat.RFC3966)
