"""A rule as a form: one row a condition, each knowing what its fact is compared with.

Rows are named ``c<n>-…``; ``fact`` is fixed when a row is added, so that nothing has
to change under the reader's hands and the form works without JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from babel import Locale
from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from retour_core.brands.models import SenderAddress
from retour_core.domain.countries import country_codes, country_name
from retour_core.domain.money import is_currency
from retour_core.domain.shipping_rules import (
    FACTS,
    OPERATORS,
    FactKind,
    Operator,
    RuleProblem,
)
from retour_core.orders.models import ShippingRule
from retour_portal.backoffice.rules.words import (
    FACT_LABELS,
    OPERATOR_LABELS,
    problem_text,
)

_MOST_ROWS = 20
_SIZES = (FactKind.NUMBER, FactKind.MONEY)
_SEVERAL = {Operator.IS: Operator.IN, Operator.IS_NOT: Operator.NOT_IN}
_DECIMAL_COMMA = re.compile(r"([0-9]+),([0-9]{1,4})")
# Most merchants need no other.
_FIRST_CURRENCIES = ("EUR", "GBP", "USD", "CHF", "SEK", "DKK", "NOK", "PLN", "CZK")

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[ShippingRule]
else:
    _ModelForm = forms.ModelForm


class RuleForm(_ModelForm):
    class Meta:
        model = ShippingRule
        fields = ["name", "is_active", "sender_address"]
        help_texts = {
            "name": gettext_lazy("Shown on every order this rule decides about."),
            "sender_address": gettext_lazy(
                "The order gets the brand of this address, and with it the portal."
            ),
        }

    def __init__(self, *args: Any, brand_ids: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        addresses = SenderAddress.objects.filter(brand_id__in=brand_ids)
        field: Any = self.fields["sender_address"]
        field.queryset = addresses.select_related("brand").order_by("label", "pk")
        field.label_from_instance = lambda a: f"{a.label} ({a.brand.name})"


class ConditionRow(forms.Form):
    """One condition; ``raw()`` is what ``save_rule`` reads."""

    operator = forms.ChoiceField(label=gettext_lazy("Comparison"))

    def __init__(
        self,
        fact: str,
        *args: Any,
        shop_names: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        self.kind = FACTS[fact]
        self.label = FACT_LABELS[fact]
        operator: Any = self.fields["operator"]
        operator.choices = [(o.value, OPERATOR_LABELS[o]) for o in OPERATORS[self.kind]]
        if self.kind is FactKind.CHOICE:
            self._add_choices(shop_names)
        else:
            self._add_text()

    def _add_choices(self, shop_names: Mapping[str, str]) -> None:
        named = list(shop_names.items())
        if self.fact == "country":
            named = _countries()
        elif self.fact == "currency":
            named = _currencies()
        chosen = _chosen(self)
        # What is chosen stands first: nobody looks for it among 250 countries.
        self.fields["values"] = forms.MultipleChoiceField(
            label=self.label,
            choices=sorted(named, key=lambda choice: choice[0] not in chosen),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def _add_text(self) -> None:
        is_size = self.kind in _SIZES
        self.fields["values"] = forms.CharField(
            label=_("Value") if is_size else _("Values"),
            required=False,
            max_length=20_000,
            widget=forms.TextInput(attrs={"inputmode": "decimal"})
            if is_size
            else forms.Textarea(attrs={"rows": 2}),
            help_text="" if is_size else _("One a line, if there are several."),
        )
        if Operator.BETWEEN in OPERATORS[self.kind]:
            self.fields["last"] = forms.CharField(
                label=_("to (only for “is between”)"), required=False, max_length=100
            )
        if self.kind is FactKind.MONEY:
            self.fields["currency"] = forms.ChoiceField(
                label=_("Currency"), choices=_currencies
            )

    def raw(self) -> dict[str, Any]:
        """Only of a valid row."""
        data = self.cleaned_data
        operator = Operator(data["operator"])
        values = data["values"]
        if isinstance(values, str):
            values = [line.strip() for line in values.splitlines() if line.strip()]
        if self.kind is FactKind.MONEY:
            values = [_DECIMAL_COMMA.sub(r"\1.\2", value) for value in values]
        if operator is Operator.BETWEEN:
            last = str(data.get("last", "")).strip()
            values = [*values, _DECIMAL_COMMA.sub(r"\1.\2", last)] if last else values
        elif len(values) > 1:
            # “is” with several marked means “is one of”, whatever the list says.
            operator = _SEVERAL.get(operator, operator)
        raw = {"fact": self.fact, "operator": operator.value, "values": values}
        return {**raw, "currency": data["currency"]} if "currency" in data else raw

    def tell(self, problem: RuleProblem) -> None:
        self.add_error("values", problem_text(problem))


class Rows:
    """The conditions of a form, in the order in which they stand on the page."""

    def __init__(self, rows: list[ConditionRow], shop_names: Mapping[str, str]) -> None:
        self.rows = rows
        self._shop_names = shop_names

    @classmethod
    def of_rule(
        cls, conditions: Iterable[Mapping[str, Any]], shop_names: Mapping[str, str]
    ) -> Rows:
        rows = []
        for number, raw in enumerate(conditions):
            row = ConditionRow(
                raw["fact"],
                prefix=f"c{number}",
                initial=_initial(raw),
                shop_names=shop_names,
            )
            rows.append(row)
        return cls(rows, shop_names)

    @classmethod
    def posted(cls, data: Mapping[str, Any], shop_names: Mapping[str, str]) -> Rows:
        """Unknown facts and what is beyond the most rows is left out."""
        facts = [(n, data.get(f"c{n}-fact")) for n in range(_MOST_ROWS + 1)]
        rows = [
            ConditionRow(fact, data, prefix=f"c{n}", shop_names=shop_names)
            for n, fact in facts
            if fact in FACTS
        ]
        return cls(rows, shop_names)

    def add(self, fact: str) -> None:
        """An empty row at the end; none for what is no fact."""
        if fact not in FACTS or len(self.rows) >= _MOST_ROWS:
            return
        taken = {int(str(row.prefix)[1:]) for row in self.rows}
        number = max(taken, default=-1) + 1
        if number > _MOST_ROWS:
            number = min(set(range(_MOST_ROWS)) - taken)
        names = self._shop_names
        self.rows.append(ConditionRow(fact, prefix=f"c{number}", shop_names=names))

    def remove(self, prefix: str) -> None:
        self.rows = [row for row in self.rows if row.prefix != prefix]

    def are_valid(self) -> bool:
        return all([row.is_valid() for row in self.rows])  # noqa: C419 - all are asked


def _initial(raw: Mapping[str, Any]) -> dict[str, Any]:
    values = list(raw["values"])
    initial: dict[str, Any] = {
        "operator": raw["operator"],
        "currency": raw.get("currency", ""),
    }
    if FACTS[raw["fact"]] is FactKind.CHOICE:
        return {**initial, "values": values}
    if raw["operator"] == Operator.BETWEEN:
        return {**initial, "values": values[0], "last": values[-1]}
    return {**initial, "values": "\n".join(values)}


def _chosen(row: ConditionRow) -> set[str]:
    if row.is_bound:
        data: Any = row.data
        return set(data.getlist(f"{row.prefix}-values"))
    return set(row.initial.get("values", ()))


def _countries() -> list[tuple[str, str]]:
    locale = get_language() or "en"
    named = [(code, country_name(code, locale)) for code in country_codes()]
    return sorted(named, key=lambda choice: choice[1])


@cache
def _currencies() -> list[tuple[str, str]]:
    others = {str(code) for code in Locale("en").currencies} - {*_FIRST_CURRENCIES}
    codes = [*_FIRST_CURRENCIES, *sorted(filter(is_currency, others))]
    return [(code, code) for code in codes]
