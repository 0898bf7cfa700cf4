"""``decide()`` for an order of 20 lines against 100 rules, windows reckoned for real.

CPU time, as the machine may be busy.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from retour_core.domain.policies import (
    Decision,
    Facts,
    ItemFacts,
    RequestKind,
    compile_rules,
    decide,
    parse_policy,
    parse_rule,
)
from retour_core.domain.windows import (
    OrderDates,
    Parcel,
    Place,
    Window,
    WindowTerms,
    window,
)
from retour_core.domain.windows.public_holidays import holidays_in

LINES, RULES, ROUNDS = 20, 100, 200
_NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
_PLACE = Place("DE", "10119")
_DATES = OrderDates(
    ordered_at=_NOW - timedelta(days=14),
    parcels=(Parcel(_NOW - timedelta(days=12), _NOW - timedelta(days=10)),),
)


def measure() -> list[str]:
    facts, policy = (
        _facts(),
        parse_policy({"brand": "nordwand", "kind": "return", "rolls_over": True}),
    )
    rules = compile_rules(parse_rule(_rule(n), key=n) for n in range(RULES))
    holidays = holidays_in(_PLACE)

    def window_of(_line: str, terms: WindowTerms) -> Window:
        return window(_DATES, terms, _PLACE, holidays)

    def once() -> Decision:
        return decide(facts, policy, rules, now=_NOW, window_of=window_of)

    if len(once().items) != LINES:
        raise RuntimeError("Not every line was decided about.")
    times = sorted(_milliseconds(once) for _ in range(ROUNDS))
    best, median = times[0], times[ROUNDS // 2]
    name = f"decide(), {LINES} lines × {RULES} rules (≤ 5 ms)"
    return [f"{name}: best {best:.2f} ms, median {median:.2f} ms"]


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def _facts() -> Facts:
    items = tuple(
        ItemFacts(
            line=str(n),
            sku=f"SKU-{n:03}",
            product_brand="Nordwand",
            category=("Shoes", "Jackets", "Outlet")[n % 3],
            tags=("sale",) if n % 2 else (),
            unit_price_minor=1999 + n,
            list_price_minor=2999,
            quantity=1 + n % 3,
            shipped=True,
            anchor_day=date(2026, 11, 10),
            reason="too_small",
            our_fault=False,
        )
        for n in range(LINES)
    )
    return Facts(
        kind=RequestKind.RETURN,
        brand="nordwand",
        today=_NOW.date(),
        country="DE",
        shop="shop",
        order_number="NW-1",
        order_total_minor=60_000,
        currency="EUR",
        return_count=2,
        items=items,
    )


def _rule(n: int) -> dict[str, object]:
    """Every sort of condition; most fit some item and say what is said already."""
    conditions = (
        [{"fact": "category", "operator": "is", "values": [f"Category {n}"]}],
        [{"fact": "item_tag", "operator": "contains", "values": ["sale"]}],
        [{"fact": "sku", "operator": "is", "values": [f"SKU-{n % 20:03}"]}],
        [
            {"fact": "country", "operator": "in", "values": ["DE", "AT"]},
            {"fact": "days_since_anchor", "operator": "at_least", "values": ["5"]},
        ],
    )[n % 4]
    outcomes: tuple[dict[str, object], ...] = (
        {"require_photo": True},
        {"extend_window_days": 1 + n},
        {"restocking_percent": "10"},
        {"needs_approval": True},
    )
    return {
        "name": f"Rule {n}",
        "conditions": conditions,
        "outcomes": outcomes[n // 4 % 4],
    }


if __name__ == "__main__":
    print("\n".join(measure()))
