from __future__ import annotations

import pytest
from django.utils import translation

from retour_core.orders.models import Order
from retour_portal.flow.presentation import (
    masked_address,
    money_text,
    reader_locale,
)


@pytest.mark.parametrize(
    ("order_locale", "language", "expected"),
    [
        ("fr-BE", "fr", "fr_BE"),
        ("fr_CA", "fr", "fr_CA"),
        ("fr-BE", "en", "en"),
        ("", "fr", "fr"),
        ("nonsense-", "fr", "fr"),
        ("xx", "en", "en"),
    ],
)
def test_numbers_follow_the_orders_region_in_the_pages_language(
    order: Order, order_locale: str, language: str, expected: str
) -> None:
    order.locale = order_locale
    with translation.override(language):
        assert reader_locale(order) == expected


@pytest.mark.parametrize(
    ("currency", "language", "expected"),
    [
        ("EUR", "en", "€1,234.50"),
        ("EUR", "fr", "1\u202f234,50\xa0€"),
        ("JPY", "en", "¥123,450"),
        ("KWD", "en", "KWD\xa0123.450"),
    ],
)
def test_money_is_written_with_the_currencys_decimals(
    order: Order, currency: str, language: str, expected: str
) -> None:
    order.currency, order.locale = currency, ""
    with translation.override(language):
        assert money_text(123450, order) == expected


def test_an_address_is_masked_and_its_country_named() -> None:
    sender = {
        "name": "Zoë van der Berg",
        "street": "Torstraße 1",
        "postal_code": "10119",
        "city": "Berlin",
        "country": "DE",
    }
    with translation.override("fr"):
        assert masked_address(sender) == [
            "Z••• v••• d••• B•••",
            "T••• •••",
            "10119 Berlin",
            "Allemagne",
        ]
    assert masked_address({}) == []
