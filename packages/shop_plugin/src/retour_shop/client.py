"""The HTTP side of the connection to Retour: one method per call, typed errors."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar
from urllib.parse import quote, urlsplit

import requests
from pydantic import BaseModel, ValidationError
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError

from retour_core.domain.wire import OrderIn, OrderResult, OrdersIn, OrdersOut, ShopOut
from retour_core.domain.wire_returns import RefundOut, RefundResultIn, ReturnOut
from retour_shop.errors import ErrorKind, RetourError
from retour_shop.refusals import refusal

CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 20.0
# The whole exchange, however slowly the bytes drip; shorter than an outbox lease.
TOTAL_SECONDS: Final = 45.0
MAX_ANSWER_BYTES: Final = 20 * 1024 * 1024
_CHUNK = 64 * 1024

Model = TypeVar("Model", bound=BaseModel)
Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    items: tuple[Item, ...]
    next_cursor: str | None


class _Bearer(AuthBase):
    """Set on the request itself, so that no ``~/.netrc`` can replace the token."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class RetourClient:
    """Talks to one Retour as one shop. Not thread-safe; make one per thread.

    Redirects are never followed: the token goes to ``base_url`` and nowhere else.
    Every method raises ``RetourError``.
    """

    def __init__(
        self,
        *,
        base_url: str,
        token: str,
        connect_seconds: float = CONNECT_SECONDS,
        read_seconds: float = READ_SECONDS,
        total_seconds: float = TOTAL_SECONDS,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._token = token
        self._timeout = (connect_seconds, read_seconds)
        self._total_seconds = total_seconds
        self._session = requests.Session()
        self._session.auth = _Bearer(token)
        self._session.headers.update(
            {"Accept": "application/json", "User-Agent": "retour-shop/0.1"}
        )

    def close(self) -> None:
        self._session.close()

    def shop(self) -> ShopOut:
        """Who the token speaks for; the connection test."""
        return self._read(ShopOut, self._call("GET", "/api/v1/shop"))

    def push_orders(self, orders: Sequence[OrderIn]) -> list[OrderResult]:
        """One result per order, in the order given (1 to 500 orders)."""
        # What says nothing is left out: an older Retour refuses fields it lacks.
        told = OrdersIn(orders=list(orders)).model_dump_json(exclude_defaults=True)
        body = told.encode()
        answer = self._call("PUT", "/api/v1/orders", body=body)
        results = self._read(OrdersOut, answer).results
        if len(results) != len(orders):
            raise RetourError(
                f"Retour answered {len(results)} results for {len(orders)} orders.",
                kind=ErrorKind.TEMPORARY,
            )
        return results

    def returns(
        self, *, changed_after: datetime | None, cursor: str | None = None
    ) -> Page[ReturnOut]:
        params = {"limit": "100"}
        if changed_after is not None:
            params["changed_after"] = changed_after.astimezone(UTC).isoformat()
        return self._page(ReturnOut, "/api/v1/returns", params, cursor)

    def pending_refunds(self, *, cursor: str | None = None) -> Page[RefundOut]:
        return self._page(RefundOut, "/api/v1/refunds", {"state": "pending"}, cursor)

    def report_refund(
        self, refund_id: str, result: RefundResultIn, *, idempotency_key: str
    ) -> RefundOut:
        answer = self._call(
            "POST",
            f"/api/v1/refunds/{quote(refund_id, safe='')}/result",
            body=result.model_dump_json().encode(),
            headers={"Idempotency-Key": idempotency_key},
            missing=ErrorKind.PERMANENT,
        )
        return self._read(RefundOut, answer)

    def _page(
        self, model: type[Model], path: str, params: dict[str, str], cursor: str | None
    ) -> Page[Model]:
        if cursor:
            params = {**params, "cursor": cursor}
        answer = self._json(self._call("GET", path, params=params))
        try:
            items = tuple(model.model_validate(item) for item in answer["items"])
            next_cursor = answer.get("next_cursor")
        except (ValidationError, KeyError, TypeError, AttributeError) as error:
            raise _not_understood(path) from error
        return Page(items, next_cursor or None)

    def _call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        params: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        missing: ErrorKind = ErrorKind.CONFIG,
    ) -> bytes:
        sent = dict(headers or {})
        if body is not None:
            sent["Content-Type"] = "application/json"
        deadline = time.monotonic() + self._total_seconds
        try:
            with self._session.request(
                method,
                self._base + path,
                data=body,
                params=params,
                headers=sent,
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            ) as response:
                answer = self._body(response, deadline)
        except requests.RequestException as error:
            raise self._transport_error(error) from error
        if response.status_code in {200, 201}:
            return answer
        raise refusal(response, answer, missing=missing, token=self._token)

    def _body(self, response: requests.Response, deadline: float) -> bytes:
        received = bytearray()
        # As it comes: ``iter_content`` waits for a whole chunk, in which each byte may
        # take as long as the timeout for reading.
        while chunk := self._some_of(response):
            received += chunk
            if len(received) > MAX_ANSWER_BYTES:
                raise RetourError(
                    "Retour's answer is too long.", kind=ErrorKind.TEMPORARY
                )
            if time.monotonic() > deadline:
                raise RetourError(
                    f"Retour took longer than {self._total_seconds:g} seconds.",
                    kind=ErrorKind.TEMPORARY,
                )
        return bytes(received)

    def _some_of(self, response: requests.Response) -> bytes:
        try:
            some: bytes = response.raw.read1(_CHUNK, decode_content=True)
        except HTTPError as error:
            raise requests.ConnectionError(error) from error
        return some

    def _transport_error(self, error: requests.RequestException) -> RetourError:
        host = urlsplit(self._base).netloc
        if isinstance(
            error,
            (
                requests.exceptions.InvalidURL,
                requests.exceptions.InvalidSchema,
                requests.exceptions.MissingSchema,
            ),
        ):
            return RetourError(
                "RETOUR_URL is not an address; it looks like https://returns.example.",
                kind=ErrorKind.CONFIG,
            )
        if isinstance(error, requests.exceptions.SSLError):
            text = f"The certificate of {host} was not accepted."
        elif isinstance(error, requests.Timeout):
            text = f"{host} did not answer in time."
        else:
            text = (
                f"{host} could not be reached, or broke off ({type(error).__name__})."
            )
        return RetourError(text, kind=ErrorKind.TEMPORARY)

    def _json(self, answer: bytes) -> Any:
        try:
            return json.loads(answer)
        except ValueError as error:
            raise _not_understood(urlsplit(self._base).netloc) from error

    def _read(self, model: type[Model], answer: bytes) -> Model:
        try:
            return model.model_validate(self._json(answer))
        except ValidationError as error:
            raise _not_understood(urlsplit(self._base).netloc) from error


def _not_understood(where: str) -> RetourError:
    # A page of a proxy or of maintenance: it passes, so it is worth trying again.
    return RetourError(
        f"{where} answered something that is not Retour's; is it under maintenance, "
        "or is RETOUR_URL wrong?",
        kind=ErrorKind.TEMPORARY,
    )
