"""HTTP Basic: the token's public key is the user, its secret the password."""

from __future__ import annotations

import base64
import binascii
import secrets

from django.http import HttpRequest
from django.utils import timezone

from retour_core.accounts.models import ApiToken, Scope
from retour_core.accounts.tokens import find_token
from retour_core.api.sendcloud.refusals import Refusal


def authenticate(request: HttpRequest) -> ApiToken:
    """The token of the request, which may push orders; refuses 401 and 403."""
    public_key, secret = _credentials(request.headers.get("Authorization", ""))
    token = find_token(secret, now=timezone.now()) if secret else None
    if token is None or not secrets.compare_digest(
        token.public_key.encode(), public_key.encode()
    ):
        raise Refusal(
            401,
            "Send the public key as user name and the secret key as password.",
            headers={"WWW-Authenticate": 'Basic realm="Retour"'},
        )
    if Scope.ORDERS_WRITE.value not in token.scopes:
        raise Refusal(403, f"This token lacks the scope “{Scope.ORDERS_WRITE.value}”.")
    return token


def _credentials(header: str) -> tuple[str, str]:
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        pair = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return "", ""
    public_key, _, secret = pair.partition(":")
    return public_key, secret
