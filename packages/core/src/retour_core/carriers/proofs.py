"""Who we are to a carrier's server: no proof is shown to whoever prints it."""

from __future__ import annotations

import base64

import requests
from pydantic import SecretStr
from requests.auth import AuthBase


class Proof(AuthBase):
    """Who we are; shows nothing of it to whoever prints it.

    Also keeps requests from looking for another one in a netrc file.
    """

    def hidden(self) -> tuple[SecretStr, ...]:
        """What must not be repeated."""
        return ()

    def can_be_sent(self) -> bool:
        """Pasted keys bring invisible and curly characters along."""
        values = [secret.get_secret_value() for secret in self.hidden()]
        return all(one.isascii() and one.isprintable() for one in values)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class Bearer(Proof):
    def __init__(self, token: SecretStr, scheme: str = "Bearer") -> None:
        self._token, self._scheme = token, scheme

    def hidden(self) -> tuple[SecretStr, ...]:
        return (self._token,)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = (
            f"{self._scheme} {self._token.get_secret_value()}"
        )
        return request


class Basic(Proof):
    def __init__(self, user: SecretStr, password: SecretStr) -> None:
        pair = f"{user.get_secret_value()}:{password.get_secret_value()}"
        self._pair = SecretStr(base64.b64encode(pair.encode()).decode())

    def hidden(self) -> tuple[SecretStr, ...]:
        return (self._pair,)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Basic {self._pair.get_secret_value()}"
        return request


class ApiKey(Proof):
    """A key in a header of its own."""

    def __init__(self, header: str, key: SecretStr) -> None:
        self._header, self._key = header, key

    def hidden(self) -> tuple[SecretStr, ...]:
        return (self._key,)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers[self._header] = self._key.get_secret_value()
        return request
