"""Shippo's API of 2018-02-08: shipments, of whose rates labels are bought."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.carriers.faults import Fault
from tests.carriers.sendcloud_stub import PNG
from tests.carriers.server import Asked, Reply, Stub
from tests.carriers.stub import PDF

_SHIPMENT = {
    *("address_from", "address_to", "parcels", "extra", "metadata", "async"),
    "customs_declaration",
}
_ADDRESS = {
    *("name", "company", "street1", "street2", "city", "state", "zip", "country"),
    *("phone", "email"),
}
_PARCEL = {"length", "width", "height", "distance_unit", "weight", "mass_unit"}
_CUSTOMS = {
    *("contents_type", "non_delivery_option", "certify", "certify_signer", "items"),
}
_PURCHASE = {"rate", "label_file_type", "metadata", "async"}
_RATES = [
    ("dear", "USPS", "usps_priority", "Priority Mail", "8.10"),
    ("cheap", "USPS", "usps_ground_return", "Ground Return", "5.93"),
    ("other", "UPS", "ups_ground", "Ground", "4.00"),
]


class ShippoStub(Stub):
    kind = "shippo"
    secrets = ("shippo_test_tantalum_7311",)
    settings = {"api_token": secrets[0], "carrier": "USPS"}
    makes_first = True

    def __init__(self) -> None:
        super().__init__()
        self.shipments: list[dict[str, Any]] = []
        self.transactions: list[dict[str, Any]] = []
        # What the next purchase becomes: QUEUED and ERROR are possible, too.
        self.next_status = "SUCCESS"
        # They document no order.
        self.lists_oldest_first = False
        self.pages_read = 0

    def is_purchase(self, asked: Asked) -> bool:
        return (asked.method, asked.path) == ("POST", "/transactions")

    def is_lookup(self, asked: Asked) -> bool:
        return (asked.method, asked.path) == ("GET", "/transactions")

    def reply(self, asked: Asked) -> Reply:
        if asked.path.startswith("/files/"):
            # Public, as the real one's are: a key has no business there.
            if asked.headers.get("Authorization"):
                self.complaints.append("a key was sent for a document")
            return Reply(200, PNG if asked.path.endswith(".png") else PDF)
        if asked.headers.get("Authorization") != f"ShippoToken {self.secrets[0]}":
            return Reply(401, self.refused(asked))
        if asked.headers.get("SHIPPO-API-VERSION") != "2018-02-08":
            self.complaints.append("no version")
        return self._answer(asked)

    def spoilt(self, fault: Fault, reply: Reply) -> Reply:
        wrong: dict[str, Any] = {
            Fault.NO_NUMBER: {"tracking_number": ""},
            Fault.ANOTHER: {"metadata": "somebody else's"},
        }[fault]
        return Reply(reply.status, {**reply.body, **wrong})

    def refused(self, asked: Asked) -> Any:
        sent = [*self.secrets, asked.headers.get("Authorization", "")]
        return {"detail": f"No: {' '.join(sent)}"}

    def numbers(self) -> list[str]:
        made = [one for one in self.transactions if one["status"] != "ERROR"]
        return [str(one["tracking_number"]) for one in made]

    def _answer(self, asked: Asked) -> Reply:
        place, _, number = asked.path.strip("/").partition("/")
        answers = {
            "POST shipments": lambda: self._make(asked.json()),
            "POST transactions": lambda: self._buy(asked.json()),
            "POST refunds": lambda: self._refund(asked.json()),
            "GET transactions": lambda: self._list(asked),
            "GET carrier_accounts": lambda: Reply(200, {"results": []}),
            "GET transactions/": lambda: Reply(200, self._by(number)),
            "GET tracks/": lambda: Reply(200, _track(number.removeprefix("usps/"))),
        }
        answer = answers.get(f"{asked.method} {place}{'/' if number else ''}")
        if answer is None:
            self.complaints.append(f"{asked.method} {asked.path}")
            return Reply(404, {"detail": "Not found."})
        return answer()

    def _refund(self, body: Any) -> Reply:
        self._by(body["transaction"])["status"] = "REFUNDPENDING"
        return Reply(201, {"object_id": "refund1", "status": "PENDING"})

    def _make(self, body: Any) -> Reply:
        complaint = _complaint(body)
        if complaint:
            self.complaints.append(complaint)
            return Reply(400, {"parcels": [complaint]})
        with self.lock:
            number = f"shipment{len(self.shipments) + 1}"
            made = {
                "object_id": number,
                "status": "SUCCESS",
                "metadata": body["metadata"],
                "rates": [_rate(number, *rate) for rate in _RATES],
                "messages": [],
                "qr": body["extra"].get("qr_code_requested", False),
            }
            self.shipments.append(made)
        return Reply(201, made)

    def _buy(self, body: Any) -> Reply:
        found = [
            (made, rate)
            for made in self.shipments
            for rate in made["rates"]
            if rate["object_id"] == body.get("rate")
        ]
        if set(body) != _PURCHASE or not found or body["async"] is not False:
            self.complaints.append(f"purchase {body}")
            return Reply(400, {"rate": ["Invalid."]})
        [(made, rate)] = found
        with self.lock:
            bought = self._transaction(body, made, rate)
            self.transactions.append(bought)
        self.bought.set()
        return Reply(201, bought)

    def _transaction(self, body: Any, made: Any, rate: Any) -> dict[str, Any]:
        number, is_done = len(self.transactions) + 1, self.next_status == "SUCCESS"
        files = f"{self.url}/files/{number}"
        return {
            "object_id": f"transaction{number}",
            "object_created": datetime.now(UTC).isoformat(),
            "status": self.next_status,
            "metadata": body["metadata"],
            "tracking_number": f"9400{number:018}" if is_done else "",
            "tracking_url_provider": "https://track.example/x",
            "label_url": f"{files}.pdf" if is_done else "",
            "qr_code_url": f"{files}.png" if is_done and made["qr"] else None,
            "messages": [{"source": "USPS", "code": "", "text": "No such street."}]
            if self.next_status == "ERROR"
            else [],
            "rate": {
                "object_id": rate["object_id"],
                "amount": rate["amount"],
                "currency": rate["currency"],
                "provider": rate["provider"],
                "servicelevel_name": rate["servicelevel"]["name"],
                "servicelevel_token": rate["servicelevel"]["token"],
            },
        }

    def _list(self, asked: Asked) -> Reply:
        # As theirs, it overlooks what it does not know: dates filter shipments only.
        self.pages_read += 1
        size, page = int(asked.query["results"]), int(asked.query["page"])
        if not 1 <= size <= 100:
            self.complaints.append(f"a page of {size}")
        oldest_first = list(self.transactions)
        rows = oldest_first if self.lists_oldest_first else oldest_first[::-1]
        part = rows[(page - 1) * size : page * size]
        more = f"{self.url}/transactions?page={page + 1}"
        is_last = page * size >= len(rows)
        return Reply(200, {"next": None if is_last else more, "results": part})

    def _by(self, number: str) -> dict[str, Any]:
        [found] = [one for one in self.transactions if one["object_id"] == number]
        return found


def _rate(shipment: str, name: str, *about: str) -> dict[str, Any]:
    provider, token, level, amount = about
    return {
        "object_id": f"{shipment}{name}",
        "provider": provider,
        "servicelevel": {"token": token, "name": level},
        "amount": amount,
        "currency": "USD",
    }


def _track(number: str) -> dict[str, Any]:
    return {
        "carrier": "usps",
        "tracking_number": number,
        "tracking_status": {
            "status": "TRANSIT",
            "status_date": "2026-11-20T15:00:00Z",
            "status_details": "Accepted at the counter",
            "location": {"city": "Berlin", "state": "", "country": "DE"},
        },
        "tracking_history": [],
    }


def _complaint(body: Any) -> str:
    if not set(body) <= _SHIPMENT or body["extra"].get("is_return") is not True:
        return f"fields {sorted(body)}"
    wrong = []
    for side in ("address_from", "address_to"):
        needed = {"name", "street1", "city", "zip", "country"}
        if not needed <= set(body[side]) <= _ADDRESS or len(body[side]["name"]) > 35:
            wrong.append(side)
    # The merchant sent it once: they turn a return's addresses round themselves.
    if body["address_from"].get("company") is None:
        wrong.append("address_from is not the merchant's")
    [parcel] = body["parcels"]
    if set(parcel) != _PARCEL or not all(isinstance(v, str) for v in parcel.values()):
        wrong.append("parcel")
    if not 1 <= len(body["metadata"]) <= 100 or body["async"] is not False:
        wrong.append("metadata")
    if body["address_from"]["country"] != body["address_to"]["country"]:
        declared = body.get("customs_declaration", {})
        if set(declared) != _CUSTOMS or not declared["items"]:
            wrong.append("customs_declaration")
    return ", ".join(wrong)
