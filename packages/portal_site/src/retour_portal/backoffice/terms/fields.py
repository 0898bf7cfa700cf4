"""Fields whose cleaned value is what the domain reads from JSON; it checks the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from retour_core.domain.money import InvalidAmount, Money, is_currency
from retour_core.domain.policies import UNLIMITED
from retour_portal.backoffice.terms import widgets
from retour_portal.backoffice.terms.law import PROBLEMS

_DECIMAL_COMMA = re.compile(r"\A([0-9]+),([0-9]{1,4})\Z")
_NOT_DAYS = _("Write a whole number of days, such as 30.")
_MISSING = _("Fill in a value.")


class DaysField(forms.Field):
    """A whole number of days, or “unlimited”."""

    widget = widgets.DaysWidget

    def clean(self, value: Any) -> int | str:
        if value["unlimited"]:
            return UNLIMITED
        if not value["days"]:
            raise forms.ValidationError(_MISSING)
        return whole_number(value["days"])


class PercentField(forms.CharField):
    """Plain text such as “12.5”; a comma does as well."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={"inputmode": "decimal", "class": "retour-short"}
        )
        super().__init__(max_length=10, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        return plain_decimal(super().clean(value)) or "0"


class TextsField(forms.Field):
    """``{"de": …}``: only languages in which something is written."""

    def __init__(self, *, languages: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(
            widget=widgets.TextsWidget(languages),
            required=kwargs.pop("required", False),
            **kwargs,
        )

    def clean(self, value: Any) -> dict[str, str]:
        texts = {code: text for code, text in value.items() if text}
        if self.required and not texts:
            raise forms.ValidationError(_("Write it in one language at least."))
        return texts


class SeasonsField(forms.Field):
    widget = widgets.SeasonsWidget

    def clean(self, value: Any) -> list[dict[str, str]]:
        if not all(all(row.values()) for row in value):
            raise forms.ValidationError(_("Fill in all three days of a season."))
        for row in value:
            for day in row.values():
                iso_day(day)
        return list(value)


class CountryDaysField(forms.Field):
    """``{"DE": 30, "FR": "unlimited"}``; shown as rows."""

    widget = widgets.CountryDaysWidget

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return [
            {"country": code, "days": "", "unlimited": "on"}
            if days == UNLIMITED
            else {"country": code, "days": str(days)}
            for code, days in value.items()
        ]

    def clean(self, value: Any) -> dict[str, int | str]:
        found: dict[str, int | str] = {}
        for row in value:
            if not row["country"]:
                raise forms.ValidationError(_("Choose a country for each row."))
            if row["country"] in found:
                raise forms.ValidationError(_("Name each country once."))
            if not row["days"] and not row["unlimited"]:
                raise forms.ValidationError(_("Fill in the days for each country."))
            days = UNLIMITED if row["unlimited"] else whole_number(row["days"])
            found[row["country"]] = days
        return found


class FeeField(forms.Field):
    """Nothing, an amount a currency, or a share of what was paid."""

    widget_class = widgets.FeeWidget

    def __init__(self, *, is_plain: bool = False, **kwargs: Any) -> None:
        widget = self.widget_class(is_plain=is_plain)
        super().__init__(widget=widget, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict) or "how" in value:
            return value
        amounts, percent = value.get("fixed", ()), value.get("percent")
        how = "none"
        if amounts:
            how = "fixed"
        elif percent is not None:
            how = "percent"
        return {
            "how": how,
            "percent": percent or "",
            "per": value.get("per", ""),
            "amounts": list(amounts),
        }

    def clean(self, value: Any) -> dict[str, Any]:
        per = {"per": value["per"]} if value["per"] else {}
        if value["how"] == "percent":
            if not value["percent"]:
                raise forms.ValidationError(_("Fill in the percentage."))
            return {**per, "percent": plain_decimal(value["percent"])}
        if value["how"] != "fixed":
            return {}
        if not value["amounts"]:
            raise forms.ValidationError(_("Fill in the amount of the fee."))
        return {**per, "fixed": [_with_plain_amount(row) for row in value["amounts"]]}


class MarkupField(FeeField):
    """The same on top of a price."""

    widget_class = widgets.MarkupWidget


class SeveralField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, names: Mapping[Any, Any], **kwargs: Any) -> None:
        choices = [(str(value), name) for value, name in names.items()]
        super().__init__(choices=choices, **kwargs)

    def lead_with(self, chosen: Iterable[str]) -> None:
        """What is chosen stands first, in its sequence: customers read it like that."""
        places = {str(value): place for place, value in enumerate(chosen)}
        last = len(places)
        named: list[Any] = list(self.choices)  # type: ignore[arg-type]
        self.choices = sorted(named, key=lambda choice: places.get(choice[0], last))


class OneField(forms.ChoiceField):
    widget = forms.RadioSelect

    def __init__(self, *, names: Mapping[Any, Any], **kwargs: Any) -> None:
        choices = [(str(value), name) for value, name in names.items()]
        super().__init__(choices=choices, **kwargs)


class YesNoField(OneField):
    """True or false, chosen on purpose; ``names`` says what each means."""

    def prepare_value(self, value: Any) -> Any:
        return str(value).lower() if isinstance(value, bool) else value

    def clean(self, value: Any) -> bool:
        return bool(super().clean(value) == "true")


class DayField(forms.CharField):
    """A calendar day as ISO text."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "retour-short"})
        super().__init__(max_length=10, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        return iso_day(str(super().clean(value)))


class CountField(forms.CharField):
    """A whole number of days from 0."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "class": "retour-short"}
        super().__init__(max_length=6, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> int:
        return whole_number(super().clean(value))


def iso_day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise forms.ValidationError(_("Write a day such as 2026-11-30.")) from None


def whole_number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise forms.ValidationError(_NOT_DAYS)
    return int(text)


def _with_plain_amount(row: Mapping[str, str]) -> dict[str, str]:
    """Currencies are the domain's to check."""
    amount, currency = row["amount"].strip(), row["currency"]
    if is_currency(currency):
        try:
            amount = Money.from_written(amount, currency).to_string()
        except InvalidAmount:
            raise forms.ValidationError(PROBLEMS["invalid_amount"]) from None
    return {**row, "amount": amount}


def plain_decimal(text: str) -> str:
    """With a point where somebody wrote a comma; anything else stays as it is."""
    return _DECIMAL_COMMA.sub(r"\1.\2", text.strip())


class AnchorsField(forms.Field):
    widget = widgets.AnchorsWidget

    def clean(self, value: Any) -> list[str]:
        if not value:
            raise forms.ValidationError(_("Choose what the days are counted from."))
        return list(value)
