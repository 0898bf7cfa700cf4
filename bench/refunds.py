"""``refund()`` of an order of 200 lines at once: ``python bench/refunds.py``.

CPU time, as the machine may be busy. With discounts, tax, fees, several resolutions
and tenders, and a cap that bites.
"""

from __future__ import annotations

import time
from decimal import Decimal

from retour_core.domain.money import Money
from retour_core.domain.policies.kinds import Resolution
from retour_core.domain.refunds import (
    OutboundShipping,
    PaidLine,
    PaidOrder,
    PaidShipping,
    RefundItem,
    RefundTerms,
    Tender,
    TenderKind,
    dump_breakdown,
    refund,
)

LINES = 200
ROUNDS = 200
_RESOLUTIONS = (Resolution.REFUND, Resolution.REFUND, Resolution.STORE_CREDIT)


def order_of(count: int) -> PaidOrder:
    lines = tuple(
        PaidLine(
            id=str(number),
            quantity=1 + number % 5,
            paid_incl_minor=1999 * (1 + number % 5) - 7 * number,
            tax_rate=Decimal(19 if number % 3 else 7),
            unit_list_minor=2499,
        )
        for number in range(count)
    )
    paid = sum(line.paid_incl_minor or 0 for line in lines)
    return PaidOrder(
        currency="EUR",
        lines=lines,
        discount_minor=paid // 10,
        shipping=PaidShipping(incl_minor=990, standard_minor=490, tax_rate=Decimal(19)),
        captured_minor=paid * 3 // 4,
        tenders=(
            Tender(reference="card", kind=TenderKind.CARD, paid_minor=paid // 2),
            Tender(reference="gift", kind=TenderKind.GIFT_CARD, paid_minor=paid // 4),
        ),
    )


def measure() -> list[str]:
    order = order_of(LINES)
    items = [
        RefundItem(
            line=line.id,
            quantity=line.quantity,
            resolution=_RESOLUTIONS[number % 3],
            restocking_percent=Decimal("12.5"),
        )
        for number, line in enumerate(order.lines)
    ]
    terms = RefundTerms(
        return_fee=Money(495, "EUR"),
        shipping=OutboundShipping.WHEN_COMPLETE,
        credit_bonus_percent=Decimal(5),
    )
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        breakdown = refund(order, items, terms)
        times.append((time.process_time() - started) * 1000)
    started = time.process_time()
    dump_breakdown(breakdown)
    written = (time.process_time() - started) * 1000
    times.sort()
    best, median = times[0], times[ROUNDS // 2]
    name = f"refund() of {LINES} lines (≤ 5 ms)"
    return [
        f"{name}: best {best:.2f} ms, median {median:.2f} ms",
        f"the same {len(breakdown.rows)} rows as JSON: {written:.2f} ms",
    ]


if __name__ == "__main__":
    print("\n".join(measure()))
