"""Conditions as a form: one row each, knowing what its fact is compared with.

Rows are named ``c<n>-…``; ``fact`` is fixed when a row is added, so that nothing has
to change under the reader's hands and the form works without JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retour_core.domain.predicates import FactKind, Operator, Problem
from retour_portal.backoffice.conditions.speech import Speech, currencies
from retour_portal.backoffice.conditions.words import OPERATOR_LABELS, problem_text
from retour_portal.backoffice.day_input import DayInput

_MOST_ROWS = 20
_SEVERAL = {Operator.IS: Operator.IN, Operator.IS_NOT: Operator.NOT_IN}
_DECIMAL_COMMA = re.compile(r"([0-9]+),([0-9]{1,4})")
_DECIMALS = frozenset({FactKind.MONEY, FactKind.PERCENT})
_LISTED = frozenset({FactKind.TEXT, FactKind.TEXTS, FactKind.POSTAL})


class ConditionRow(forms.Form):
    """One condition; ``raw()`` is what the domain's ``parse_conditions`` reads."""

    operator = forms.ChoiceField(label=gettext_lazy("Comparison"))

    def __init__(self, fact: str, *args: Any, speech: Speech, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        self.speech = speech
        self.kind = speech.fact(fact).kind
        self.label = speech.labels[fact]
        self.operators = speech.vocabulary.operators[self.kind]
        operator: Any = self.fields["operator"]
        operator.choices = [(o.value, OPERATOR_LABELS[o]) for o in self.operators]
        if self.kind is FactKind.CHOICE:
            self._add_choices()
        elif self.kind is FactKind.FLAG:
            self._add_flag()
        else:
            self._add_values()

    def _add_choices(self) -> None:
        chosen = _chosen(self)
        # What is chosen stands first: nobody looks for it among 250 countries.
        self.fields["values"] = forms.MultipleChoiceField(
            label=self.label,
            choices=sorted(
                self.speech.choices(self.fact),
                key=lambda choice: choice[0] not in chosen,
            ),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def _add_flag(self) -> None:
        self.fields["operator"].widget = forms.HiddenInput()
        self.fields["operator"].initial = Operator.IS.value
        self.fields["values"] = forms.ChoiceField(
            label=self.label,
            choices=[("true", _("yes")), ("false", _("no"))],
            widget=forms.RadioSelect,
            required=False,
        )

    def _add_values(self) -> None:
        is_list = self.kind in _LISTED
        self.fields["values"] = forms.CharField(
            label=_("Values") if is_list else _("Value"),
            required=False,
            max_length=20_000,
            widget=_widget(self.kind),
            help_text=_("One a line, if there are several.") if is_list else "",
        )
        if Operator.BETWEEN in self.operators:
            self.fields["last"] = forms.CharField(
                label=_("to (only for “is between”)"),
                required=False,
                max_length=100,
                widget=forms.TextInput() if is_list else _widget(self.kind),
            )
        if self.kind is FactKind.MONEY:
            self.fields["currency"] = forms.ChoiceField(
                label=_("Currency"), choices=currencies
            )

    def raw(self) -> dict[str, Any]:
        """Only of a valid row."""
        data = self.cleaned_data
        operator = Operator(data["operator"])
        values = data["values"]
        if isinstance(values, str):
            values = [line.strip() for line in values.splitlines() if line.strip()]
        if self.kind in _DECIMALS:
            values = [_DECIMAL_COMMA.sub(r"\1.\2", value) for value in values]
        if operator is Operator.BETWEEN:
            last = str(data.get("last", "")).strip()
            values = [*values, _DECIMAL_COMMA.sub(r"\1.\2", last)] if last else values
        elif len(values) > 1:
            # “is” with several marked means “is one of”, whatever the list says.
            operator = _SEVERAL.get(operator, operator)
        raw = {"fact": self.fact, "operator": operator.value, "values": values}
        return {**raw, "currency": data["currency"]} if "currency" in data else raw

    def tell(self, problem: Problem) -> None:
        self.add_error("values", problem_text(problem, self.speech))


class Rows:
    """The conditions of a form, in the order in which they stand on the page."""

    def __init__(self, rows: list[ConditionRow], speech: Speech) -> None:
        self.rows = rows
        self.speech = speech

    @classmethod
    def of_rule(cls, conditions: Iterable[Mapping[str, Any]], speech: Speech) -> Rows:
        rows = [
            ConditionRow(
                raw["fact"],
                prefix=f"c{number}",
                initial=_initial(raw, speech),
                speech=speech,
            )
            for number, raw in enumerate(conditions)
        ]
        return cls(rows, speech)

    @classmethod
    def posted(cls, data: Mapping[str, Any], speech: Speech) -> Rows:
        """Unknown facts and what is beyond the most rows is left out."""
        facts = [(n, str(data.get(f"c{n}-fact", ""))) for n in range(_MOST_ROWS + 1)]
        rows = [
            ConditionRow(fact, data, prefix=f"c{n}", speech=speech)
            for n, fact in facts
            if fact in speech.labels
        ]
        return cls(rows, speech)

    def add(self, fact: str) -> None:
        """An empty row at the end; none for what is no fact."""
        if fact not in self.speech.labels or len(self.rows) >= _MOST_ROWS:
            return
        taken = {int(str(row.prefix)[1:]) for row in self.rows}
        number = max(taken, default=-1) + 1
        if number > _MOST_ROWS:
            number = min(set(range(_MOST_ROWS)) - taken)
        self.rows.append(ConditionRow(fact, prefix=f"c{number}", speech=self.speech))

    def remove(self, prefix: str) -> None:
        self.rows = [row for row in self.rows if row.prefix != prefix]

    def are_valid(self) -> bool:
        return all([row.is_valid() for row in self.rows])  # noqa: C419 - all are asked

    def raw(self) -> list[dict[str, Any]]:
        """Only of valid rows."""
        return [row.raw() for row in self.rows]


def _widget(kind: FactKind) -> forms.Widget:
    if kind in _LISTED:
        return forms.Textarea(attrs={"rows": 2})
    if kind is FactKind.DATE:
        return DayInput()
    mode = "decimal" if kind in _DECIMALS else "numeric"
    return forms.TextInput(attrs={"inputmode": mode})


def _initial(raw: Mapping[str, Any], speech: Speech) -> dict[str, Any]:
    values = list(raw["values"])
    initial: dict[str, Any] = {
        "operator": raw["operator"],
        "currency": raw.get("currency", ""),
    }
    kind = speech.fact(raw["fact"]).kind
    if kind is FactKind.CHOICE:
        return {**initial, "values": values}
    if raw["operator"] == Operator.BETWEEN:
        return {**initial, "values": values[0], "last": values[-1]}
    return {**initial, "values": "\n".join(values)}


def _chosen(row: ConditionRow) -> set[str]:
    if row.is_bound:
        data: Any = row.data
        return set(data.getlist(f"{row.prefix}-values"))
    return set(row.initial.get("values", ()))
