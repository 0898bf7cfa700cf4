"""Plans, their prices and who is on which, as the operator enters them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_core.billing.models import Plan
from retour_core.brands.models import Brand
from retour_core.domain.currencies import is_currency
from retour_portal.backoffice.amount_field import AmountField
from retour_portal.backoffice.day_input import DayInput
from retour_portal.backoffice.terms.law import PROBLEMS

if TYPE_CHECKING:
    _PlanModelForm = forms.ModelForm[Plan]
else:
    _PlanModelForm = forms.ModelForm

# Above it stands the price from the first label on.
FURTHER_TIERS = (2, 3, 4)
_MOST_DIGITS = 7
TO_COME = gettext_lazy("Choose a day to come: what is charged already stays as it is.")
OVER = gettext_lazy("This day is over: choose today or a day to come.")
TAKEN = gettext_lazy("Another plan has this short name.")


class PricesForm(forms.Form):
    """``tiers`` are what ``set_prices`` takes, once it is valid."""

    valid_from = forms.DateField(
        label=gettext_lazy("From"), widget=DayInput({"class": "retour-short"})
    )

    def __init__(self, data: Any = None, *, plan: Plan, today: date) -> None:
        super().__init__(data, initial={"valid_from": today + timedelta(days=1)})
        self._today = today
        price = gettext_lazy("Price of a label")
        self.fields["price_1"] = AmountField(
            currency=plan.currency, most_digits=_MOST_DIGITS, label=price
        )
        for nth in FURTHER_TIERS:
            self.fields[f"start_{nth}"] = forms.IntegerField(
                label=gettext_lazy("From which label of a month on"),
                min_value=2,
                max_value=10_000_000,
                required=False,
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "class": "retour-short"}
                ),
            )
            self.fields[f"price_{nth}"] = AmountField(
                currency=plan.currency,
                most_digits=_MOST_DIGITS,
                label=price,
                required=False,
            )

    @property
    def further(self) -> list[tuple[int, Any, Any]]:
        return [(n, self[f"start_{n}"], self[f"price_{n}"]) for n in FURTHER_TIERS]

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day <= self._today:
            raise forms.ValidationError(TO_COME)
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            data["tiers"] = [(1, data["price_1"]), *self._further(data)]
        return data

    def _further(self, data: dict[str, Any]) -> Iterator[tuple[int, int]]:
        reached = 1
        for nth in FURTHER_TIERS:
            start, price = data[f"start_{nth}"], data[f"price_{nth}"]
            if start is None and price is None:
                continue
            for name, value in (("start", start), ("price", price)):
                if value is None:
                    self.add_error(f"{name}_{nth}", _("Fill in a value."))
            if start is None or price is None:
                continue
            if start <= reached:
                later = _("Write a number above %(reached)d.") % {"reached": reached}
                self.add_error(f"start_{nth}", later)
                continue
            reached = start
            yield start, price


class ChoiceForm(forms.Form):
    """Which brand is on which plan, and from when."""

    brand = forms.ModelChoiceField(
        Brand.objects.order_by("name"), label=gettext_lazy("Brand")
    )
    plan = forms.ModelChoiceField(
        Plan.objects.order_by("name"), label=gettext_lazy("Plan")
    )
    day = forms.DateField(
        label=gettext_lazy("From"),
        help_text=gettext_lazy("Today: labels charged from now on."),
        widget=DayInput({"class": "retour-short"}),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, prefix="choice", initial={"day": today})
        self._today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self._today:
            raise forms.ValidationError(OVER)
        return day


class PlanForm(_PlanModelForm):
    """A new plan; saved by ``open_plan``."""

    class Meta:
        model = Plan
        fields = ("name", "code", "currency")
        help_texts = {
            "name": gettext_lazy("As statements call it."),
            "code": gettext_lazy("Small letters, digits and hyphens, such as growth."),
            "currency": gettext_lazy("Three letters, such as EUR. It is for good."),
        }

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="new")
        self.fields["code"].error_messages["unique"] = TAKEN
        for name in ("code", "currency"):
            self.fields[name].widget.attrs["class"] = "retour-short"

    def clean_currency(self) -> str:
        currency = str(self.cleaned_data["currency"]).strip().upper()
        if not is_currency(currency):
            raise forms.ValidationError(PROBLEMS["currency_unknown"])
        return currency
