"""EasyPost API v2: shipments, of each of which one label can be bought."""

from __future__ import annotations

import base64
from typing import Any

from tests.carriers.faults import Fault
from tests.carriers.server import Asked, Reply, Stub
from tests.carriers.stub import PDF

_SHIPMENT = {
    *("is_return", "from_address", "to_address", "parcel", "options"),
    *("reference", "customs_info"),
}
_ADDRESS = {
    *("name", "company", "street1", "street2", "city", "state", "zip", "country"),
    *("phone", "email"),
}
_RATES = [("rate_9", "USPS", "Priority", "8.10"), ("rate_5", "USPS", "Ground", "5.93")]


class EasyPostStub(Stub):
    kind = "easypost"
    secrets = ("EZTK-vanadium-90210",)
    settings = {"api_key": secrets[0], "carrier": "USPS"}
    makes_first = True

    def __init__(self) -> None:
        super().__init__()
        self.shipments: dict[str, dict[str, Any]] = {}
        self.rates = _RATES

    def is_purchase(self, asked: Asked) -> bool:
        return asked.path.endswith("/buy")

    def is_lookup(self, asked: Asked) -> bool:
        return asked.method == "GET" and asked.path.startswith("/shipments/")

    def reply(self, asked: Asked) -> Reply:
        if asked.path.startswith("/files/"):
            # Public, as the real one's are: a key has no business there.
            if asked.headers.get("Authorization"):
                self.complaints.append("a key was sent for a document")
            return Reply(200, PDF)
        proof = base64.b64encode(f"{self.secrets[0]}:".encode()).decode()
        if asked.headers.get("Authorization") != f"Basic {proof}":
            return Reply(401, self.refused(asked))
        if asked.path == "/shipments":
            return self._shipments(asked)
        return self._about_one(asked)

    def spoilt(self, fault: Fault, reply: Reply) -> Reply:
        wrong: dict[str, Any] = {
            Fault.NO_NUMBER: {"tracking_code": None},
            Fault.ANOTHER: {"reference": "somebody else's"},
        }[fault]
        return Reply(reply.status, {**reply.body, **wrong})

    def refused(self, asked: Asked) -> Any:
        sent = [*self.secrets, asked.headers.get("Authorization", "")]
        return {"error": {"code": "NO", "message": f"No: {' '.join(sent)}"}}

    def numbers(self) -> list[str]:
        made = self.shipments.values()
        return [str(one["tracking_code"]) for one in made if one["tracking_code"]]

    def _shipments(self, asked: Asked) -> Reply:
        if asked.method == "GET":
            return Reply(200, {"shipments": [], "has_more": False})
        body = asked.json()["shipment"]
        complaint = _complaint(body)
        if complaint:
            self.complaints.append(complaint)
            return Reply(422, {"error": {"code": "X", "message": complaint}})
        with self.lock:
            reference = body.get("reference")
            if reference and self._by(reference):
                self.complaints.append(f"{reference} was made twice")
            number = f"shp_{len(self.shipments) + 1:08}"
            self.shipments[number] = {
                "id": number,
                "reference": reference,
                "tracking_code": None,
                "postage_label": None,
                "selected_rate": None,
                "rates": [_rate(*rate) for rate in self.rates],
            }
        return Reply(201, self.shipments[number])

    def _about_one(self, asked: Asked) -> Reply:
        _, _, name, *act = asked.path.split("/")
        made = self.shipments.get(name) or self._by(name)
        if made is None:
            return Reply(404, {"error": {"code": "NOT_FOUND", "message": "Not here."}})
        if act == ["buy"]:
            return self._buy(made, asked.json()["rate"]["id"])
        if act == ["refund"]:
            made["refund_status"] = "submitted"
        return Reply(200, made)

    def _by(self, reference: str) -> dict[str, Any] | None:
        found = [m for m in self.shipments.values() if m["reference"] == reference]
        return found[0] if found else None

    def _buy(self, made: dict[str, Any], rate_id: str) -> Reply:
        with self.lock:
            if made["tracking_code"]:
                words = "Postage already exists for this shipment."
                return Reply(422, {"error": {"code": "X", "message": words}})
            [rate] = [rate for rate in made["rates"] if rate["id"] == rate_id]
            made["selected_rate"] = rate
            made["tracking_code"] = f"9400{len(self.numbers()) + 1:018}"
            made["postage_label"] = {"label_url": f"{self.url}/files/{made['id']}.pdf"}
            made["tracker"] = _tracker(made["tracking_code"])
        self.bought.set()
        return Reply(200, made)


def _tracker(number: str) -> dict[str, Any]:
    scan = {
        "object": "TrackingDetail",
        "status": "in_transit",
        "message": "Accepted at the counter",
        "datetime": "2026-11-20T15:00:00Z",
        "tracking_location": {"city": "Berlin", "country": "DE"},
    }
    return {
        "object": "Tracker",
        "tracking_code": number,
        "public_url": "https://track.example/x",
        "tracking_details": [scan],
    }


def _rate(number: str, carrier: str, service: str, cost: str) -> dict[str, str]:
    return {
        "id": number,
        "carrier": carrier,
        "service": service,
        "rate": cost,
        "currency": "USD",
    }


def _complaint(body: Any) -> str:
    if not set(body) <= _SHIPMENT or body.get("is_return") is not True:
        return f"fields {sorted(body)}"
    wrong = []
    for side in ("from_address", "to_address"):
        needed = {"street1", "city", "zip", "country"}
        if not needed <= set(body[side]) <= _ADDRESS:
            wrong.append(side)
    weight = body["parcel"].get("weight")
    if not isinstance(weight, float) or weight <= 0:
        wrong.append("weight")
    # The merchant sent it once: a return's addresses are given the other way round.
    if body["from_address"].get("company") is None:
        wrong.append("from_address is not the merchant's")
    abroad = body["from_address"]["country"] != body["to_address"]["country"]
    if abroad and not body.get("customs_info", {}).get("customs_items"):
        wrong.append("customs_info")
    return ", ".join(wrong)
