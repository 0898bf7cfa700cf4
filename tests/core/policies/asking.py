"""Orders, policies and rules for tests of what they decide together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from retour_core.brands.models import Brand
from retour_core.domain.policies import Decision, RequestKind
from retour_core.orders.models import Order
from retour_core.policies.deciding import decide_for
from retour_core.policies.facts import Chosen
from retour_core.policies.models import ReturnRule
from retour_core.policies.rules import save_rule
from tests.factories import NOW, make_order

RETURN = RequestKind.RETURN


def rule(
    brand: Brand, *conditions: tuple[Any, ...], name: str = "Rule", **outcomes: Any
) -> ReturnRule:
    """``conditions`` are fact, operator and values; without any, it always fits."""
    always = [("brand", "is", brand.slug)]
    raw = {
        "name": name,
        "conditions": [condition(*one) for one in conditions or always],
        "outcomes": outcomes,
    }
    return save_rule(ReturnRule(brand=brand), raw)


def condition(fact: str, operator: str, *values: Any) -> dict[str, Any]:
    given = {"fact": fact, "operator": operator, "values": [str(v) for v in values]}
    if fact in ("unit_price", "list_price", "order_total"):
        return given | {"currency": "EUR"}
    return given


def decided(
    order: Order,
    kind: RequestKind = RETURN,
    *,
    now: datetime = NOW,
    reason: str = "",
    our_fault: bool | None = None,
) -> Decision:
    """About all lines of the order, a unit of each."""
    order = Order.objects.select_related("brand", "shop").get(pk=order.pk)
    lines = order.lines.order_by("position")
    chosen = [Chosen(line, 1, reason, our_fault) for line in lines]
    return decide_for(order, kind, chosen, now=now).decision


def to_country(country: str, postal_code: str) -> dict[str, Any]:
    return {
        "name": "Anna Berg",
        "street": "High Street 1",
        "postal_code": postal_code,
        "city": "Town",
        "country": country,
    }


def order_to(country: str = "DE", postal_code: str = "10119", **values: Any) -> Order:
    return make_order(shipping_address=to_country(country, postal_code), **values)


def parcel(
    key: str = "s1", *, shipped: str = "", delivered: str = "", **values: Any
) -> dict[str, Any]:
    """Days or moments; a day is its noon in UTC."""
    told = {"shipped_at": shipped, "delivered_at": delivered}
    moments = {
        name: text if "T" in text else f"{text}T12:00:00+00:00"
        for name, text in told.items()
        if text
    }
    return {"id": key, **moments, **values}
