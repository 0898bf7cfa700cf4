from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from retour_core.accounts.models import ApiToken, Scope
from retour_core.accounts.tokens import revoke_token
from retour_core.domain.policies import Resolution
from retour_core.domain.reasons import ReturnReason
from retour_core.labels.boxes import make_box_labels
from retour_core.orders.gift_slips import give_gift_slip
from retour_core.returns.actors import CUSTOMER, SYSTEM
from retour_core.returns.drafts import Selection
from retour_core.returns.operations import create_return
from retour_core.returns.parts import latest_parts
from retour_core.returns.receiving import receive
from retour_core.returns.refunding import refund
from retour_core.returns.settling import settle
from retour_core.threads.photos import add_photos
from tests.core.api.bodies import BODIES, NAMES
from tests.core.api.conftest import Caller
from tests.core.threads.pictures import upload
from tests.factories import NOW, line_data, make_order, make_return

ROUTES = [
    ("GET", "/shop", None),
    ("PUT", "/orders", "orders:write"),
    ("POST", "/shipments", "orders:write"),
    ("GET", "/shipments", "orders:write"),
    ("GET", "/returns", "returns:read"),
    ("POST", "/returns", "returns:write"),
    ("POST", "/returns/validate", "returns:read"),
    ("GET", "/reasons", "returns:read"),
    ("GET", "/returns/{rma}", "returns:read"),
    ("GET", "/returns/{rma}/label", "returns:read"),
    ("GET", "/returns/{rma}/customs/{paper}", "returns:read"),
    ("POST", "/returns/{rma}/approve", "returns:write"),
    ("POST", "/returns/{rma}/reject", "returns:write"),
    ("POST", "/returns/{rma}/cancel", "returns:write"),
    ("POST", "/returns/{rma}/receive", "returns:write"),
    ("POST", "/returns/{rma}/refund", "returns:write"),
    ("GET", "/returns/{rma}/messages", "returns:read"),
    ("POST", "/returns/{rma}/messages", "returns:write"),
    ("GET", "/returns/{rma}/photos", "returns:read"),
    ("GET", "/returns/{rma}/photos/{photo}", "returns:read"),
    ("GET", "/returns/{rma}/photos/{photo}/thumbnail", "returns:read"),
    ("GET", "/reasons", "returns:read"),
    ("GET", "/refunds", "returns:read"),
    ("GET", "/withdrawals", "returns:read"),
    ("GET", "/slips/document", "returns:read"),
    ("POST", "/box-labels", "returns:write"),
    ("GET", "/box-labels/{batch}", "returns:read"),
    ("GET", "/box-labels/{batch}/document", "returns:read"),
    ("GET", "/slips", "returns:read"),
    ("POST", "/gift-slips", "returns:write"),
    ("GET", "/gift-slips", "returns:read"),
    ("GET", "/gift-slips/document", "returns:read"),
    ("POST", "/gift-slips/{gift_slip}/revoke", "returns:write"),
    ("GET", "/counter/{code}", "returns:read"),
    ("POST", "/counter/{code}/hand-in", "returns:write"),
    ("GET", "/dropoffs", "returns:read"),
    ("POST", "/refunds/{refund}/result", "refunds:write"),
    ("POST", "/returns/{rma}/send-back", "returns:write"),
    ("POST", "/returns/{rma}/close-rest", "returns:write"),
    ("GET", "/store-credits", "returns:read"),
    ("POST", "/store-credits/{credit}/result", "refunds:write"),
    ("GET", "/replacements", "returns:read"),
    ("POST", "/replacements/{replacement}/result", "returns:write"),
]
NOBODY = {
    "rma": "0000-0000-0000",
    "refund": uuid.uuid4(),
    "credit": uuid.uuid4(),
    "replacement": uuid.uuid4(),
    "photo": uuid.uuid4(),
    "paper": "invoice",
    "batch": uuid.uuid4(),
    "gift_slip": uuid.uuid4(),
    "code": "0000-0000-0000",
}


def test_this_table_names_every_route(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"]
    named = {
        (
            method,
            path.format(**{name: f"{{{told}}}" for name, told in NAMES.items()}),
        )
        for method, path, _ in ROUTES
    }

    assert named == {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in described.items()
        for method in methods
    }


@pytest.mark.parametrize(("method", "path", "scope"), ROUTES)
@pytest.mark.parametrize("secret", ["", "rk_wrong", "Basic", "rk_" + "x" * 40])
def test_who_shows_no_valid_token_is_not_let_in(
    db: None, method: str, path: str, scope: str | None, secret: str
) -> None:
    path = path.format(**NOBODY)

    answer = Caller(None, secret)(method, path, BODIES.get(path))

    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_revoked_token_is_not_let_in(call: Caller) -> None:
    assert call.get("/shop").status_code == 200

    revoke_token(ApiToken.objects.get())

    assert call.get("/shop").status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "scope"), [route for route in ROUTES if route[2]]
)
def test_a_token_without_the_scope_is_refused_by_name(
    narrow: Any, method: str, path: str, scope: str
) -> None:
    others = [s for s in Scope if s.value != scope]
    path = path.format(**NOBODY)

    answer = narrow(*others)(method, path, BODIES.get(path))

    assert answer.status_code == 403
    assert answer.json()["code"] == "scope_missing"
    assert answer.json()["scope"] == scope


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p, _ in ROUTES if "{" in p])
def test_another_shops_return_or_refund_is_not_there(
    call: Caller, charlie: Caller, method: str, path: str
) -> None:
    order = make_order(call.shop, lines=[line_data(quantity=4, fulfilled_quantity=4)])
    ret = receive(make_mixed(order), actor=SYSTEM)
    parts = settle(ret, actor=SYSTEM)
    assert parts.refund
    assert parts.credit
    [photo] = add_photos(ret, [upload()], actor=SYSTEM).photos
    ids = {
        "rma": ret.rma_number,
        "refund": parts.refund.public_id,
        "credit": parts.credit.public_id,
        "replacement": parts.replacements[0].public_id,
        "photo": photo.public_id,
        "paper": "invoice",
        "code": ret.rma_number,
        "gift_slip": give_gift_slip(order, by="till", now=timezone.now()).public_id,
        "batch": make_box_labels(
            order.brand, [order], until=timezone.now() + timedelta(days=1)
        ).public_id,
    }

    answer = charlie(method, path.format(**ids), BODIES.get(path))

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    ret.refresh_from_db()
    assert ret.state == "inspected"
    assert [part.state for part in latest_parts(ret)] == [
        "pending",
        "pending",
        "to_send",
    ]


def make_mixed(order: Any) -> Any:
    """One unit to be refunded, one as store credit and one in exchange."""
    selections = [
        Selection("1", 1, ReturnReason.OTHER, resolution=resolution)
        for resolution in (
            Resolution.REFUND,
            Resolution.STORE_CREDIT,
            Resolution.EXCHANGE,
        )
    ]
    return create_return(order, selections, now=NOW, actor=CUSTOMER, locale="en")


def test_another_shops_order_cannot_be_returned(call: Caller, charlie: Caller) -> None:
    make_order(call.shop, number="NW-1")
    line = {"line_id": "1", "quantity": 1, "reason": "other"}

    answer = charlie.post("/returns", {"order_id": "NW-1", "lines": [line]})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_another_shops_order_takes_no_shipment_and_shows_none(
    call: Caller, charlie: Caller
) -> None:
    order = make_order(call.shop, number="NW-1")

    told = charlie.post("/shipments", BODIES["/shipments"])
    listed = charlie.get("/shipments?order_id=NW-1")

    assert [(a.status_code, a.json()["code"]) for a in (told, listed)] == [
        (404, "not_found")
    ] * 2
    assert order.shipments.count() == 1


def test_lists_show_the_callers_shop_only(call: Caller, charlie: Caller) -> None:
    ret = receive(make_return(make_order(call.shop)), actor=SYSTEM)
    refund(ret, actor=SYSTEM)

    assert len(call.get("/returns").json()["items"]) == 1
    assert len(call.get("/refunds").json()["items"]) == 1
    assert charlie.get("/returns").json() == {"items": [], "next_cursor": None}
    assert charlie.get("/refunds").json() == {"items": [], "next_cursor": None}


def test_a_token_says_who_it_speaks_for(call: Caller) -> None:
    assert call.shop is not None
    assert call.get("/shop").json() == {
        "key": call.shop.key,
        "name": "Nordwand shop",
        "platform": "api",
        "brand": "nordwand",
        "portal_url": "http://nordwand.localhost:8100",
        "scopes": ["orders:write", "returns:read", "returns:write", "refunds:write"],
    }
