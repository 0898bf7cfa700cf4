"""DHL Parcel DE Returns v1, with its token."""

from __future__ import annotations

import base64
import re
from typing import Any
from urllib.parse import parse_qsl

from tests.carriers.faults import NO_PDF, Fault
from tests.carriers.sendcloud_stub import PNG
from tests.carriers.server import Asked, Reply, Stub
from tests.carriers.stub import PDF

_TOKEN = "token-tungsten-5512"
_LOGIN = "/account/auth/ropc/v1/token"
_TRACK = "/track/shipments"
_ORDERS = "/shipping/returns/v1/orders"
_FIELDS = {
    *("receiverId", "customerReference", "shipmentReference", "shipper"),
    *("itemWeight", "customsDetails"),
}
_SHIPPER = {
    *("name1", "name2", "name3", "addressStreet", "postalCode", "city", "state"),
    *("country", "phone", "email"),
}


class DhlStub(Stub):
    kind = "dhl_de"
    secrets = ("pw-beryllium-1", "key-cadmium-22", "secret-osmium-3", _TOKEN)
    settings = {
        "username": "nordwand",
        "password": secrets[0],
        "api_key": secrets[1],
        "api_secret": secrets[2],
    }

    def __init__(self) -> None:
        super().__init__()
        self.orders: list[dict[str, Any]] = []
        # Tracking hears of a parcel some time after its label is made.
        self.knows_parcels = True

    def is_purchase(self, asked: Asked) -> bool:
        return asked.path == _ORDERS

    def is_lookup(self, asked: Asked) -> bool:
        del asked
        return False

    def reply(self, asked: Asked) -> Reply:
        if asked.path == _LOGIN:
            return self._login(dict(parse_qsl(asked.body.decode())))
        if asked.path == _TRACK:
            return self._track(asked)
        if asked.headers.get("Authorization") != f"Bearer {_TOKEN}":
            return Reply(401, self.refused(asked))
        if asked.path == _ORDERS:
            return self._order(asked)
        if asked.path == "/shipping/returns/v1/locations":
            return Reply(200, [{"receiverId": "deu"}])
        self.complaints.append(asked.path)
        return Reply(404)

    def spoilt(self, fault: Fault, reply: Reply) -> Reply:
        wrong: dict[str, Any] = {
            Fault.NO_NUMBER: {"shipmentNo": ""},
            Fault.NOT_BASE64: {"label": {"b64": "é?"}},
            Fault.NO_PDF: {"label": {"b64": NO_PDF}},
        }[fault]
        return Reply(reply.status, {**reply.body, **wrong})

    def refused(self, asked: Asked) -> Any:
        sent = [*self.secrets[:3], asked.headers.get("Authorization", "")]
        return {"title": "No", "detail": f"No: {' '.join(sent)}"}

    def numbers(self) -> list[str]:
        return [order["shipmentNo"] for order in self.orders]

    def _login(self, form: dict[str, str]) -> Reply:
        right = {
            "grant_type": "password",
            "username": "nordwand",
            "password": self.secrets[0],
            "client_id": self.secrets[1],
            "client_secret": self.secrets[2],
        }
        if form != right:
            return Reply(400, {"error": "invalid_grant"})
        return Reply(200, {"access_token": _TOKEN, "expires_in": 1799})

    def _track(self, asked: Asked) -> Reply:
        """DHL's unified tracking, whose key is a header and which wants no token."""
        if asked.headers.get("DHL-API-Key") != self.secrets[1]:
            return Reply(401, self.refused(asked))
        wanted = {"trackingNumber", "service", "language"}
        if asked.method != "GET" or set(asked.query) != wanted:
            self.complaints.append(f"{asked.method} {asked.path} with {asked.query}")
        if asked.headers.get("Authorization"):
            self.complaints.append("a token was sent to the tracking")
        number = asked.query["trackingNumber"]
        if not self.knows_parcels or number not in self.numbers():
            return Reply(404, {"title": "No result found", "status": 404})
        return Reply(200, {"shipments": [_shipment(number)]})

    def _order(self, asked: Asked) -> Reply:
        body = asked.json()
        kind = asked.query.get("labelType", "")
        complaint = _complaint(body, kind)
        if complaint:
            self.complaints.append(complaint)
            return Reply(400, {"title": "Bad Request", "detail": complaint})
        qr = kind == "QR_LABEL"
        with self.lock:
            order = {
                "sstatus": {"title": "OK", "statusCode": 201},
                "shipmentNo": f"9990{len(self.orders) + 1:08}",
                "qrLabel" if qr else "label": {
                    "b64": base64.b64encode(PNG if qr else PDF).decode()
                },
                "routingCode": "40327653113+99000933090010",
            }
            self.orders.append(order)
        self.bought.set()
        return Reply(201, order)


def _shipment(number: str) -> dict[str, Any]:
    scan = {
        "timestamp": "2026-11-20T16:00:00",
        "statusCode": "transit",
        "description": "The shipment was accepted at the counter.",
        "location": {"address": {"countryCode": "DE", "addressLocality": "Berlin"}},
    }
    return {
        "id": number,
        "service": "parcel-de",
        "status": scan,
        "events": [scan],
    }


def _complaint(body: Any, kind: str) -> str:
    if kind not in ("SHIPMENT_LABEL", "QR_LABEL"):
        return f"labelType {kind}"
    if not set(body) <= _FIELDS or not {"receiverId", "shipper"} <= set(body):
        return f"fields {sorted(body)}"
    shipper = body["shipper"]
    needed = {"name1", "addressStreet", "postalCode", "city", "country"}
    if not needed <= set(shipper) <= _SHIPPER:
        return f"shipper {sorted(shipper)}"
    lengths = {"name1": 50, "addressStreet": 50, "city": 40, "postalCode": 10}
    wrong = [n for n, most in lengths.items() if not 1 <= len(shipper[n]) <= most]
    if not re.fullmatch("[A-Z]{3}", shipper["country"]):
        wrong.append("country")
    if not 1 <= len(body["customerReference"]) <= 30:
        wrong.append("customerReference")
    return ", ".join(wrong)
