"""Mollie's Payments API v2: takes nothing but what the real one would take."""

from __future__ import annotations

import re
import uuid
from typing import Any

from tests.carriers.faults import Fault
from tests.carriers.server import Asked, Reply, Stub

_PAYMENT = {"amount", "description", "redirectUrl", "metadata"}
_MORE = {"webhookUrl", "locale"}
_LOCALES = {"en_GB", "de_DE", "fr_FR", "nl_NL", "es_ES", "it_IT", "pl_PL"}
_DECIMALS = {"EUR": 2, "GBP": 2, "JPY": 0, "ISK": 2}
_ONE = re.compile(r"/v2/payments/(tr_[A-Za-z0-9]+)(/refunds)?")
FINAL = {"paid", "failed", "canceled", "expired"}


class MollieStub(Stub):
    kind = "mollie"
    secrets = ("test_tantalumTantalum7311",)
    settings = {"api_key": secrets[0]}

    def __init__(self) -> None:
        super().__init__()
        self.payments: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, list[dict[str, Any]]] = {}
        self.answered: dict[str, tuple[Any, Reply]] = {}
        self.refunds_asked = 0

    def is_purchase(self, asked: Asked) -> bool:
        return (asked.method, asked.path) == ("POST", "/v2/payments")

    def is_lookup(self, asked: Asked) -> bool:
        return asked.method == "GET" and "/payments/" in asked.path

    def reply(self, asked: Asked) -> Reply:
        if asked.headers.get("Authorization") != f"Bearer {self.secrets[0]}":
            return _refusal(401, "Missing authentication, or failed to authenticate")
        if asked.path == "/v2/methods":
            return Reply(200, {"count": 0, "_embedded": {"methods": []}})
        if asked.method == "POST":
            return self._once(asked)
        found = _ONE.fullmatch(asked.path)
        if found is None or found[1] not in self.payments:
            return _refusal(404, f"No payment exists with token {asked.path}.")
        if found[2]:
            rows = self.refunds.get(found[1], [])
            return Reply(200, {"count": len(rows), "_embedded": {"refunds": rows}})
        return Reply(200, self.payments[found[1]])

    def spoilt(self, fault: Fault, reply: Reply) -> Reply:
        wrong: dict[Fault, dict[str, Any]] = {
            Fault.NO_NUMBER: {"id": ""},
            Fault.ANOTHER: {"metadata": {"key": str(uuid.uuid4())}},
        }
        return Reply(reply.status, {**reply.body, **wrong[fault]})

    def refused(self, asked: Asked) -> Any:
        # As careless as the carriers: it repeats the key.
        return {"status": 0, "title": "", "detail": asked.headers["Authorization"]}

    def numbers(self) -> list[str]:
        return list(self.payments)

    def becomes(self, status: str, provider_id: str = "") -> str:
        """The customer, or time, decides; without an id, the only payment."""
        found = provider_id or next(iter(self.payments))
        self.payments[found]["status"] = status
        if status in FINAL:
            self.payments[found]["_links"].pop("checkout", None)
        return found

    def refund_becomes(self, status: str, provider_id: str = "") -> None:
        """The bank, or a person in the dashboard, decides; the last refund's."""
        found = provider_id or next(iter(self.payments))
        self.refunds[found][-1]["status"] = status

    def _once(self, asked: Asked) -> Reply:
        """Their idempotency: the same key again is answered as it was."""
        key, body = asked.headers.get("Idempotency-Key", ""), asked.json()
        try:
            uuid.UUID(key)
        except ValueError:
            return self._complain(f"idempotency key {key!r}")
        with self.lock:
            known = self.answered.get(key)
            if known is not None:
                if known[0] != (asked.path, body):
                    return self._complain(f"{key} was used for something else")
                return known[1]
            made = self._pay(body) if self.is_purchase(asked) else self._refund(asked)
            if made.status == 201:
                self.answered[key] = ((asked.path, body), made)
        return made

    def _pay(self, body: Any) -> Reply:
        if complaint := _complaint(body):
            return self._complain(complaint)
        provider_id = f"tr_{len(self.payments) + 1:010}"
        self.payments[provider_id] = {
            "resource": "payment",
            "id": provider_id,
            "mode": "test",
            "status": "open",
            "amount": body["amount"],
            "description": body["description"],
            "metadata": body["metadata"],
            "redirectUrl": body["redirectUrl"],
            "webhookUrl": body.get("webhookUrl"),
            "_links": {
                "checkout": {
                    "href": f"https://www.mollie.com/checkout/{provider_id}",
                    "type": "text/html",
                }
            },
        }
        self.bought.set()
        return Reply(201, dict(self.payments[provider_id]))

    def _refund(self, asked: Asked) -> Reply:
        self.refunds_asked += 1
        found, body = _ONE.fullmatch(asked.path), asked.json()
        if found is None or not found[2] or found[1] not in self.payments:
            return _refusal(404, "No such payment.")
        payment, given = self.payments[found[1]], self.refunds.setdefault(found[1], [])
        if set(body) != {"amount", "description", "metadata"}:
            return self._complain(f"fields {sorted(body)}")
        taken = [row for row in given if row["status"] not in ("failed", "canceled")]
        if payment["status"] != "paid" or taken or body["amount"] != payment["amount"]:
            return _refusal(422, "The specified amount cannot be refunded", "amount")
        given.append(
            {
                "resource": "refund",
                "id": f"re_{found[1][3:]}{len(given)}",
                "status": "queued",
                "amount": body["amount"],
                "metadata": body["metadata"],
            }
        )
        return Reply(201, dict(given[-1]))

    def _complain(self, complaint: str) -> Reply:
        self.complaints.append(complaint)
        return _refusal(422, complaint)


def _refusal(status: int, detail: str, field: str = "") -> Reply:
    body = {"status": status, "title": "Refused", "detail": detail}
    return Reply(status, {**body, **({"field": field} if field else {})})


def _complaint(body: Any) -> str:
    if not _PAYMENT <= set(body) <= _PAYMENT | _MORE:
        return f"fields {sorted(body)}"
    wrong = [
        f"{name} is not https"
        for name in ("redirectUrl", "webhookUrl")
        if not body.get(name, "https://").startswith("https://")
    ]
    if not _is_amount(body["amount"]):
        wrong.append(f"amount {body['amount']}")
    if not 1 <= len(body["description"]) <= 255:
        wrong.append("description")
    if "locale" in body and body["locale"] not in _LOCALES:
        wrong.append(f"locale {body['locale']}")
    if set(body["metadata"]) != {"key"}:
        wrong.append("metadata")
    return ", ".join(wrong)


def _is_amount(amount: Any) -> bool:
    if set(amount) != {"currency", "value"} or amount["currency"] not in _DECIMALS:
        return False
    places = _DECIMALS[amount["currency"]]
    decimals = rf"\.[0-9]{{{places}}}" if places else ""
    value = amount["value"]
    return isinstance(value, str) and bool(re.fullmatch(rf"[0-9]+{decimals}", value))
