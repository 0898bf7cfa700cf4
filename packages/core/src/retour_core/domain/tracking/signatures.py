"""Whether a webhook comes from whom it says: over the raw bytes, in constant time.

Sources: docs.goshippo.com/tracking/webhook-security and
developers.inpost-group.com/webhook-signature-verification (HMAC; whom InPost signs
for with its RSA key is refused).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

# Of lower-case headers, body and secret: what is given, and what it must be.
_Proofs = Callable[[Mapping[str, str], bytes, str], list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Signing:
    """The header (lower case) a source signs in, and any of what may prove it.

    ``theirs`` where the source makes the secret; else it takes the one it is given.
    ``in_address``: it may as well carry the secret in its address, as ``token``.
    """

    header: str
    proofs: _Proofs
    theirs: bool = False
    in_address: bool = False

    def holds(
        self, headers: Mapping[str, str], body: bytes, secret: str, *, token: str = ""
    ) -> bool:
        """``headers`` by lower-case name. An empty secret never holds."""
        proofs = self.proofs(headers, body, secret)
        if self.in_address:
            proofs = [*proofs, (token, secret)]
        same = [
            hmac.compare_digest(given.encode(errors="replace"), wanted.encode())
            for given, wanted in proofs
        ]
        return any(same) and bool(secret)


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


def _in(header: str, expected: Callable[[bytes, str], str]) -> _Proofs:
    return lambda headers, body, secret: [
        (headers.get(header, "").strip(), expected(body, secret))
    ]


def _shippo(
    headers: Mapping[str, str], body: bytes, secret: str
) -> list[tuple[str, str]]:
    """``t=TIME,v1=HEX``, over time, dot and body. A message sent twice is kept once,
    so its time is not looked at."""
    told = headers.get("shippo-auth-signature", "")
    parts = dict(part.strip().partition("=")[::2] for part in told.split(","))
    signed = f"{parts.get('t', '')}.".encode(errors="replace") + body
    return [(parts.get("v1", ""), _hex(signed, secret))]


def _inpost(
    headers: Mapping[str, str], body: bytes, secret: str
) -> list[tuple[str, str]]:
    """As its integration team sets it up: the body is signed, or time, dot and body,
    or a header of one's own carries the secret."""
    given = headers.get("x-inpost-signature", "").strip()
    stamp = headers.get("x-inpost-timestamp", "").strip()
    timed = f"{stamp}.".encode(errors="replace") + body
    return [
        (given, _base64(body, secret)),
        (given, _base64(timed, secret)),
        *_in("authorization", _bearer)(headers, body, secret),
    ]


def _signing(
    header: str, expected: Callable[[bytes, str], str], *, theirs: bool = False
) -> Signing:
    return Signing(header, _in(header, expected), theirs=theirs)


SIGNINGS: Mapping[str, Signing] = {
    "sendcloud": _signing("sendcloud-signature", _hex, theirs=True),
    "easypost": _signing("x-hmac-signature", _easypost),
    "aftership": _signing("aftership-hmac-sha256", _base64, theirs=True),
    "generic": _signing("retour-signature", _hex),
    # It publishes no signature: it is given a token to send along.
    "dhl": _signing("authorization", _bearer),
    # InPost's ShipX signs nothing at all.
    "inpost": Signing("x-inpost-signature", _inpost, in_address=True),
    # It signs on request only.
    "shippo": Signing("shippo-auth-signature", _shippo, in_address=True),
}
