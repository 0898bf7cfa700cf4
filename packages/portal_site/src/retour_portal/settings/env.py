"""Strict reading of environment variables: a typo is an error at start."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

KNOWN = frozenset(
    {
        "RETOUR_ALLOWED_HOSTS",
        "RETOUR_BROKER_URL",
        "RETOUR_CARRIER",
        "RETOUR_CARRIER_SANDBOX_URL",
        "RETOUR_KARRIO_URL",
        "RETOUR_DATA_DIR",
        "RETOUR_DEBUG",
        "RETOUR_DEV_PAGES",
        "RETOUR_DNS_SERVERS",
        "RETOUR_EMAIL_DKIM",
        "RETOUR_EMAIL_FROM",
        "RETOUR_EMAIL_SPF",
        "RETOUR_EMAIL_URL",
        "RETOUR_ENCRYPTION_KEYS",
        "RETOUR_OUTBOX_LEASE_SECONDS",
        "RETOUR_PAYMENT_SANDBOX",
        "RETOUR_PORTAL_HTTPS",
        "RETOUR_PUBLIC_ADDRESSES",
        "RETOUR_PUBLIC_HOST",
        "RETOUR_PUBLIC_URL",
        "RETOUR_SECRET_KEY",
        "RETOUR_SECRET_KEY_FALLBACKS",
        "RETOUR_SIMULATED_SCAN_SECONDS",
        "RETOUR_SMS_SENDER",
        "RETOUR_TRUSTED_PROXIES",
        "RETOUR_WEBHOOKS_TO_LOOPBACK",
    }
)
# Of the launcher, the tests and the shop plugin; not read by the server.
FOREIGN_PREFIXES = (
    "RETOUR_CHROMIUM",
    "RETOUR_DEMO_",
    "RETOUR_REQUIRE_",
    "RETOUR_SHOP_",
    "RETOUR_TEST_",
    "RETOUR_TOKEN",
    "RETOUR_LINK_SECRET",
    "RETOUR_URL",
    "RETOUR_SHIPPED_EVENTS",
    "RETOUR_DELIVERED_EVENTS",
    "RETOUR_REFUND_EVENT",
)


def refuse_unknown() -> None:
    """Raise for a ``RETOUR_…`` variable nobody reads: it is probably a typo."""
    for name in sorted(os.environ):
        ours = name.startswith("RETOUR_") and not name.startswith(FOREIGN_PREFIXES)
        if ours and name.removesuffix("_FILE") not in KNOWN:
            raise ImproperlyConfigured(
                f"{name} is not a setting of Retour. Known: {', '.join(sorted(KNOWN))}."
            )


def text(name: str, default: str = "") -> str:
    """The variable, or the content of the file named by ``<name>_FILE``."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text().strip()
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    value = text(name)
    if not value:
        return default
    if value not in ("true", "false"):
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value == "true"


def number(name: str, default: int, *, least: int) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} up.")
    return int(value)


def words(name: str) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()]
