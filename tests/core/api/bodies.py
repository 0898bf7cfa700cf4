"""Bodies the API takes, by path; paths name things as ``NAMES`` does."""

from __future__ import annotations

from typing import Any

NAMES = {"rma": "rma_number", "paper": "paper", "code": "counter_code"} | {
    name: f"{name}_id"
    for name in ("refund", "credit", "replacement", "photo", "batch", "gift_slip")
}
BODIES: dict[str, Any] = {
    "/orders": {"orders": [{}]},
    "/gift-slips": {"order_id": "NW-1"},
    "/box-labels": {"order_ids": ["NW-1"]},
    "/shipments": {"id": "p1", "order_id": "NW-1", "tracking_number": "1"},
    "/returns/{rma}/reject": {"reason": "worn"},
    "/returns/{rma}/receive": {},
    "/counter/{code}/hand-in": {},
    "/returns/{rma}/messages": {"text": "What is broken?"},
    "/returns/{rma}/refund": {},
    "/refunds/{refund}/result": {"outcome": "success"},
    "/store-credits/{credit}/result": {"outcome": "success"},
    "/replacements/{replacement}/result": {"outcome": "success"},
    "/returns/{rma}/send-back": {"lines": [{"line_id": "1", "quantity": 1}]},
}
