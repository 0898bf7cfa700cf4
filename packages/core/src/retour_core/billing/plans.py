"""Whose prices count for a brand's labels."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from retour_core.accounts.queries import account_zone
from retour_core.billing.models import BrandPlan, Plan
from retour_core.brands.models import Brand
from retour_core.domain.label_prices import PriceList, Tier


def day_of(moment: datetime) -> date:
    """Where the merchant is: prices and plans begin there with a day."""
    return moment.astimezone(ZoneInfo(account_zone())).date()


def today() -> date:
    """One query."""
    return day_of(timezone.now())


def plan_of(brand: Brand, day: date) -> Plan:
    """Prices that count for the brand on a day from its last change on; at most two
    queries."""
    plans = BrandPlan.objects.select_related("plan", "next_plan")
    row = plans.filter(brand=brand).first()
    return default_plan() if row is None else plan_in(row, day)


def plan_in(billing: BrandPlan, day: date) -> Plan:
    """The same of a row that is at hand, such as one that is locked, on a day from its
    last change on."""
    return own_plan(billing, day) or default_plan()


def own_plan(billing: BrandPlan, day: date) -> Plan | None:
    """``None`` for a brand that has the default one."""
    has_begun = billing.next_from is not None and billing.next_from <= day
    return billing.next_plan if has_begun else billing.plan


def default_plan() -> Plan:
    """For brands without one of their own; who hosts for themselves pays nothing."""
    own = {"code": "own-use", "name": "Own use"}
    return Plan.objects.get_or_create(is_default=True, defaults=own)[0]


def prices_on(plan: Plan, day: date) -> PriceList:
    """The plan's prices of that day; free before its first price list begins."""
    valid = plan.prices.filter(valid_from__lte=day).order_by("valid_from").last()
    return valid.price_list if valid else PriceList((Tier(1, 0),))
