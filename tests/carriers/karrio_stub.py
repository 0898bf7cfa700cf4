"""A Karrio server's REST API: connections, shipments, of each of which one label."""

from __future__ import annotations

from typing import Any

from tests.carriers.faults import Fault
from tests.carriers.server import Asked, Reply, Stub
from tests.carriers.stub import PDF

_SHIPMENT = {
    *("shipper", "recipient", "parcels", "reference", "metadata", "label_type"),
    *("is_return", "carrier_ids", "customs"),
}
_ADDRESS = {
    *("person_name", "company_name", "address_line1", "address_line2"),
    *("street_number", "city", "state_code", "postal_code", "country_code"),
    *("phone_number", "email"),
}
_RATES = [
    ("rat_9", "dhl_parcel_de", "dhl_main", "dhl_parcel_de_retoure", 8.1),
    ("rat_5", "dhl_parcel_de", "dhl_main", "dhl_parcel_de_retoure_online", 5.93),
    # The outward tariff with the addresses exchanged, which is no return.
    ("rat_1", "gls", "gls_main", "gls_parcel", 0.0),
]


class KarrioStub(Stub):
    kind = "karrio"
    secrets = ("key_hafnium_66120",)
    settings = {"api_key": secrets[0]}
    makes_first = True

    def __init__(self) -> None:
        super().__init__()
        self.shipments: dict[str, dict[str, Any]] = {}
        self.connections = [
            _connection("dhl_parcel_de", "dhl_main"),
            _connection("gls", "gls_main"),
        ]

    def is_purchase(self, asked: Asked) -> bool:
        return asked.path.endswith("/purchase")

    def is_lookup(self, asked: Asked) -> bool:
        return (asked.method, asked.path) == ("GET", "/v1/shipments")

    def reply(self, asked: Asked) -> Reply:
        if asked.headers.get("Authorization") != f"Token {self.secrets[0]}":
            return Reply(401, self.refused(asked))
        if asked.path == "/v1/connections":
            return Reply(200, {"count": 2, "results": self.connections})
        if asked.path == "/v1/shipments":
            return self._shipments(asked)
        return self._about_one(asked)

    def spoilt(self, fault: Fault, reply: Reply) -> Reply:
        wrong: dict[str, Any] = {
            Fault.NO_NUMBER: {"tracking_number": None},
            Fault.ANOTHER: {"reference": "somebody else's"},
        }[fault]
        return Reply(reply.status, {**reply.body, **wrong})

    def refused(self, asked: Asked) -> Any:
        sent = [*self.secrets, asked.headers.get("Authorization", "")]
        return {"errors": [{"code": "no", "message": f"No: {' '.join(sent)}"}]}

    def numbers(self) -> list[str]:
        made = self.shipments.values()
        return [str(one["tracking_number"]) for one in made if one["tracking_number"]]

    def _shipments(self, asked: Asked) -> Reply:
        if asked.method == "GET":
            wanted = asked.query.get("reference")
            if not wanted:
                self.complaints.append("a list without a filter")
            made = self.shipments.values()
            found = [one for one in made if one["reference"] == wanted]
            return Reply(200, {"count": len(found), "results": found})
        body = asked.json()
        complaint = _complaint(body)
        if complaint:
            self.complaints.append(complaint)
            return Reply(400, {"errors": [{"code": "X", "message": complaint}]})
        with self.lock:
            number = f"shp_{len(self.shipments) + 1:012}"
            self.shipments[number] = {
                "id": number,
                "object_type": "shipment",
                "reference": body["reference"],
                "status": "draft",
                "tracking_number": None,
                "label_url": None,
                "docs": {"label": None, "invoice": None},
                "selected_rate": None,
                "rates": [_rate(*rate) for rate in _RATES],
                "messages": [],
            }
        return Reply(201, self.shipments[number])

    def _about_one(self, asked: Asked) -> Reply:
        number, _, act = asked.path.removeprefix("/v1/shipments/").partition("/")
        made = self.shipments.get(number)
        if made is None:
            return Reply(404, {"errors": [{"code": "not_found", "message": "No."}]})
        if act == "purchase":
            return self._buy(made, asked.json())
        if act == "cancel":
            made["status"] = "cancelled"
            return Reply(200, made)
        if act == "label.pdf":
            return Reply(200, PDF)
        return Reply(200, made)

    def _buy(self, made: dict[str, Any], body: dict[str, Any]) -> Reply:
        with self.lock:
            if made["tracking_number"]:
                words = "The shipment is 'purchased' and cannot be purchased again."
                return Reply(409, {"errors": [{"code": "state", "message": words}]})
            chosen = body["selected_rate_id"]
            [rate] = [one for one in made["rates"] if one["id"] == chosen]
            count = len(self.numbers()) + 1
            made |= {
                "status": "purchased",
                "selected_rate": rate,
                "tracking_number": f"9990{count:08}",
                "tracking_url": "https://track.example/x",
                "label_url": f"/v1/shipments/{made['id']}/label.pdf",
            }
        self.bought.set()
        return Reply(200, made)


def _connection(carrier: str, name: str) -> dict[str, Any]:
    return {
        "id": f"car_{name}",
        "object_type": "carrier-connection",
        "carrier_name": carrier,
        "carrier_id": name,
        "active": True,
        "capabilities": ["shipping", "rating", "tracking"],
    }


def _rate(*about: Any) -> dict[str, Any]:
    number, carrier, connection, service, charge = about
    return {
        "id": number,
        "object_type": "rate",
        "carrier_name": carrier,
        "carrier_id": connection,
        "service": service,
        "total_charge": charge,
        "currency": "EUR",
    }


def _complaint(body: Any) -> str:
    if not set(body) <= _SHIPMENT or body.get("is_return") is not True:
        return f"fields {sorted(body)}"
    wrong = []
    for side in ("shipper", "recipient"):
        address = body[side]
        if not {"city", "postal_code", "country_code"} <= set(address) <= _ADDRESS:
            wrong.append(side)
        if any(not 1 <= len(value) <= 50 for value in address.values()):
            wrong.append(f"{side} is too long")
    # The merchant sent it once: a return's addresses are given as they were then.
    if body["shipper"].get("company_name") is None:
        wrong.append("shipper is not the merchant")
    [parcel] = body["parcels"]
    if parcel["weight_unit"] != "KG" or not 0 < parcel["weight"] < 100:
        wrong.append("weight")
    if not 1 <= len(body["reference"]) <= 100:
        wrong.append("reference")
    abroad = body["shipper"]["country_code"] != body["recipient"]["country_code"]
    if abroad and not body.get("customs", {}).get("commodities"):
        wrong.append("customs")
    return ", ".join(wrong)
