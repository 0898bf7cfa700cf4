"""The API's description: every reference resolved, every problem announced."""

from __future__ import annotations

from typing import Any

from retour_core.domain.wire import OrdersIn

_TEMPLATE = "#/components/schemas/{model}"

ORDERS_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": {"$ref": _TEMPLATE.format(model="OrdersIn")}}
    },
}

_PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457; `code` is stable, `detail` is for people and may change.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string"},
                    "in": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
_PROBLEM_RESPONSE = {
    "description": "A problem document (RFC 9457)",
    "content": {
        "application/problem+json": {
            "schema": {"$ref": _TEMPLATE.format(model="Problem")}
        }
    },
}


def complete(schema: dict[str, Any]) -> None:
    """Add what ninja cannot know: the orders' schemas and the problems answered."""
    orders = OrdersIn.model_json_schema(ref_template=_TEMPLATE)
    schemas = schema["components"]["schemas"]
    schemas.update(orders.pop("$defs"))
    schemas.update({"OrdersIn": orders, "Problem": _PROBLEM})
    for methods in schema["paths"].values():
        for operation in methods.values():
            operation["responses"]["4XX"] = _PROBLEM_RESPONSE
            operation["responses"]["5XX"] = _PROBLEM_RESPONSE
