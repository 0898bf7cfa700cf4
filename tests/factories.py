"""Rows for tests, with nothing surprising: every value is plain and can be given."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from retour_core.brands.models import Brand, ReturnAddress
from retour_core.domain.policies import RequestKind
from retour_core.domain.reasons import ReturnReason
from retour_core.orders.models import Order, Shop
from retour_core.orders.operations import receive_orders
from retour_core.policies.versions import save_policy
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.drafts import Selection, choose_lines, start_draft
from retour_core.returns.models import Return
from retour_core.returns.operations import submit

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def make_brand(slug: str = "nordwand", **values: Any) -> Brand:
    """A brand with one default return address, in English.

    ``auto_approve``, ``return_window_days``, ``methods`` and what returns are settled
    by (``resolutions``, ``store_credit_bonus``, …) are saved as the first version of
    its policies; without them they are what each kind says.
    """
    granted = _granted(values)
    brand = Brand.objects.create(
        slug=slug,
        name=values.pop("name", slug.title()),
        portal_url=values.pop("portal_url", f"http://{slug}.localhost:8100"),
        support_email=values.pop("support_email", f"help@{slug}.example"),
        **values,
    )
    ReturnAddress.objects.create(
        brand=brand,
        label=f"{brand.name} returns",
        company=f"{brand.name} GmbH",
        street="Lagerstraße 5",
        postal_code="20357",
        city="Hamburg",
        country="DE",
        is_default=True,
    )
    for kind, policy in granted.items():
        save_policy(brand, kind, policy, actor="", now=NOW)
    return brand


def grant(brand: Brand, kind: RequestKind = RequestKind.RETURN, **policy: Any) -> None:
    """The brand's next policy of a kind; what is left out is what the kind says."""
    save_policy(brand, kind, policy, actor="anna", now=NOW)


def _granted(values: dict[str, Any]) -> dict[RequestKind, dict[str, Any]]:
    """Policies out of a brand's values, which lose them; the ways hold for each kind
    that may have them."""
    ways = {"methods": values.pop("methods")} if "methods" in values else {}
    own: dict[str, Any] = dict(ways)
    if "auto_approve" in values:
        own["approval"] = "automatic" if values.pop("auto_approve") else "agent"
    for name in (
        "resolutions",
        "store_credit_bonus",
        "gift_cards",
        "restocking_percent",
    ):
        if name in values:
            own[name] = values.pop(name)
    if "return_window_days" in values:
        own["window_days"] = values.pop("return_window_days")
    granted = {RequestKind.RETURN: own, RequestKind.CLAIM: ways}
    if ways != {"methods": ["in_store"]}:
        granted[RequestKind.WITHDRAWAL] = ways
    return {kind: policy for kind, policy in granted.items() if policy}


def make_shop(brand: Brand | None = None, **values: Any) -> Shop:
    brand = brand or make_brand()
    return Shop.objects.create(
        brand=brand, name=values.pop("name", f"{brand.name} shop"), **values
    )


def line_data(line_id: str = "1", **values: Any) -> dict[str, Any]:
    """One line of the wire: two jackets at 99.00."""
    return {
        "id": line_id,
        "sku": f"SKU-{line_id}",
        "title": "Jacket",
        "quantity": 2,
        "fulfilled_quantity": 2,
        "unit_list_price": "99.00",
        "total_incl_tax": "198.00",
        "tax_rate": "19",
        **values,
    }


def order_data(**values: Any) -> dict[str, Any]:
    """One order of the wire: to Berlin, delivered ten days before ``NOW``."""
    number = values.pop("number", None) or f"NW-{next(_numbers):05}"
    return {
        "id": values.pop("id", number),
        "number": number,
        "currency": "EUR",
        "placed_at": "2026-11-06T10:00:00+00:00",
        "changed_at": "2026-11-10T10:00:00+00:00",
        "email": "anna@example.org",
        "locale": "en",
        "shipping_address": {
            "name": "Anna Berg",
            "street": "Torstraße 1",
            "postal_code": "10119",
            "city": "Berlin",
            "country": "DE",
        },
        "lines": [line_data()],
        "shipments": [
            {
                "id": "s1",
                "tracking_number": "00340434161094042557",
                "carrier": "DHL",
                "shipped_at": "2026-11-08T10:00:00+00:00",
                "delivered_at": "2026-11-10T09:00:00+00:00",
            }
        ],
        "total_incl_tax": "202.90",
        "shipping_incl_tax": "4.90",
        **values,
    }


def make_order(
    shop: Shop | None = None, *, now: datetime = NOW, **values: Any
) -> Order:
    """An order received the way every order is, with the wire's fields."""
    shop = shop or make_shop()
    data = order_data(**values)
    [result] = receive_orders(shop, [data], now=now)
    assert result.status == "created", result
    return Order.objects.select_related("brand", "shop").get(
        shop=shop, external_id=data["id"]
    )


def make_draft(
    order: Order | None = None, quantities: dict[str, int] | None = None
) -> Return:
    """A draft for one unit of line "1", or for ``quantities`` by line id."""
    draft = start_draft(order or make_order(), locale="en")
    return choose_lines(
        draft,
        [
            Selection(line_id, quantity, ReturnReason.TOO_SMALL)
            for line_id, quantity in (quantities or {"1": 1}).items()
        ],
    )


def make_return(
    order: Order | None = None,
    quantities: dict[str, int] | None = None,
    *,
    now: datetime = NOW,
) -> Return:
    """A return the customer has submitted; what it then is depends on the brand."""
    return submit(make_draft(order, quantities), now=now, actor=CUSTOMER)
