"""The signature of Standard Webhooks, and the secrets it is made with."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"
_SECRET_BYTES = 32


def new_secret() -> str:
    """``whsec_`` and 32 random bytes in base64 (Standard Webhooks, “Symmetric”)."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def signatures(
    keys: Iterable[str], message_id: str, timestamp: int, body: bytes
) -> str:
    """The value of ``webhook-signature``: one ``v1,…`` a key, parted by spaces.

    ``timestamp`` is in seconds since 1970 UTC, of the attempt. Two keys while one
    takes the other's place, so that a receiver may change over when it suits.
    """
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    return " ".join(f"v1,{_signature(key, signed)}" for key in keys)


def _signature(key: str, signed: bytes) -> str:
    raw = base64.b64decode(key.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(raw, signed, hashlib.sha256).digest()).decode()
