from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from django.test import Client

from retour_core.accounts.models import Scope
from retour_core.accounts.tokens import issue_token
from retour_core.orders.models import Shop
from tests.factories import NOW, make_brand, make_shop


class Caller:
    """A shop's program: speaks JSON with its token and checks every refusal's form."""

    def __init__(self, shop: Shop | None, secret: str) -> None:
        self.shop, self.secret = shop, secret
        self.client = Client()

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        kind: str = "application/json",
        key: str = "",
    ) -> Any:
        headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        if key:
            headers["Idempotency-Key"] = key
        data = json.dumps(body).encode() if raw is None and body is not None else raw
        answer = self.client.generic(
            method, f"/api/v1{path}", data or b"", content_type=kind, headers=headers
        )
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json", answer.content
            document = answer.json()
            assert document["status"] == answer.status_code
            assert document["type"] == f"urn:retour:problem:{document['code']}"
            assert document["title"]
            assert document["detail"]
        return answer

    def get(self, path: str) -> Any:
        return self("GET", path)

    def post(self, path: str, body: Any = None, **values: Any) -> Any:
        return self("POST", path, body, **values)


@pytest.fixture(autouse=True)
def _at_the_factories_now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def call(db: None) -> Caller:
    shop = make_shop(make_brand(methods=["own_carrier"]), executes_refunds=True)
    return Caller(shop, issue_token(shop, name="plugin")[1])


@pytest.fixture
def charlie(db: None) -> Caller:
    """Another shop's program, with a good token of its own: it must not get in."""
    shop = make_shop(make_brand("stranger", methods=["own_carrier"]), name="Charlie")
    return Caller(shop, issue_token(shop, name="plugin")[1])


@pytest.fixture
def narrow(call: Caller) -> Any:
    """A caller of the same shop with the scopes given."""

    def make(*scopes: Scope) -> Caller:
        assert call.shop is not None
        _, secret = issue_token(call.shop, name="narrow", scopes=scopes)
        return Caller(call.shop, secret)

    return make
