"""Whose prices count for a brand's labels."""

from __future__ import annotations

from datetime import date

from retour_core.billing.models import BrandPlan, Plan
from retour_core.brands.models import Brand
from retour_core.domain.label_prices import PriceList, Tier


def plan_of(brand: Brand) -> Plan:
    """Prices that count for the brand now; at most two queries."""
    row = BrandPlan.objects.filter(brand=brand).select_related("plan").first()
    return default_plan() if row is None else plan_in(row)


def plan_in(billing: BrandPlan) -> Plan:
    """The same of a row that is at hand, such as one that is locked."""
    return billing.plan or default_plan()


def default_plan() -> Plan:
    """For brands without one of their own; who hosts for themselves pays nothing."""
    own = {"code": "own-use", "name": "Own use"}
    return Plan.objects.get_or_create(is_default=True, defaults=own)[0]


def prices_on(plan: Plan, day: date) -> PriceList:
    """The plan's prices of that day; free before its first price list begins."""
    valid = plan.prices.filter(valid_from__lte=day).order_by("valid_from").last()
    return valid.price_list if valid else PriceList((Tier(1, 0),))
