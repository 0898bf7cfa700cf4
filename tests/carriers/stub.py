"""The sandbox carrier's server."""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from retour_core.counter.pictures import code_png
from tests.carriers.faults import NO_PDF, Fault
from tests.carriers.server import Asked, Reply, Stub, serving

__all__ = ["PDF", "Fault", "StubCarrier", "running_stub"]

PDF = b"%PDF-1.7\n% the carrier's own label\n%%EOF\n"
EXPIRES = "2027-12-31T22:59:59Z"
_FIELDS = {
    "external_reference",
    "order_number",
    "rma_number",
    "method",
    "from",
    "to",
    "weight_grams",
}
_NEEDED = {"street", "postal_code", "city", "country"}


class StubCarrier(Stub):
    kind = "sandbox"

    def __init__(self) -> None:
        super().__init__()
        self.parcels: dict[str, dict[str, Any]] = {}
        self.bodies: dict[str, dict[str, Any]] = {}

    def is_purchase(self, asked: Asked) -> bool:
        return asked.method == "POST"

    def is_lookup(self, asked: Asked) -> bool:
        return asked.method == "GET"

    def reply(self, asked: Asked) -> Reply:
        if asked.method == "POST":
            return self._buy(asked.json())
        parcel = self.parcels.get(asked.query.get("external_reference", ""))
        return (
            Reply(404, {"error": "not found"}) if parcel is None else Reply(200, parcel)
        )

    def spoilt(self, fault: Fault, reply: Reply) -> Reply:
        wrong = {
            Fault.NO_NUMBER: {"tracking_number": ""},
            Fault.NOT_BASE64: {"label": "é?"},
            Fault.NO_PDF: {"label": NO_PDF},
            Fault.ANOTHER: {"external_reference": str(uuid.uuid4())},
        }[fault]
        return Reply(reply.status, {**reply.body, **wrong})

    def numbers(self) -> list[str]:
        return [parcel["tracking_number"] for parcel in self.parcels.values()]

    def _buy(self, body: dict[str, Any]) -> Reply:
        complaint = _complaint(body)
        if complaint:
            self.complaints.append(complaint)
            return Reply(422, {"error": complaint})
        reference = body["external_reference"]
        with self.lock:
            if self.bodies.setdefault(reference, body) != body:
                self.complaints.append(f"{reference} was used for another parcel")
                return Reply(409, {"error": "reference in use"})
            known = reference in self.parcels
            if not known:
                number = f"SBX{len(self.parcels) + 1:09}"
                self.parcels[reference] = {
                    "id": str(uuid.uuid4()),
                    "external_reference": reference,
                    "tracking_number": number,
                    **_way_in(body["method"], number),
                }
        self.bought.set()
        return Reply(200 if known else 201, self.parcels[reference])


def _way_in(method: str, number: str) -> dict[str, str]:
    """A label, or the code that a drop-off point reads in its place."""
    if method != "labelless_drop_off":
        return {"label": base64.b64encode(PDF).decode()}
    return {
        "qr_code": base64.b64encode(code_png(number)).decode(),
        "drop_code": number[-6:],
        "expires_at": EXPIRES,
    }


def _complaint(body: Any) -> str:
    if not isinstance(body, dict) or set(body) != _FIELDS:
        return f"fields {sorted(body)}"
    try:
        uuid.UUID(body["external_reference"])
    except (ValueError, TypeError, AttributeError):
        return "external_reference is no UUID"
    if not all(str(body[name]).strip() for name in ("order_number", "rma_number")):
        return "a number is empty"
    for side in ("from", "to"):
        address = body[side]
        if not isinstance(address, dict) or not re.fullmatch(
            "[A-Z]{2}", str(address.get("country"))
        ):
            return f"{side} has no country"
    if missing := {name for name in _NEEDED if not body["to"].get(name)}:
        return f"to lacks {sorted(missing)}"
    weight = body["weight_grams"]
    fine = weight is None or (type(weight) is int and weight > 0)
    return "" if fine else "weight_grams is no weight"


@contextmanager
def running_stub() -> Iterator[StubCarrier]:
    with serving(StubCarrier()) as stub:
        yield stub
