"""What labels cost under each plan, and which brand is on which."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from retour_core.billing.models import Plan
from retour_core.billing.operations import (
    PlanKnown,
    PricesBegun,
    choose_plan,
    open_plan,
    set_prices,
)
from retour_core.billing.plans import today
from retour_core.billing.queries import brands_on_plans, plans_with_prices
from retour_portal.backoffice.listing import money_text
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.plans.forms import (
    OVER,
    TAKEN,
    TO_COME,
    ChoiceForm,
    PlanForm,
    PricesForm,
)
from retour_portal.backoffice.screen import Screen

_POSTED = ["get", "head", "options", "post"]


class PlansPage(Screen):
    """POST with ``choose`` puts a brand on a plan, with ``open`` makes a plan."""

    header_icon = "list-ul"
    page_title = gettext_lazy("Plans and prices")
    template_name = "retour_backoffice/plans/index.html"
    http_method_names = _POSTED

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        return self._open() if "open" in request.POST else self._choose()

    def _choose(self) -> HttpResponseBase:
        form = ChoiceForm(self.request.POST, today=today())
        if not form.is_valid():
            return self.refused(choice=form)
        said = form.cleaned_data
        brand, plan, day = said["brand"], said["plan"], said["day"]
        try:
            choose_plan(brand.pk, plan, valid_from=day)
        except PricesBegun:  # midnight passed
            form.add_error("day", OVER)
            return self.refused(choice=form)
        told = {"brand": brand.name, "plan": plan.name, "day": _day_text(day)}
        messages.success(
            self.request, _("%(brand)s is on “%(plan)s” from %(day)s on.") % told
        )
        return redirect("plans:index")

    def _open(self) -> HttpResponseBase:
        form = PlanForm(self.request.POST)
        if not form.is_valid():
            return self.refused(new=form)
        said = form.cleaned_data
        try:
            plan = open_plan(said["code"], name=said["name"], currency=said["currency"])
        except PlanKnown:  # since the form was checked
            form.add_error("code", TAKEN)
            return self.refused(new=form)
        return redirect("plans:inspect", plan.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = today()
        # Before the plans: it makes the default one where there is none.
        on_plans = brands_on_plans(day)
        context: dict[str, Any] = super().get_context_data(
            **{
                "choice": ChoiceForm(today=day),
                "new": PlanForm(),
                "plans": [
                    (plan, price_lists(plan, day)) for plan in plans_with_prices()
                ],
                "on_plans": on_plans,
                **kwargs,
            }
        )
        return context


class PlanPage(ObjectPage):
    """All prices of a plan, and the form that adds some from a day to come."""

    header_icon = "list-ul"
    template_name = "retour_backoffice/plans/page.html"
    http_method_names = _POSTED

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        plan: Plan = self.object
        form = PricesForm(request.POST, plan=plan, today=today())
        if not form.is_valid():
            return self.refused(form=form)
        day = form.cleaned_data["valid_from"]
        try:
            set_prices(plan, form.cleaned_data["tiers"], valid_from=day)
        except PricesBegun:  # midnight passed
            form.add_error("valid_from", TO_COME)
            return self.refused(form=form)
        told = _("These prices count from %(day)s on.") % {"day": _day_text(day)}
        messages.success(request, told)
        return redirect("plans:inspect", plan.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, day = self.object, today()
        shown = {"form": PricesForm(plan=plan, today=day), **kwargs}
        return super().get_context_data(**shown, lists=price_lists(plan, day))


def price_lists(plan: Plan, day: date) -> list[dict[str, Any]]:
    """The plan's prices, the latest first: ``state`` on that day is “to_come”, “now” or
    “over”."""
    lists = sorted(plan.prices.all(), key=lambda prices: prices.valid_from)
    begun = [prices.valid_from for prices in lists if prices.valid_from <= day]
    return [
        {
            "valid_from": prices.valid_from,
            "state": _state(prices.valid_from, begun, day),
            "tiers": [
                (tier.start, money_text(tier.minor, plan.currency))
                for tier in prices.price_list.tiers
            ],
        }
        for prices in reversed(lists)
    ]


def _state(valid_from: date, begun: list[date], day: date) -> str:
    if valid_from > day:
        return "to_come"
    return "now" if valid_from == begun[-1] else "over"


def _day_text(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
