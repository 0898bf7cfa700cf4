"""Statements: what a month of a brand costs, and what it did not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from retour_core.accounts.queries import account_zone
from retour_core.billing.models import BrandPlan, LedgerEntry, Plan
from retour_core.billing.plans import default_plan, own_plan
from retour_core.brands.models import Brand
from retour_core.domain.label_prices import (
    Entry,
    EntryKind,
    Statement,
    StatementLine,
    statement,
)
from retour_core.imports.models import ImportJob
from retour_core.orders.models import Order
from retour_core.returns.models import Return


@dataclass(frozen=True)
class Free:
    """What happened in the month and costs nothing."""

    orders: int
    imports: int
    returns: int
    test_labels: int


@dataclass(frozen=True)
class MonthlyStatement:
    """``totals`` by currency: a plan may have changed in the middle of the month."""

    brand: Brand
    month: str
    sheets: dict[str, Statement]
    free: Free

    @property
    def lines(self) -> list[tuple[str, StatementLine]]:
        return [(c, line) for c, sheet in self.sheets.items() for line in sheet.lines]

    @property
    def totals(self) -> dict[str, int]:
        return {c: sheet.total_minor for c, sheet in self.sheets.items()}


@dataclass(frozen=True)
class OnPlan:
    """``change`` is the row whose ``next_plan`` is to come, with ``next_from``."""

    brand: Brand
    plan: Plan
    change: BrandPlan | None


def plans_with_prices() -> list[Plan]:
    """By name, with all their price lists; two queries."""
    return list(Plan.objects.prefetch_related("prices").order_by("name", "pk"))


def brands_on_plans(today: date) -> list[OnPlan]:
    """Every brand with the plan that counts for it, by name; three queries."""
    default = default_plan()
    rows = BrandPlan.objects.select_related("plan", "next_plan")
    billing = {row.brand_id: row for row in rows}
    return [
        _on_plan(brand, billing.get(brand.pk), today, default)
        for brand in Brand.objects.order_by("name", "pk")
    ]


def _on_plan(brand: Brand, row: BrandPlan | None, day: date, default: Plan) -> OnPlan:
    if row is None:
        return OnPlan(brand, default, None)
    is_to_come = row.next_from is not None and row.next_from > day
    return OnPlan(brand, own_plan(row, day) or default, row if is_to_come else None)


def months_of(brand: Brand) -> list[str]:
    """Months with entries, newest first; one query."""
    rows = LedgerEntry.objects.filter(brand=brand).order_by("-month")
    return list(rows.values_list("month", flat=True).distinct())


def entries_of(brand: Brand, month: str) -> Iterator[LedgerEntry]:
    """In the order they were written, with label and return; one query."""
    rows = LedgerEntry.objects.filter(brand=brand, month=month).order_by("pk")
    return rows.select_related("label__parent", "plan").iterator()


def statement_of(brand: Brand, month: str) -> MonthlyStatement:
    """``month`` is “2026-11”, in the merchant's time zone."""
    by_currency: dict[str, list[Entry]] = {}
    tests = 0
    rows = LedgerEntry.objects.filter(brand=brand, month=month).order_by("currency")
    for kind, minor, currency, is_test in rows.values_list(
        "kind", "amount_minor", "currency", "is_test"
    ):
        if is_test:
            tests += kind == EntryKind.LABEL
            continue
        by_currency.setdefault(currency, []).append(Entry(EntryKind(kind), minor))
    return MonthlyStatement(
        brand=brand,
        month=month,
        sheets={currency: statement(own) for currency, own in by_currency.items()},
        free=_free(brand, month, tests),
    )


def bounds(month: str) -> tuple[datetime, datetime]:
    """Beginning and end of the month where the merchant is; the end is no part."""
    zone = ZoneInfo(account_zone())
    year, number = (int(part) for part in month.split("-"))
    following = (year + number // 12, number % 12 + 1)
    return (
        datetime(year, number, 1, tzinfo=zone),
        datetime(*following, 1, tzinfo=zone),
    )


def _free(brand: Brand, month: str, test_labels: int) -> Free:
    start, end = bounds(month)
    return Free(
        orders=Order.objects.filter(
            brand=brand, received_at__gte=start, received_at__lt=end
        ).count(),
        imports=ImportJob.objects.filter(
            shop__brand=brand, created_at__gte=start, created_at__lt=end
        ).count(),
        returns=Return.objects.filter(
            brand=brand, submitted_at__gte=start, submitted_at__lt=end
        ).count(),
        test_labels=test_labels,
    )
