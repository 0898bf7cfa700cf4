"""Sendcloud's returns API v3, as its published document describes it."""

from __future__ import annotations

import base64
import uuid
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from tests.carriers.faults import Fault
from tests.carriers.server import Asked, Reply, Stub
from tests.carriers.stub import PDF

PUBLISHED = Path(__file__).parents[3] / "shared" / "specs" / "sendcloud-v3-returns.yml"
PNG = b"\x89PNG\r\n\x1a\n a code to show at the counter"
_BUY = "/returns/announce-synchronously"
_FIELDS = {
    *("from_address", "to_address", "ship_with", "weight", "parcel_items"),
    *("order_number", "external_reference", "delivery_option"),
    *("customs_information", "send_tracking_emails"),
}
_TAKEN = "External reference has already been used in another return."


class SendcloudStub(Stub):
    kind = "sendcloud"
    secrets = ("pk-aluminium-7731", "sk-molybdenum-4409")
    settings = {
        "public_key": secrets[0],
        "secret_key": secrets[1],
        "shipping_option": "dpd:return/return",
        "labelless_option": "dpd:return/labelless",
        "contract": 123456,
    }

    def __init__(self) -> None:
        super().__init__()
        # Read before anybody waits for an answer.
        published_request()
        self.returns: dict[int, dict[str, Any]] = {}
        self.cancelled: list[int] = []

    def is_purchase(self, asked: Asked) -> bool:
        return asked.path == _BUY

    def is_lookup(self, asked: Asked) -> bool:
        return (asked.method, asked.path) == ("GET", "/returns")

    def reply(self, asked: Asked) -> Reply:
        proof = base64.b64encode(":".join(self.secrets).encode()).decode()
        if asked.headers.get("Authorization") != f"Basic {proof}":
            return Reply(401, self.refused(asked))
        if asked.path == _BUY:
            return self._buy(asked.json())
        if asked.path == "/returns":
            return self._list(asked.query)
        if asked.path.startswith("/parcels/"):
            return self._document(asked)
        return self._one(asked)

    def spoilt(self, fault: Fault, reply: Reply) -> Reply:
        assert fault is Fault.NO_NUMBER
        return Reply(reply.status, {"return_id": None})

    def refused(self, asked: Asked) -> Any:
        sent = [*self.secrets, asked.headers.get("Authorization", "")]
        return {"errors": [{"field": "x", "message": f"No: {' '.join(sent)}"}]}

    def numbers(self) -> list[str]:
        return [made["tracking_number"] for made in self.returns.values()]

    def _buy(self, body: dict[str, Any]) -> Reply:
        complaint = _complaint(body)
        if complaint:
            self.complaints.append(complaint)
            return Reply(400, {"errors": [{"field": "x", "message": complaint}]})
        with self.lock:
            known = {made["external_reference"] for made in self.returns.values()}
            if body["external_reference"] in known:
                problem = {"field": "external_reference", "message": _TAKEN}
                return Reply(400, {"errors": [problem]})
            number = 5000 + len(self.returns)
            self.returns[number] = self._made(number, body)
        self.bought.set()
        ids = {"return_id": number, "parcel_id": number + 70_000, "multi_collo_ids": []}
        return Reply(201, ids)

    def _made(self, number: int, body: dict[str, Any]) -> dict[str, Any]:
        label = f"{self.url}/parcels/{number + 70_000}/documents/label"
        return {
            "id": number,
            "order_number": body["order_number"],
            "external_reference": body["external_reference"],
            "tracking_number": f"JVGL{number:016}",
            "tracking_url": f"https://tracking.example/{number}",
            "label_url": label,
            "label_cost": {"value": 6.15, "currency": "EUR"},
            "shipping_option": {"code": body["ship_with"]["shipping_option_code"]},
            "status": "open",
            "status_history": [
                _step("Ready to send", "2026-11-20T15:00:00.000000+00:00"),
                _step("shipment-on-route", "2026-11-20T16:00:00.000000+00:00"),
            ],
            "errors": [],
        }

    def _list(self, query: Any) -> Reply:
        """Pages of one, so that there is something to leaf through."""
        if not {"from_date", "to_date", "page_size"} <= set(query):
            self.complaints.append(f"a list without {query}")
            return Reply(400)
        shown = [self._listed(made) for made in self.returns.values()]
        place = int(query.get("cursor", "0"))
        more = place + 1 < len(shown)
        after = f"{self.url}/returns?cursor={place + 1}&page_size=1" if more else None
        return Reply(200, {"next": after, "data": shown[place : place + 1]})

    def _listed(self, made: dict[str, Any]) -> dict[str, Any]:
        """What is documented: not the external reference."""
        return {k: v for k, v in made.items() if k != "external_reference"}

    def _one(self, asked: Asked) -> Reply:
        number = int(asked.path.split("/")[2])
        if number not in self.returns:
            return Reply(404)
        if asked.path.endswith("/cancel"):
            return self._cancel(number)
        return Reply(200, self.returns[number])

    def decide(self, number: int, status: str) -> None:
        """What becomes of a return that is to be cancelled."""
        history = self.returns[number]["status_history"]
        history.insert(0, _step(status, f"2026-11-21T15:00:0{len(history)}.000+00:00"))

    def _document(self, asked: Asked) -> Reply:
        content = PNG if asked.path.endswith("/qr") else PDF
        wanted = "image/png" if content is PNG else "application/pdf"
        if asked.headers.get("Accept") != wanted:
            self.complaints.append(f"{asked.path} as {asked.headers.get('Accept')}")
        return Reply(200, content)

    def _cancel(self, number: int) -> Reply:
        if number in self.cancelled:
            return Reply(409, {"errors": [{"field": "returns", "message": "No."}]})
        self.cancelled.append(number)
        self.decide(number, "cancelling")
        return Reply(202, {"message": "Cancellation requested successfully"})


def _step(status: str, at: str) -> dict[str, str]:
    return {
        "carrier_update_timestamp": at,
        "parcel_status_history_id": at,
        "parent_status": status,
        "carrier_code": "x",
        "carrier_message": status,
    }


def _complaint(body: Any) -> str:
    if not isinstance(body, dict) or set(body) != _FIELDS:
        return f"fields {sorted(body)}"
    try:
        uuid.UUID(body["external_reference"])
    except (ValueError, TypeError, AttributeError):
        return "external_reference is no UUID"
    for side in ("from_address", "to_address"):
        needed = {"name", "address_line_1", "postal_code", "city", "country_code"}
        if missing := needed - {k for k, v in body[side].items() if v}:
            return f"{side} lacks {sorted(missing)}"
    ship = body["ship_with"]
    if ship["type"] != "shipping_option_code" or ship["contract"] != 123456:
        return f"ship_with {ship}"
    schema = published_request()
    return "" if schema is None else _by_schema(schema, body)


def _by_schema(schema: jsonschema_rs.Draft202012Validator, body: Any) -> str:
    return "; ".join(
        f"{error.instance_path}: {error.message}" for error in schema.iter_errors(body)
    )


@cache
def published_request() -> jsonschema_rs.Draft202012Validator | None:
    """The published document about a request; ``None`` where it is not at hand."""
    if not PUBLISHED.exists():
        return None
    spec = yaml.safe_load(PUBLISHED.read_text())
    body = spec["components"]["requestBodies"]["CreateReturn"]
    schema = body["content"]["application/json"]["schema"]
    rooted = {**schema, "components": spec["components"], "additionalProperties": False}
    return jsonschema_rs.Draft202012Validator(rooted, validate_formats=True)
