"""Signed links that let a shop vouch for its customer.

A shop that knows who is looking at an order signs a link with the secret it shares
with Retour; the portal then asks for no postal code. The token is
``v1.<payload>.<signature>``: base64url JSON and its HMAC-SHA-256.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from retour_core.domain.errors import DomainError

_VERSION = "v1"


class LinkInvalid(DomainError):
    """This link is not one the shop signed."""

    code = "link_invalid"


class LinkExpired(DomainError):
    """This link has expired; open the order in the shop again for a new one."""

    code = "link_expired"


@dataclass(frozen=True)
class ReturnLink:
    """``expires_at`` is in Unix seconds; ``order_id`` is the shop's own key."""

    shop_key: str
    order_id: str
    expires_at: int


def sign_return_link(secret: str, link: ReturnLink) -> str:
    payload = _encode(
        json.dumps(
            {"s": link.shop_key, "o": link.order_id, "e": link.expires_at},
            separators=(",", ":"),
            ensure_ascii=True,
        ).encode()
    )
    return f"{_VERSION}.{payload}.{_signature(secret, payload)}"


def read_unverified(token: str) -> ReturnLink:
    """What a token claims, to find out whose secret checks it. Trust nothing in it.

    Raises ``LinkInvalid`` for anything that is no token at all.
    """
    if not token.isascii():
        raise LinkInvalid
    try:
        version, payload, _ = token.split(".")
        data: Any = json.loads(_decode(payload))
        link = ReturnLink(shop_key=data["s"], order_id=data["o"], expires_at=data["e"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise LinkInvalid from error
    well_formed = (
        version == _VERSION
        and _is_storable(link.shop_key)
        and _is_storable(link.order_id)
        and type(link.expires_at) is int
    )
    if not well_formed:
        raise LinkInvalid
    return link


def verify_return_link(secret: str, token: str, *, now: int) -> ReturnLink:
    """The link a shop signed with ``secret``; ``now`` in Unix seconds.

    Raises ``LinkInvalid`` or ``LinkExpired``; the signature is checked first, so
    an expired answer tells nothing to somebody who made the token up.
    """
    link = read_unverified(token)
    _, payload, signature = token.split(".")
    expected = _signature(secret, payload)
    if not hmac.compare_digest(signature.encode(), expected.encode()):
        raise LinkInvalid
    if link.expires_at < now:
        raise LinkExpired
    return link


def _is_storable(text: Any) -> bool:
    # JSON can spell lone surrogates and NUL, which no database takes as text.
    return isinstance(text, str) and not any(
        c == "\0" or "\ud800" <= c <= "\udfff" for c in text
    )


def _signature(secret: str, payload: str) -> str:
    mac = hmac.new(secret.encode(), f"{_VERSION}.{payload}".encode(), hashlib.sha256)
    return _encode(mac.digest())


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    return base64.b64decode(
        text + "=" * (-len(text) % 4), altchars=b"-_", validate=True
    )
