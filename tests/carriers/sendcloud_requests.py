"""What Sendcloud documents of the requests we send, in a schema of our own.

Stricter than the published document: only the parts that we use, each with what is
known of it. Where the published document is at hand a request is held against it, too.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

PUBLISHED = Path(__file__).parents[3] / "shared" / "specs" / "sendcloud-v3-returns.yml"
_TEXT = {"type": "string", "minLength": 1}
_COUNTRY = {"type": "string", "pattern": "^[A-Z]{2}$"}


def _closed(required: dict[str, Any], optional: dict[str, Any] | None = None) -> Any:
    """An object with these members and no other."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": sorted(required),
        "additionalProperties": False,
    }


_ADDRESS = _closed(
    {
        "name": _TEXT,
        "address_line_1": _TEXT,
        "postal_code": _TEXT,
        "city": _TEXT,
        "country_code": _COUNTRY,
    },
    {
        "company_name": _TEXT,
        "address_line_2": _TEXT,
        "state_province_code": {"type": "string", "pattern": "^[A-Z0-9]{1,3}$"},
        "email": {"type": "string", "format": "email"},
        "phone_number": _TEXT,
    },
)
_WEIGHT = _closed(
    {
        "value": {"type": "number", "exclusiveMinimum": 0},
        "unit": {"enum": ["kg", "g", "lbs", "oz"]},
    }
)
_PRICE = _closed(
    {
        "value": {"type": "number", "minimum": 0},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
    }
)
_ITEM = _closed(
    {
        "description": {**_TEXT, "maxLength": 255},
        "quantity": {"type": "integer", "minimum": 1},
        "weight": _WEIGHT,
    },
    {
        "value": _PRICE,
        "sku": _TEXT,
        "hs_code": {**_TEXT, "maxLength": 12},
        "origin_country": _COUNTRY,
    },
)
RETURN = _closed(
    {
        "from_address": _ADDRESS,
        "to_address": _ADDRESS,
        "ship_with": _closed(
            {"type": {"const": "shipping_option_code"}, "shipping_option_code": _TEXT},
            {"contract": {"type": "integer", "minimum": 1}},
        ),
        "weight": _WEIGHT,
        "parcel_items": {"type": "array", "items": _ITEM},
        "order_number": _TEXT,
        "external_reference": {"type": "string", "format": "uuid"},
        "delivery_option": {"enum": ["drop_off_point", "drop_off_labelless", "pickup"]},
        "customs_information": _closed(
            {
                "invoice_number": {**_TEXT, "maxLength": 40},
                "export_reason": {"const": "returned_goods"},
            }
        ),
        "send_tracking_emails": {"const": False},
    }
)
# Of the API of shipping options, whose weights are strings.
OPTIONS = _closed(
    {
        "from_country_code": _COUNTRY,
        "from_postal_code": _TEXT,
        "to_country_code": _COUNTRY,
        "to_postal_code": _TEXT,
        "parcels": {
            "type": "array",
            "minItems": 1,
            "items": _closed(
                {
                    "weight": _closed(
                        {
                            "value": {"type": "string", "pattern": "^[1-9][0-9]*$"},
                            "unit": {"enum": ["kg", "g", "lbs", "oz"]},
                        }
                    )
                }
            ),
        },
        "shipping_option_code": _TEXT,
        "calculate_quotes": {"const": True},
    },
    {"contract_id": {"type": "integer", "minimum": 1}},
)
_OWN = {
    name: jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    for name, schema in {"return": RETURN, "options": OPTIONS}.items()
}


def complaint(name: str, body: Any) -> str:
    """What is wrong with the body of a ``return`` or of a question for ``options``."""
    judges = [_OWN[name]]
    published = published_request() if name == "return" else None
    if published is not None:
        judges.append(published)
    return "; ".join(
        f"{error.instance_path}: {error.message}"
        for judge in judges
        for error in judge.iter_errors(body)
    )


@cache
def published_request() -> jsonschema_rs.Draft202012Validator | None:
    """The published document about a return; ``None`` where it is not at hand."""
    if not PUBLISHED.exists():
        return None
    spec = yaml.safe_load(PUBLISHED.read_text())
    body = spec["components"]["requestBodies"]["CreateReturn"]
    schema = body["content"]["application/json"]["schema"]
    rooted = {**schema, "components": spec["components"], "additionalProperties": False}
    return jsonschema_rs.Draft202012Validator(rooted, validate_formats=True)
