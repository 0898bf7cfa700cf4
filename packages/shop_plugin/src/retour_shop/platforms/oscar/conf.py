"""The shop's ``RETOUR_*`` settings, read once, strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, get_args
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed

from retour_core.domain.wire import TenderName

EXEMPTIONS = "abcdefghijklm"


@dataclass(frozen=True, kw_only=True)
class RetourSettings:
    """Three are required; each field is the setting of the same name in capitals.

    Event types are the codes of the shop's own shipping and payment event types.
    ``attributes`` maps ``weight_grams``, ``hs_code``, ``origin_country``, ``brand`` and
    ``exemption`` to the codes of product attributes that hold them. ``exempt_classes``
    maps slugs of product classes to letters of CRD art. 16, ``tender_kinds`` codes of
    payment source types to kinds of tender, ``standard_shipping`` codes of shipping
    methods to what the standard one would have cost, incl. tax in the shop's currency.
    """

    url: str
    token: str = field(repr=False)
    link_secret: str = field(repr=False)
    shop_key: str = ""
    store_url: str = ""
    shipped_events: tuple[str, ...] = ("shipped",)
    delivered_events: tuple[str, ...] = ("delivered",)
    refund_event: str = "Refunded"
    refunded_events: tuple[str, ...] = ("refunded",)
    shipped_statuses: tuple[str, ...] = ("Shipped", "Delivered", "Complete")
    cancelled_statuses: tuple[str, ...] = ("Cancelled",)
    attributes: Mapping[str, str] = field(
        default_factory=lambda: {
            "weight_grams": "weight",
            "hs_code": "hs_code",
            "origin_country": "origin",
            "brand": "brand",
            "exemption": "withdrawal_exemption",
        }
    )
    exempt_classes: Mapping[str, str] = field(default_factory=dict)
    tender_kinds: Mapping[str, str] = field(
        default_factory=lambda: {
            "gift-card": "gift_card",
            "giftcard": "gift_card",
            "store-credit": "store_credit",
        }
    )
    standard_shipping: Mapping[str, Decimal] = field(default_factory=dict)
    tax_rates: tuple[Decimal, ...] = ()
    sales_channel: str = ""
    batch_size: int = 100
    poll_seconds: float = 1.0
    returns_seconds: float = 10.0
    sweep_seconds: float = 900.0
    sweep_days: int = 180
    lease_seconds: float = 90.0
    link_hours: int = 24


@cache
def retour_settings() -> RetourSettings:
    """Raises ``ImproperlyConfigured`` with a sentence naming the setting."""
    given = {
        name.removeprefix("RETOUR_").lower(): getattr(settings, name)
        for name in dir(settings)
        if name.startswith("RETOUR_")
    }
    known = RetourSettings.__dataclass_fields__
    for name in given.keys() - known.keys():
        raise ImproperlyConfigured(
            f"RETOUR_{name.upper()} is not a setting of Retour; is it misspelt?"
        )
    for name in ("url", "token", "link_secret"):
        if not given.get(name):
            raise ImproperlyConfigured(
                f"RETOUR_{name.upper()} is missing. Copy the three lines RETOUR_URL, "
                "RETOUR_TOKEN and RETOUR_LINK_SECRET from Retour's back office."
            )
    return RetourSettings(
        **{name: _parse(name, value) for name, value in given.items()}
    )


def _parse(name: str, value: Any) -> Any:
    parser = _PARSERS.get(name, _text)
    try:
        return parser(value)
    except (TypeError, ValueError, InvalidOperation) as error:
        raise ImproperlyConfigured(f"RETOUR_{name.upper()}: {error}") from error


def _text(value: Any) -> str:
    if not isinstance(value, str) or value != value.strip() or not value.isprintable():
        raise ValueError("this must be one line of text without spaces around it.")
    return value


def _token(value: Any) -> str:
    text = _text(value)
    if not text.isascii() or " " in text:
        raise ValueError("this is not a token; copy it again from Retour.")
    return text


def _address(value: Any) -> str:
    parts = urlsplit(_text(value))
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("this must be an address such as https://returns.example.")
    if parts.username or parts.query or parts.fragment:
        raise ValueError("this must be an address without login, query or fragment.")
    return str(value).rstrip("/")


def _optional_address(value: Any) -> str:
    return _address(value) if value else ""


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str) or not all(isinstance(item, str) for item in value):
        raise ValueError('this must be a list of texts, such as ["shipped"].')
    return tuple(value)


def _rates(value: Any) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(item)) for item in value)


def _attributes(value: Any) -> Mapping[str, str]:
    allowed = {"weight_grams", "hs_code", "origin_country", "brand", "exemption"}
    if not isinstance(value, Mapping) or not value.keys() <= allowed:
        raise ValueError(f"this must be a dict with keys out of {sorted(allowed)}.")
    return dict(value)


def _exempt_classes(value: Any) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or not set(value.values()) <= set(EXEMPTIONS):
        raise ValueError("this must be a dict of letters from a to m, by class slug.")
    return dict(value)


def _tender_kinds(value: Any) -> Mapping[str, str]:
    kinds = get_args(TenderName)
    if not isinstance(value, Mapping) or not set(value.values()) <= set(kinds):
        raise ValueError(f"this must be a dict with values out of {sorted(kinds)}.")
    return dict(value)


def _prices(value: Any) -> Mapping[str, Decimal]:
    if not isinstance(value, Mapping) or any(
        isinstance(v, float) for v in value.values()
    ):
        raise ValueError('this must be a dict of amounts, such as {"express": "4.90"}.')
    prices = {code: Decimal(str(price)) for code, price in value.items()}
    if not all(price.is_finite() and price >= 0 for price in prices.values()):
        raise ValueError("each amount must be a number, zero or more.")
    return prices


def _seconds(value: Any) -> float:
    number = float(value)
    if not 0 < number <= 604_800:
        raise ValueError("this must be a number of seconds above 0.")
    return number


def _count(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= 10_000:
        raise ValueError("this must be a whole number from 1.")
    return value


def _batch(value: Any) -> int:
    if _count(value) > 500:
        raise ValueError("Retour takes at most 500 orders at once.")
    return int(value)


_PARSERS = {
    "url": _address,
    "store_url": _optional_address,
    "token": _token,
    "shipped_events": _texts,
    "delivered_events": _texts,
    "refunded_events": _texts,
    "shipped_statuses": _texts,
    "cancelled_statuses": _texts,
    "tax_rates": _rates,
    "attributes": _attributes,
    "exempt_classes": _exempt_classes,
    "tender_kinds": _tender_kinds,
    "standard_shipping": _prices,
    "batch_size": _batch,
    "poll_seconds": _seconds,
    "returns_seconds": _seconds,
    "sweep_seconds": _seconds,
    "sweep_days": _count,
    "lease_seconds": _seconds,
    "link_hours": _count,
}


def _forget(*, setting: str, **kwargs: Any) -> None:
    if setting.startswith("RETOUR_"):
        retour_settings.cache_clear()


setting_changed.connect(_forget, dispatch_uid="retour_shop_settings_changed")
