from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from retour_core.domain.money import InvalidAmount, Money
from retour_core.domain.policies import Fee, pick_text, text_in

TEXTS = {"de-AT": "Servus", "en": "Hello", "pt_BR": "Oi", "pt": "Olá"}


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        pytest.param("de-AT", "Servus", id="the very language"),
        pytest.param("de_at", "Servus", id="written otherwise"),
        pytest.param("de", "Servus", id="a relative will do"),
        pytest.param("de-CH", "Servus", id="a cousin will do"),
        pytest.param("pt-BR", "Oi", id="the country's own"),
        pytest.param("pt-PT", "Olá", id="the language itself"),
        pytest.param("fr", "Hello", id="English where there is none"),
    ],
)
def test_a_text_is_picked_for_the_reader(locale: str, text: str) -> None:
    assert pick_text(TEXTS, locale) == text


def test_a_text_in_a_language_is_not_one_of_another() -> None:
    assert [text_in(TEXTS, locale) for locale in ("de-CH", "en-GB", "fr")] == [
        "Servus",
        "Hello",
        "",
    ]
    assert pick_text({"it": "Ciao", "en-GB": "Hello"}, "fr") == "Hello"


def test_without_english_any_text_will_do_and_none_is_none() -> None:
    assert pick_text({"it": "Ciao"}, "fr") == "Ciao"
    assert pick_text({}, "fr") == ""


@pytest.mark.parametrize(
    ("fee", "value", "units", "due"),
    [
        pytest.param({}, Money(999, "EUR"), 1, "0.00", id="no fee"),
        pytest.param(
            {"fixed": [{"amount": "4.95", "currency": "EUR"}]},
            Money(999, "EUR"),
            3,
            "4.95",
            id="once per return",
        ),
        pytest.param(
            {"per": "item", "fixed": [{"amount": "4.95", "currency": "EUR"}]},
            Money(999, "EUR"),
            3,
            "14.85",
            id="for each unit",
        ),
        pytest.param(
            {"fixed": [{"amount": "4.95", "currency": "EUR"}]},
            Money(999, "JPY"),
            1,
            "0",
            id="nothing in another currency",
        ),
        pytest.param(
            {"percent": "7.5"}, Money(1999, "EUR"), 2, "1.49", id="a share, cut down"
        ),
        pytest.param(
            {"percent": "10"}, Money(1999, "KWD"), 1, "0.199", id="three decimals"
        ),
        pytest.param({"percent": 0}, Money(1999, "EUR"), 1, "0.00", id="a share of 0"),
    ],
)
def test_what_a_fee_amounts_to(
    fee: dict[str, Any], value: Money, units: int, due: str
) -> None:
    assert Fee.model_validate(fee).amount(value, units=units).to_string() == due


def test_nothing_is_charged_on_less_than_nothing() -> None:
    with pytest.raises(InvalidAmount):
        Fee().amount(Money(-1, "EUR"))


@pytest.mark.parametrize(
    ("fee", "is_free"),
    [
        pytest.param({}, True, id="none"),
        pytest.param({"percent": "0"}, True, id="no percent"),
        pytest.param(
            {"fixed": [{"amount": "0", "currency": "EUR"}]}, True, id="an amount of 0"
        ),
        pytest.param({"percent": "0.01"}, False, id="a hundredth"),
    ],
)
def test_what_is_free(fee: dict[str, Any], is_free: bool) -> None:
    assert Fee.model_validate(fee).is_free is is_free


def test_money_travels_as_a_decimal_text_and_comes_back() -> None:
    fee = Fee(fixed=(Money(495, "EUR"), Money(700, "JPY")))
    data = fee.model_dump(mode="json")
    assert data["fixed"] == [
        {"amount": "4.95", "currency": "EUR"},
        {"amount": "700", "currency": "JPY"},
    ]
    assert Fee.model_validate(data) == fee


@pytest.mark.parametrize(
    "amount",
    [
        pytest.param("4.95 EUR", id="one text"),
        pytest.param({"amount": "4.95"}, id="no currency"),
        pytest.param({"amount": "4.95", "currency": 978}, id="a number as currency"),
        pytest.param({"amount": "4.95", "currency": "EURO"}, id="no such currency"),
    ],
)
def test_other_ways_to_write_an_amount_are_refused(amount: Any) -> None:
    with pytest.raises(ValidationError):
        Fee.model_validate({"fixed": [amount]})
