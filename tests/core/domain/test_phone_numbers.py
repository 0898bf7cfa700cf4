from __future__ import annotations

import pytest

from retour_core.domain.phone_numbers import PhoneNumberUnfit, tidy_phone_number


@pytest.mark.parametrize(
    ("text", "country", "tidied"),
    [
        ("020 1234567", "NL", "+31 20 123 4567"),
        ("(040) 32 10-1000", "DE", "+49 40 32101000"),
        ("01 42 34 56 78", "FR", "+33 1 42 34 56 78"),
        ("+33 1 42 34 56 78", "DE", "+33 1 42 34 56 78"),
        ("0033 142345678", "DE", "+33 1 42 34 56 78"),
        ("212-555-0123", "US", "+1 212-555-0123"),
        ("020 1234567 ext. 12", "NL", "+31 20 123 4567 ext. 12"),
    ],
)
def test_a_number_gets_its_international_form(
    text: str, country: str, tidied: str
) -> None:
    assert tidy_phone_number(text, country=country) == tidied
    assert tidy_phone_number(tidied, country=country) == tidied


@pytest.mark.parametrize("text", ["call us", "1", "", "+", "+999 1234567", "1" * 30])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(PhoneNumberUnfit):
        tidy_phone_number(text, country="DE")
