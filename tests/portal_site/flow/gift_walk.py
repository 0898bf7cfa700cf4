"""Whoever got a present begins a return with the code of its slip."""

from __future__ import annotations

from typing import Any

from tests.portal_site.flow.walk import Customer

TYPED = {
    "name": "Otto Kern",
    "email": "otto@example.org",
    "street": "Lindenweg 4",
    "postal_code": "80331",
    "city": "München",
    "country": "DE",
}


def begin_by_code(customer: Customer, code: str, **typed: str) -> Any:
    response = customer.client.post(
        customer.url("gift"), {"code": code, **TYPED, **typed}
    )
    if response.status_code == 302:
        customer.key = response["Location"].split("/r/")[1].split("/")[0]
    return response
