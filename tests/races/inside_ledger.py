"""Run inside an installation under test: ``waiting`` makes returns that wait for their
labels, ``cancel`` cancels every second one, ``wrong`` says what of the ledger is."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

django.setup()

from retour_core.billing.models import LedgerEntry, Plan, PlanPrices  # noqa: E402
from retour_core.billing.operations import choose_plan  # noqa: E402
from retour_core.billing.plans import today  # noqa: E402
from retour_core.billing.queries import (  # noqa: E402
    entries_of,
    months_of,
    statement_of,
)
from retour_core.billing.sheets import statement_csv  # noqa: E402
from retour_core.brands.models import Brand  # noqa: E402
from retour_core.domain.label_prices import PriceList, Tier  # noqa: E402
from retour_core.domain.money import Money  # noqa: E402
from retour_core.labels.models import Label  # noqa: E402
from retour_core.outbox.models import OutboxMessage  # noqa: E402
from retour_core.returns.actors import CUSTOMER  # noqa: E402
from retour_core.returns.models import Return  # noqa: E402
from retour_core.returns.operations import cancel as cancel_return  # noqa: E402
from tests.factories import (  # noqa: E402
    make_brand,
    make_shop,
)
from tests.races.waiting_returns import make_waiting  # noqa: E402

TIERS = [[1, 30], [8, 20], [16, 10]]
# What a label's entries may be, by its state: never made, made, or made and given back.
_FITS = {
    "ready": [{"label": 1}],
    "cancelled": [{}, {"label": 1, "credit": 1}],
}


def waiting(count: str) -> int:
    brand = make_brand()
    plan = Plan.objects.create(code="growth", name="Growth", currency="EUR")
    begun = today() - timedelta(days=1)
    PlanPrices.objects.create(plan=plan, valid_from=begun, tiers=TIERS)
    choose_plan(brand.pk, plan)
    return make_waiting(make_shop(brand), int(count))


def cancel() -> int:
    """Whatever their labels are doing at that moment."""
    odd = list(Return.objects.order_by("pk"))[1::2]
    for ret in odd:
        cancel_return(ret, actor=CUSTOMER)
    return len(odd)


def unfinished() -> int:
    kinds = ["label", "cancel_label"]
    return OutboxMessage.objects.filter(kind__in=kinds, done_at=None).count()


def wrong() -> list[str]:
    brand = Brand.objects.get()
    entries = list(LedgerEntry.objects.order_by("pk"))
    by_label: dict[int, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        by_label[entry.label_id][entry.kind] += 1
    numbered = [entry for entry in entries if entry.kind == "label"]
    prices = PriceList(tuple(Tier(start, minor) for start, minor in TIERS))
    months = months_of(brand)
    rows = [
        row
        for month in months
        for row in csv.DictReader(statement_csv(entries_of(brand, month)).splitlines())
    ]
    total = sum(entry.amount_minor for entry in entries)
    labels = list(Label.objects.select_related("parent"))
    checks = {
        "label": all(by_label[one.pk] in _FITS.get(one.state, []) for one in labels),
        "return": all(
            (one.parent.state, one.state) in {("ready", "ready"), ("cancelled",) * 2}
            for one in labels
        ),
        "without label": not Return.objects.filter(state="ready", labels=None).exists(),
        "numbers": len(months) > 1
        or [entry.nth for entry in numbered] == [*range(1, len(numbered) + 1)],
        "prices": all(
            entry.amount_minor == prices.price_of(entry.nth or 0) for entry in numbered
        ),
        "statements": total
        == sum(statement_of(brand, month).totals["EUR"] for month in months),
        "tables": total
        == sum(Money.from_decimal(row["amount"], "EUR").minor for row in rows),
    }
    return [name for name, is_right in checks.items() if not is_right]


_CALLS: dict[str, Callable[..., Any]] = {
    "waiting": waiting,
    "cancel": cancel,
    "unfinished": unfinished,
    "wrong": wrong,
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(_CALLS[sys.argv[1]](*sys.argv[2:])) + "\n")
