from __future__ import annotations

import base64
import json
from typing import Any

import pytest
import time_machine
from django.test import Client

from retour_core.accounts.models import ApiToken, Scope
from retour_core.accounts.tokens import issue_token
from retour_core.orders.models import Shop
from tests.factories import NOW, make_brand, make_shop


def parcel_data(**values: Any) -> dict[str, Any]:
    """A parcel as software of theirs sends it, without a label."""
    return {
        "name": "Anna Berg",
        "company_name": "",
        "address": "Torstraße",
        "house_number": "1",
        "city": "Berlin",
        "postal_code": "10119",
        "telephone": "+49301234567",
        "request_label": False,
        "email": "anna@example.org",
        "country": "DE",
        "shipment": {"id": 8},
        "weight": "1.200",
        "order_number": "NW-1",
        "external_reference": "ref-1",
        "total_order_value": "202.90",
        "total_order_value_currency": "EUR",
        "parcel_items": [item_data()],
        **values,
    }


def item_data(**values: Any) -> dict[str, Any]:
    return {
        "description": "Jacket",
        "quantity": 2,
        "weight": "0.600",
        "value": "99.00",
        "hs_code": "620193",
        "origin_country": "PT",
        "sku": "SKU-1",
        "product_id": "P-1",
        "properties": {"Size": "M", "Colour": "green"},
        **values,
    }


def v3_order(shop: Shop, **values: Any) -> dict[str, Any]:
    """The fields v3 requires, and an address."""
    return {
        "order_id": "o-1",
        "order_number": "NW-1",
        "order_details": {
            "integration": {"id": shop.pk},
            "status": {"code": "paid", "message": "Paid"},
            "order_created_at": "2026-11-06T10:00:00Z",
            "order_items": [v3_item()],
        },
        "payment_details": {
            "total_price": {"value": 202.90, "currency": "EUR"},
            "status": {"code": "paid"},
        },
        "shipping_address": {
            "name": "Anna Berg",
            "address_line_1": "Torstraße",
            "house_number": "1",
            "postal_code": "10119",
            "city": "Berlin",
            "country_code": "DE",
        },
        **values,
    }


def v3_item(**values: Any) -> dict[str, Any]:
    return {
        "item_id": "1",
        "name": "Jacket",
        "quantity": 2,
        "total_price": {"value": 198.0, "currency": "EUR"},
        **values,
    }


class Software:
    """A program written for their interface, with our address and its two keys.

    Checks every refusal's shape.
    """

    def __init__(self, token: ApiToken, secret: str) -> None:
        self.shop, self.token, self.secret = token.shop, token, secret
        self.client = Client()

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        kind: str = "application/json",
        auth: str | None = None,
    ) -> Any:
        if auth is None:
            auth = basic(self.token.public_key, self.secret)
        data = raw if raw is not None else b""
        if body is not None:
            data = json.dumps(body).encode()
        headers = {"Authorization": auth} if auth else {}
        answer = self.client.generic(
            method, f"/api/{path}", data, content_type=kind, headers=headers
        )
        if answer.status_code >= 400 and method != "HEAD":
            check = check_v3_error if path.startswith("v3/") else check_v2_error
            check(path, answer.status_code, answer.json())
        return answer

    def get(self, path: str) -> Any:
        return self("GET", path)

    def post(self, path: str, body: Any = None, **values: Any) -> Any:
        return self("POST", path, body, **values)

    def put(self, path: str, body: Any = None) -> Any:
        return self("PUT", path, body)

    def create(self, **values: Any) -> dict[str, Any]:
        answer = self.post("v2/parcels", {"parcel": parcel_data(**values)})
        assert answer.status_code == 200, answer.content
        parcel: dict[str, Any] = answer.json()["parcel"]
        return parcel


def check_v2_error(path: str, status: int, body: Any) -> None:
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "request", "message"}
    assert body["error"]["code"] == status
    assert body["error"]["request"] == f"api/{path}".partition("?")[0].rstrip("/")
    assert body["error"]["message"]


def check_v3_error(path: str, status: int, body: Any) -> None:
    assert set(body) == {"errors"}
    for error in body["errors"]:
        assert set(error) <= {"status", "code", "title", "detail", "source"}
        assert (error["status"], bool(error["detail"])) == (str(status), True)


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def message(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["message"]


def pointers(answer: Any) -> list[str]:
    return [error["source"]["pointer"] for error in answer.json()["errors"]]


@pytest.fixture(autouse=True)
def _at_the_factories_now(request: pytest.FixtureRequest) -> Any:
    if "live_server" in request.fixturenames:
        yield
        return
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def software(db: None) -> Software:
    return Software(*issue_token(make_shop(make_brand()), name="ERP"))


@pytest.fixture
def stranger(db: None) -> Software:
    """Another shop's software, with good keys of its own: it must not get in."""
    shop = make_shop(make_brand("stranger"), name="Charlie")
    return Software(*issue_token(shop, name="ERP"))


@pytest.fixture
def reader(software: Software) -> Software:
    """The same shop's, with a token that may not push orders."""
    scopes = [scope for scope in Scope if scope != Scope.ORDERS_WRITE]
    return Software(*issue_token(software.shop, name="narrow", scopes=scopes))
