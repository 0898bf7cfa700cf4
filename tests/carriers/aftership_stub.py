"""AfterShip's tracking API 2025-07: trackings, and the couriers of an account."""

from __future__ import annotations

from typing import Any

from tests.carriers.faults import Fault
from tests.carriers.server import Asked, Reply, Stub

_BAD_FORMAT = "The format of `tracking_number` is invalid."


class AfterShipStub(Stub):
    """A “purchase” is a parcel registered, which counts in the merchant's plan."""

    kind = "aftership"
    secrets = ("asat-rhenium-8812",)
    settings = {"api_key": secrets[0]}

    def __init__(self) -> None:
        super().__init__()
        self.trackings: list[dict[str, Any]] = []
        # What the courier has told of each number.
        self.checkpoints: dict[str, list[dict[str, Any]]] = {}
        self.undetected: set[str] = set()

    def is_purchase(self, asked: Asked) -> bool:
        return asked.method == "POST"

    def is_lookup(self, asked: Asked) -> bool:
        return asked.path == "/trackings" and asked.method == "GET"

    def reply(self, asked: Asked) -> Reply:
        if asked.headers.get("as-api-key") != self.secrets[0]:
            return Reply(401, self.refused(asked))
        if (asked.method, asked.path) == ("GET", "/couriers"):
            return _answer({"total": 0, "couriers": []})
        if (asked.method, asked.path) == ("POST", "/trackings"):
            return self._register(asked.json())
        if self.is_lookup(asked):
            return self._list(asked)
        if asked.method == "GET" and asked.path.startswith("/trackings/"):
            return self._one(asked.path.removeprefix("/trackings/"))
        self.complaints.append(f"{asked.method} {asked.path}")
        return Reply(404)

    def spoilt(self, fault: Fault, reply: Reply) -> Reply:
        wrong: dict[str, Any] = {
            Fault.NO_NUMBER: {"tracking_number": ""},
            Fault.ANOTHER: {"tracking_number": "1Z999AA10123456784"},
        }[fault]
        return Reply(reply.status, {**reply.body, "data": reply.body["data"] | wrong})

    def refused(self, asked: Asked) -> Any:
        key = asked.headers.get("as-api-key", "")
        return {"meta": {"code": 400, "message": f"No: {key}", "type": "BadRequest"}}

    def numbers(self) -> list[str]:
        return [row["tracking_number"] for row in self.trackings]

    def forget(self, number: str) -> None:
        rows = self.trackings
        self.trackings = [row for row in rows if row["tracking_number"] != number]

    def _register(self, body: Any) -> Reply:
        if set(body) != {"tracking_number"}:
            self.complaints.append(f"fields {sorted(body)}")
            return _refusal(4008, "The value of a field is invalid.")
        number = body["tracking_number"]
        if not 4 <= len(number) <= 100 or not number.isalnum():
            return _refusal(4017, _BAD_FORMAT)
        if number in self.undetected:
            return _refusal(4012, "Cannot detect courier. " + self.secrets[0])
        with self.lock:
            if number in self.numbers():
                return _refusal(4003, "Tracking already exists.")
            row = {"id": f"{len(self.trackings) + 1:032x}", "tracking_number": number}
            self.trackings.append({**row, "slug": "ups", "active": True})
        self.bought.set()
        return _answer(self._shown(self.trackings[-1]), 201)

    def _list(self, asked: Asked) -> Reply:
        if set(asked.query) != {"tracking_numbers", "limit"}:
            self.complaints.append(f"a list by {asked.query}")
        wanted = asked.query["tracking_numbers"].split(",")
        rows = [r for r in self.trackings if r["tracking_number"] in wanted]
        found = [self._shown(row) for row in rows]
        return _answer({"pagination": {"total": len(found)}, "trackings": found})

    def _one(self, ref: str) -> Reply:
        found = [row for row in self.trackings if row["id"] == ref]
        if not found:
            return _refusal(4004, "Tracking does not exist.", status=404)
        return _answer(self._shown(found[0]))

    def _shown(self, row: dict[str, Any]) -> dict[str, Any]:
        told = self.checkpoints.get(row["tracking_number"], [])
        tag = told[-1]["tag"] if told else "Pending"
        return {**row, "tag": tag, "checkpoints": told}


def checkpoint(tag: str, at: str, subtag: str = "", city: str = "") -> dict[str, Any]:
    """``at`` is the courier's local time."""
    return {
        "checkpoint_time": at,
        "tag": tag,
        "subtag": subtag or f"{tag}_001",
        "message": tag,
        "city": city or None,
        "country_region": "DEU",
        "location": None,
        "slug": "ups",
    }


def _answer(data: dict[str, Any], status: int = 200) -> Reply:
    return Reply(status, {"meta": {"code": status}, "data": data})


def _refusal(code: int, message: str, status: int = 400) -> Reply:
    meta = {"code": code, "message": message, "type": "BadRequest"}
    return Reply(status, {"meta": meta, "data": {}})
