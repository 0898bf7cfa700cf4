"""Whether a webhook comes from whom it says: over the raw bytes, in constant time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signing:
    """The header (lower case) a source signs in, and what it must say.

    ``theirs`` where the source makes the secret; else it takes the one it is given.
    """

    header: str
    expected: Callable[[bytes, str], str]
    theirs: bool = False

    def holds(self, headers: Mapping[str, str], body: bytes, secret: str) -> bool:
        """``headers`` by lower-case name. An empty secret never holds."""
        given = headers.get(self.header, "").strip()
        wanted = self.expected(body, secret)
        same = hmac.compare_digest(given.encode(), wanted.encode())
        return same and bool(secret)


def _digest(body: bytes, key: str) -> bytes:
    return hmac.new(key.encode(), body, hashlib.sha256).digest()


def _hex(body: bytes, secret: str) -> str:
    return _digest(body, secret).hex()


def _base64(body: bytes, secret: str) -> str:
    return base64.b64encode(_digest(body, secret)).decode()


def _easypost(body: bytes, secret: str) -> str:
    return "hmac-sha256-hex=" + _hex(body, unicodedata.normalize("NFKD", secret))


def _bearer(_body: bytes, secret: str) -> str:
    return f"Bearer {secret}"


SIGNINGS: Mapping[str, Signing] = {
    "sendcloud": Signing("sendcloud-signature", _hex, theirs=True),
    "easypost": Signing("x-hmac-signature", _easypost),
    "aftership": Signing("aftership-hmac-sha256", _base64, theirs=True),
    "generic": Signing("retour-signature", _hex),
    # These publish no signature: they are given a token to send along.
    "dhl": Signing("authorization", _bearer),
    "inpost": Signing("authorization", _bearer),
    "shippo": Signing("authorization", _bearer),
}
