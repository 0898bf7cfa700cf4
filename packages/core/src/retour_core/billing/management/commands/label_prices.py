from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from retour_core.billing.models import Plan
from retour_core.billing.operations import choose_plan, open_plan, set_prices
from retour_core.brands.models import Brand
from retour_core.domain.currencies import is_currency
from retour_core.domain.errors import DomainError
from retour_core.domain.money import Money


class Command(BaseCommand):
    help = (
        "Set what labels cost under a plan from a day to come on, and which brands it "
        "is for. Without prices it shows the plan. Example: label_prices growth "
        "--prices 1:0.30 101:0.25 --from 2026-12-01 --brand nordwand"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", help="short name; made if it is new")
        parser.add_argument("--name", help="what the statement calls it")
        parser.add_argument("--currency", default="EUR")
        parser.add_argument("--prices", nargs="+", metavar="FIRST:PRICE", default=[])
        parser.add_argument("--from", dest="valid_from", type=date.fromisoformat)
        parser.add_argument("--brand", action="append", default=[], metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_currency(options["currency"]):
            raise CommandError(f"{options['currency']} is no currency of ISO 4217.")
        brands = [_brand(slug) for slug in options["brand"]]
        tiers = [_tier(text, options["currency"]) for text in options["prices"]]
        if tiers and options["valid_from"] is None:
            raise CommandError("Say from which day on: --from 2026-12-01.")
        plan = self._plan(options)
        try:
            if tiers:
                set_prices(plan, tiers, valid_from=options["valid_from"])
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        for brand in brands:
            choose_plan(brand.pk, plan)
        self._show(plan)

    def _plan(self, options: dict[str, Any]) -> Plan:
        code, name = options["plan"], options["name"] or options["plan"]
        plan = Plan.objects.filter(code=code).first()
        if plan is None:
            return open_plan(code, name=name, currency=options["currency"])
        if plan.currency != options["currency"]:
            raise CommandError(
                f"“{plan}” is in {plan.currency}; make another plan for "
                f"{options['currency']}."
            )
        return plan

    def _show(self, plan: Plan) -> None:
        self.stdout.write(f"{plan.name} ({plan.code}), {plan.currency}")
        for prices in plan.prices.all():
            shown = ", ".join(
                f"from label {start}: {Money(minor, plan.currency).to_string()}"
                for start, minor in prices.tiers
            )
            self.stdout.write(f"  {prices.valid_from}: {shown}")
        names = plan.brands.values_list("brand__slug", flat=True)
        self.stdout.write(f"  brands: {', '.join(names) or 'none'}")


def _brand(slug: str) -> Brand:
    try:
        return Brand.objects.get(slug=slug)
    except Brand.DoesNotExist:
        known = ", ".join(Brand.objects.values_list("slug", flat=True))
        raise CommandError(f"There is no brand “{slug}”. Known: {known}.") from None


def _tier(text: str, currency: str) -> tuple[int, int]:
    start, _colon, price = text.partition(":")
    try:
        return int(start), Money.from_written(price, currency).minor
    except ValueError:
        raise CommandError(
            f"“{text}” is no price; write 101:0.25 for 0.25 from the 101st label on."
        ) from None
