"""Asking a carrier's server: timeouts always, no redirects, answers of bounded size.

No secret leaves here but to the server: no exception carries a request, and what a
server says is shown only after the account's secrets are taken out of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ClassVar

import requests
from django.conf import settings
from pydantic import SecretStr
from urllib3.exceptions import NewConnectionError

from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.carriers.proofs import Proof
from retour_core.outward import (
    InvalidIPAddress,
    outward_client,
    parts_within,
    retry_after,
)

_CONNECT_SECONDS = 3.05
_LARGEST = 12_000_000
_LONGEST_WORDS = 180
# Of what is left of a short time; the rest is for the answer.
_TO_CONNECT = 0.25
_ends: ContextVar[float | None] = ContextVar("_ends", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """All that is asked inside is given up together after so many seconds."""
    token = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(token)


def _patience() -> tuple[float, float]:
    """For how many seconds to try to connect, and to wait for the answer then."""
    seconds, ends = settings.RETOUR_CARRIER_ANSWER_SECONDS, _ends.get()
    if ends is None:
        return _CONNECT_SECONDS, seconds
    left = min(max(ends - time.monotonic(), 0.01), seconds)
    return left * _TO_CONNECT, left * (1 - _TO_CONNECT)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str] = field(repr=False)
    # A carrier may repeat in it what it was sent.
    body: bytes = field(repr=False)


class CarrierServer:
    """One carrier's server.

    ``explain`` finds the carrier's own reason in a refusal; ``taken`` tells by it that
    our reference is in use already, so that a label may be there.
    """

    # How messages for staff call it.
    called: ClassVar[str] = "The carrier"

    def __init__(
        self,
        kind: str,
        url: str,
        *,
        auth: Proof | None = None,
        secrets: tuple[SecretStr, ...] = (),
        explain: Callable[[bytes], str] = lambda _body: "",
        taken: Callable[[str], bool] = lambda _words: False,
    ) -> None:
        # Only the installation's settings (tests, sandboxes) name another server.
        self._base = settings.RETOUR_CARRIER_URLS.get(kind, url).rstrip("/")
        self._auth = auth or Proof()
        self._secrets = secrets
        self._explain = explain
        self._taken = taken

    def ask(
        self,
        method: str,
        path: str,
        *,
        buys: bool = False,
        ok: tuple[int, ...] = (200, 201),
        auth: Proof | None = None,
        form: SecretStr | None = None,
        **parts: Any,
    ) -> Answer:
        """The answer if its status is one of ``ok``; else raises ``CarrierFault``.

        ``buys``: a lost answer is ``unclear``, else ``temporary``. ``form`` is a body
        already encoded; ``parts`` are ``json``, ``params`` and ``headers``, which must
        hold no secret: addresses of requests are logged.
        """
        unsure = FaultKind.UNCLEAR if buys else FaultKind.TEMPORARY
        proof = auth or self._auth
        if not proof.can_be_sent():
            raise CarrierFault(
                FaultKind.AUTH,
                "The key has a character that cannot be sent; copy it anew.",
            )
        got = self._send(method, path, proof, form, unsure, parts)
        if isinstance(got, CarrierFault):
            # Raised here, where no request and no exception of requests' is in reach.
            raise got
        if got.status not in ok:
            raise self._refusal(got, unsure, proof)
        return got

    def refusal(self, answer: Answer) -> CarrierFault:
        """The fault that an answer is which :meth:`ask` was told to let through."""
        return self._refusal(answer, FaultKind.TEMPORARY, self._auth)

    def fetch(self, url: str) -> bytes:
        """A document at an address the carrier named; no proof is sent along.

        Only by https, and never to a private address. A fault is ``temporary``.
        """
        if url.startswith(f"{self._base}/"):
            return self.ask("GET", url[len(self._base) :], auth=Proof()).body
        body = _fetched(url) if url.startswith("https://") else None
        if body is None:
            raise CarrierFault(FaultKind.TEMPORARY, "The label could not be fetched.")
        return body

    def _send(
        self,
        method: str,
        path: str,
        auth: Proof,
        form: SecretStr | None,
        unsure: FaultKind,
        parts: dict[str, Any],
    ) -> Answer | CarrierFault:
        connecting, seconds = _patience()
        deadline = time.monotonic() + connecting + seconds
        headers = dict(parts.pop("headers", {}))
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            with requests.request(
                method,
                self._base + path,
                timeout=(connecting, seconds),
                allow_redirects=False,
                stream=True,
                auth=auth,
                data=form.get_secret_value() if form else None,
                headers=headers,
                **parts,
            ) as response:
                body = _read(response, deadline)
        except requests.RequestException as error:
            if _never_sent(error):
                return CarrierFault(FaultKind.TEMPORARY, "No connection.")
            return CarrierFault(unsure, "The answer was lost.")
        if body is None:
            return CarrierFault(unsure, "The answer was too long.")
        return Answer(response.status_code, response.headers, body)

    def _refusal(self, answer: Answer, unsure: FaultKind, proof: Proof) -> CarrierFault:
        status = answer.status
        words = self._words(answer.body, proof)
        message = f"{self.called} answered {status}" + (f": {words}" if words else ".")
        if status == 429:
            return CarrierFault(
                FaultKind.LIMIT,
                message,
                retry_after=retry_after(answer.headers.get("Retry-After", "")),
            )
        if status in (401, 403):
            return CarrierFault(FaultKind.AUTH, message)
        # 409: they know our reference already, so a label may be there.
        if status in (408, 409) or status >= 500 or self._taken(words):
            return CarrierFault(unsure, message)
        if status in (400, 422):
            return CarrierFault(FaultKind.INPUT, message)
        return CarrierFault(FaultKind.PERMANENT, message)

    def _words(self, body: bytes, proof: Proof) -> str:
        try:
            words = self._explain(body)
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
            return ""
        for secret in (*proof.hidden(), *self._secrets):
            words = words.replace(secret.get_secret_value(), "…")
        words = " ".join(words.split())
        return words[:_LONGEST_WORDS]


def unreadable(
    message: str = "The carrier's answer could not be read.",
) -> CarrierFault:
    """Of a purchase or a lookup that was answered, but with what?"""
    return CarrierFault(FaultKind.UNCLEAR, message)


@contextmanager
def when_bought(made: Mapping[str, Any] | None = None) -> Iterator[None]:
    """It is bought: whatever fails inside, the label is still to be looked up, by
    ``made`` where the carrier finds nothing (``CarrierFault.made``)."""
    try:
        yield
    except CarrierFault as fault:
        raise CarrierFault(
            FaultKind.UNCLEAR, str(fault), retry_after=fault.retry_after, made=made
        ) from None


def _fetched(url: str) -> bytes | None:
    seconds = settings.RETOUR_CARRIER_ANSWER_SECONDS
    deadline = time.monotonic() + seconds
    outward = outward_client((_CONNECT_SECONDS, seconds))
    with (
        suppress(requests.RequestException, InvalidIPAddress, OSError, ValueError),
        outward.send_request("GET", url, stream=True) as response,
    ):
        return _read(response, deadline) if response.status_code == 200 else None
    return None


def _read(response: requests.Response, deadline: float) -> bytes | None:
    """The whole body; ``None`` if it is too large."""
    body = bytearray()
    for part in parts_within(response, deadline):
        body += part
        if len(body) > _LARGEST:
            return None
    return bytes(body)


def _never_sent(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)
