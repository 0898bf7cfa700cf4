"""InPost's API for all its countries: tokens, returns, labels, tracking."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from tests.carriers.faults import Fault
from tests.carriers.server import Asked, Reply, Stub
from tests.carriers.stub import PDF

_TOKEN = "token-zirconium-8841"
_RETURNS = "/returns/v1/organizations/org-77/shipments"
_FIELDS = {
    *("enableDropOffCode", "sender", "origin", "destination", "references", "parcels"),
}
_SENDER = {"firstName", "lastName", "phone", "email", "companyName"}
_DESTINATION = {
    *("countryCode", "street", "houseNumber", "flatNumber", "city", "postalCode"),
}


class InPostStub(Stub):
    kind = "inpost"
    secrets = ("secret-palladium-91", _TOKEN)
    settings = {
        "organization": "org-77",
        "client_id": "nordwand",
        "client_secret": secrets[0],
        "phone": "+48500111222",
    }
    country = "PL"

    def __init__(self) -> None:
        super().__init__()
        self.returns: list[dict[str, Any]] = []
        self.points: list[dict[str, Any]] = []
        self.points_asked: list[str] = []
        self.per_page = 2

    def is_purchase(self, asked: Asked) -> bool:
        return (asked.method, asked.path) == ("POST", _RETURNS)

    def is_lookup(self, asked: Asked) -> bool:
        return asked.path == "/tracking/v1/parcels"

    def reply(self, asked: Asked) -> Reply:
        # Neither needs a token: who gets one, and what everybody may see.
        if asked.path in ("/oauth2/token", "/v1/points"):
            form = dict(parse_qsl(asked.body.decode()))
            is_login = asked.path == "/oauth2/token"
            return self._login(form) if is_login else self._points(asked)
        if asked.headers.get("Authorization") != f"Bearer {_TOKEN}":
            return Reply(401, self.refused(asked))
        if self.is_purchase(asked):
            return self._make(asked.json())
        if asked.path == "/tracking/v1/parcels":
            return Reply(200, _tracked(asked.query["trackingNumbers"]))
        if asked.path.startswith(f"{_RETURNS}/"):
            return self._about_one(asked)
        self.complaints.append(asked.path)
        return Reply(404)

    def spoilt(self, fault: Fault, reply: Reply) -> Reply:
        wrong: dict[str, Any] = {Fault.NO_NUMBER: {"parcels": [{"id": "1"}]}}[fault]
        return Reply(reply.status, {**reply.body, **wrong})

    def refused(self, asked: Asked) -> Any:
        sent = [self.secrets[0], asked.headers.get("Authorization", "")]
        return {"title": "No", "detail": f"No: {' '.join(sent)}"}

    def numbers(self) -> list[str]:
        return [str(one["parcels"][0]["trackingNumber"]) for one in self.returns]

    def _points(self, asked: Asked) -> Reply:
        if asked.headers.get("Authorization") or asked.query["per_page"] != "500":
            self.complaints.append("points are asked otherwise")
        page = int(asked.query["page"])
        self.points_asked.append(f"{asked.query['country']} {page}")
        there = self.points if asked.query["country"] == "PL" else []
        start = (page - 1) * self.per_page
        body = {
            "count": len(there),
            "page": page,
            "per_page": self.per_page,
            "total_pages": max(-(-len(there) // self.per_page), 1),
            "items": there[start : start + self.per_page],
        }
        return Reply(200, body)

    def _login(self, form: dict[str, str]) -> Reply:
        scopes = set(form.pop("scope", "").split())
        right = {
            "grant_type": "client_credentials",
            "client_id": "nordwand",
            "client_secret": self.secrets[0],
        }
        if form != right or not {"api:returns:write", "api:tracking:read"} <= scopes:
            return Reply(400, {"error": "invalid_client"})
        return Reply(200, {"access_token": _TOKEN, "expires_in": 599})

    def _make(self, body: Any) -> Reply:
        complaint = _complaint(body)
        if complaint:
            self.complaints.append(complaint)
            return Reply(422, {"title": "Unprocessable", "detail": complaint})
        with self.lock:
            count = len(self.returns) + 1
            parcel = {"id": str(count), "trackingNumber": f"6303{count:020}"}
            if body["enableDropOffCode"]:
                parcel["dropOffCode"] = f"{count:09}"
            made = {
                "id": f"7f2a0d9c-2b7f-4f19-9f1d-{count:012}",
                "expirationDate": "2026-12-31T22:59:59Z",
                "parcels": [parcel],
            }
            self.returns.append(made)
        self.bought.set()
        return Reply(201, made)

    def _about_one(self, asked: Asked) -> Reply:
        number, _, what = asked.path.removeprefix(f"{_RETURNS}/").partition("/")
        if what == "label" and number in self.numbers():
            if not asked.headers.get("Accept", "").startswith("application/pdf"):
                self.complaints.append("a label in an unknown format")
            return Reply(200, PDF)
        return Reply(404, {"title": "Not found"})


def inpost_point(name: str, **values: Any) -> dict[str, Any]:
    """As their list has it, but for what nobody reads."""
    return {
        "name": name,
        "type": ["parcel_locker"],
        "status": "Operating",
        "location": {"longitude": 19.17134, "latitude": 49.84569},
        "opening_hours": "24/7",
        "address": {"line1": "Gajowa 27", "line2": "43-340 Kozy"},
        "address_details": {
            "city": "Kozy",
            "province": "śląskie",
            "post_code": "43-340",
            "street": "Gajowa",
            "building_number": "27",
            "flat_number": None,
        },
        "functions": ["parcel", "parcel_collect", "parcel_send"],
        "location_247": True,
        **values,
    }


def _tracked(number: str) -> dict[str, Any]:
    event = {
        "trackingNumber": number,
        "eventId": "1#FMD.1005",
        "eventCode": "FMD.1005",
        "timestamp": "2026-11-20T15:00:00Z",
        "location": {"type": "LOCKER_POINT", "city": "Kraków", "country": "PL"},
    }
    parcel = {"trackingNumber": number, "status": "FMD.1005", "events": [event]}
    return {"parcels": [parcel]}


def _complaint(body: Any) -> str:
    if set(body) != _FIELDS or len(body["parcels"]) != 1:
        return f"fields {sorted(body)}"
    wrong = []
    sender, destination = body["sender"], body["destination"]
    if not _SENDER - {"companyName"} <= set(sender) <= _SENDER:
        wrong.append("sender")
    if not all(1 <= len(value) <= 100 for value in sender.values()):
        wrong.append("sender is too long or empty")
    if body["origin"].get("countryCode") not in ("PL", "IT", "GB"):
        wrong.append("origin")
    if not _DESTINATION - {"flatNumber"} <= set(destination) <= _DESTINATION:
        wrong.append("destination")
    weight = body["parcels"][0]["weight"]
    if weight["unit"] != "KG" or not re.fullmatch(r"\d+\.\d{3}", weight["amount"]):
        wrong.append("weight")
    if not 1 <= len(body["references"]["orderNumber"]) <= 50:
        wrong.append("references")
    return ", ".join(wrong)
