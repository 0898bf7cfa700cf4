"""Facts, rules and decisions as short as the tables that need them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from retour_core.domain.policies import (
    Decision,
    Facts,
    ItemFacts,
    Policy,
    RequestKind,
    Rule,
    WindowOf,
    decide,
    parse_rule,
)
from retour_core.domain.windows import OrderDates, Parcel, Place, window

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DELIVERED = datetime(2026, 11, 10, 9, tzinfo=UTC)
EUR = "EUR"


def cond(fact: str, operator: str, *values: str, **more: Any) -> dict[str, Any]:
    return {"fact": fact, "operator": operator, "values": list(values), **more}


def eur(fact: str, operator: str, *values: str) -> dict[str, Any]:
    return cond(fact, operator, *values, currency=EUR)


ALWAYS = cond("brand", "is", "acme")
NEVER = cond("brand", "is", "other")


def rule(
    *conditions: dict[str, Any],
    name: str = "Rule",
    key: int = 1,
    is_active: bool = True,
    **outcomes: Any,
) -> Rule:
    """Always fits if no condition is given."""
    raw = {
        "name": name,
        "is_active": is_active,
        "conditions": list(conditions) or [ALWAYS],
        "outcomes": outcomes,
    }
    return parse_rule(raw, key=key)


def fixed(amount: str, currency: str = EUR, per: str = "return") -> dict[str, Any]:
    return {"per": per, "fixed": [{"amount": amount, "currency": currency}]}


def item(line: str = "1", **known: Any) -> ItemFacts:
    given = {"sku": "HAT-7", "anchor_day": DELIVERED.date(), "shipped": True, **known}
    return ItemFacts(line=line, **given)


def facts(*items: ItemFacts, **known: Any) -> Facts:
    given: dict[str, Any] = {
        "kind": RequestKind.RETURN,
        "brand": "acme",
        "today": TODAY,
        "country": "DE",
        "currency": EUR,
        "items": items or (item(),),
        **known,
    }
    return Facts(**given)


def policy(kind: str = "return", **said: Any) -> Policy:
    return Policy(brand="acme", kind=RequestKind(kind), **said)


def windows(
    delivered: datetime | None = DELIVERED,
    ordered: datetime = datetime(2026, 11, 6, 9, tzinfo=UTC),
    country: str = "DE",
) -> WindowOf:
    """The window of an order that came in one parcel."""
    dates = OrderDates(ordered, (Parcel(ordered, delivered),))
    return lambda _line, terms: window(dates, terms, Place(country))


def decided(
    *rules: Rule,
    facts: Facts | None = None,
    policy: Policy | None = None,
    now: datetime = NOW,
    window_of: WindowOf | None = None,
    **known: Any,
) -> Decision:
    """``known`` goes into the one item there is, if ``facts`` are not given."""
    given = facts or _facts(known)
    terms = policy or Policy(brand="acme", kind=given.kind)
    return decide(given, terms, rules, now=now, window_of=window_of or windows())


def _facts(known: dict[str, Any]) -> Facts:
    of_return = {k: known.pop(k) for k in list(known) if k in Facts.model_fields}
    return facts(item(**known), **of_return)
