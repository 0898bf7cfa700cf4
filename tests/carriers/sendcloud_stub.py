"""Sendcloud's API as its published documents describe it, and not a field more.

Returns v3: their list and their details show neither an id nor the external reference.
Older and next to it: v2's list of returns, which shows the id, and v2's tracking.
"""

from __future__ import annotations

import base64
from typing import Any

from tests.carriers.faults import Fault
from tests.carriers.sendcloud_requests import complaint, published_request
from tests.carriers.server import Asked, Reply, Stub
from tests.carriers.stub import PDF

PNG = b"\x89PNG\r\n\x1a\n a code to show at the counter"
_BUY = "/v3/returns/announce-synchronously"
_OPTIONS = "/v3/shipping-options"
# What v3 documents of a return, of what there is of it here.
_SHOWN = (
    *("order_number", "tracking_number", "tracking_url", "label_url", "label"),
    *("label_cost", "shipping_option", "status", "status_history", "errors"),
)
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
        # Sendcloud may close its older API to an account, or that may be down.
        self.older_status = 200
        self.price: Any = {"value": "5.93", "currency": "EUR"}
        # So few that there is something to leaf through; they give the 40 asked for.
        self.per_page = 1

    def is_purchase(self, asked: Asked) -> bool:
        return asked.path == _BUY

    def is_lookup(self, asked: Asked) -> bool:
        return (asked.method, asked.path) == ("GET", "/v3/returns")

    def reply(self, asked: Asked) -> Reply:
        proof = base64.b64encode(":".join(self.secrets).encode()).decode()
        if asked.headers.get("Authorization") != f"Basic {proof}":
            return Reply(401, self.refused(asked))
        if asked.method == "POST":
            answer = {_BUY: self._buy, _OPTIONS: self._options}[asked.path]
            return answer(asked.json())
        if asked.path == "/v3/returns":
            return self._list(asked.query)
        if asked.path.startswith("/v3/parcels/"):
            return self._document(asked)
        if asked.path.startswith("/v2/"):
            return self._older(asked)
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
        wrong = self._wrong("return", body, body["ship_with"].get("contract"))
        if wrong:
            return Reply(400, {"errors": [{"field": "x", "message": wrong}]})
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
        label = f"{self.url}/v3/parcels/{number + 70_000}/documents/label"
        return {
            "id": number,
            "order_number": body["order_number"],
            "external_reference": body["external_reference"],
            "tracking_number": f"JVGL{number:016}",
            "tracking_url": f"https://tracking.example/{number}",
            "label_url": label,
            "label": {"label_printer": label, "normal_printer": [label] * 4},
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
        if not {"from_date", "to_date", "page_size"} <= set(query):
            self.complaints.append(f"a list without {query}")
            return Reply(400)
        shown, after = self._page(query, "/v3/returns", f"&page_size={self.per_page}")
        return Reply(200, {"next": after, "data": [_shown(made) for made in shown]})

    def _page(self, query: Any, path: str, more: str = "") -> tuple[list[Any], Any]:
        made = list(self.returns.values())
        place = int(query.get("cursor", "0"))
        end = place + self.per_page
        after = f"{self.url}{path}?cursor={end}{more}" if end < len(made) else None
        return made[place:end], after

    def _older(self, asked: Asked) -> Reply:
        if self.older_status != 200:
            return Reply(self.older_status, self.refused(asked))
        if asked.method != "GET" or not set(asked.query) <= {"cursor"}:
            self.complaints.append(f"{asked.method} {asked.path} with {asked.query}")
        if asked.path == "/v2/returns":
            shown, after = self._page(asked.query, "/v2/returns")
            listed = [_listed_by_v2(made) for made in shown]
            return Reply(200, {"next": after, "previous": None, "returns": listed})
        number = asked.path.removeprefix("/v2/tracking/")
        for made in self.returns.values():
            if made["tracking_number"] == number:
                return Reply(200, _tracked(made))
        return Reply(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def _options(self, body: dict[str, Any]) -> Reply:
        wrong = self._wrong("options", body, body.get("contract_id"))
        if wrong:
            return Reply(400, {"errors": [{"field": "x", "message": wrong}]})
        quotes = [{"lead_time": 48, "price": {"breakdown": [], "total": self.price}}]
        option = {
            "code": body["shipping_option_code"],
            "name": "A return",
            "quotes": quotes if self.price else None,
        }
        return Reply(200, {"data": [option], "message": None})

    def _wrong(self, name: str, body: Any, contract: Any) -> str:
        wrong = complaint(name, body)
        if contract != self.settings["contract"]:
            wrong += f" contract {contract}"
        if wrong:
            self.complaints.append(wrong)
        return wrong

    def _one(self, asked: Asked) -> Reply:
        number = int(asked.path.split("/")[3])
        if number not in self.returns:
            return Reply(404)
        if asked.path.endswith("/cancel"):
            return self._cancel(number)
        return Reply(200, _shown(self.returns[number]))

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
            problem = {"field": "returns", "code": 409, "message": "No."}
            return Reply(409, {"errors": [problem]})
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


def _shown(made: dict[str, Any]) -> dict[str, Any]:
    return {name: made[name] for name in _SHOWN}


def _listed_by_v2(made: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": made["id"],
        "created_at": "2026-11-20T15:00:00.000000+00:00",
        "outgoing_parcel": None,
        "incoming_parcel": made["id"] + 70_000,
        "is_cancellable": True,
        "label_cost": made["label_cost"]["value"],
        "label_currency": made["label_cost"]["currency"],
        "incoming_parcel_data": {
            "tracking_number": made["tracking_number"],
            "order_number": made["order_number"],
        },
    }


def _tracked(made: dict[str, Any]) -> dict[str, Any]:
    return {
        "parcel_id": str(made["id"] + 70_000),
        "carrier_code": "dpd",
        "created_at": "2026-11-20 15:00:00.000000+00:00",
        "carrier_tracking_url": made["tracking_url"],
        "is_return": True,
        "statuses": made["status_history"],
    }
