"""What customers type. Fields are named by the order line's key, which stays the same
when the selection is replaced in another tab."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from retour_core.domain.methods import METHODS_WITH_LABEL
from retour_core.orders.models import OrderLine
from retour_core.returns.asking import refusal_of_item
from retour_core.returns.drafts import Selection
from retour_core.returns.models import Return
from retour_portal.flow import messages
from retour_portal.flow.presentation import Goods, goods
from retour_portal.flow.queries import Offer
from retour_portal.flow.telling import told_of_items
from retour_portal.flow.terms import terms_of
from retour_portal.flow.ways import Way, way

COMMENT_LENGTH = 500
_WHOLE_NUMBER = re.compile(r"\d{1,9}")


@dataclass(frozen=True)
class Problem:
    """An entry of the error summary; ``target`` is the id of what to correct."""

    target: str
    text: str


class FlowForm(forms.Form):
    """A form that can list its errors in reading order, each with where to go."""

    def problems(self) -> list[Problem]:
        return [
            Problem(self._target(name), str(text))
            for name in ("__all__", *self.fields)
            for text in self.errors.get(name, [])
        ]

    def error_text(self, *names: str) -> str:
        """The errors of some fields in one line, for beside the field."""
        return " ".join(
            str(text) for name in names for text in self.errors.get(name, [])
        )

    def _target(self, name: str) -> str:
        return self.first_target() if name == "__all__" else f"id_{name}"

    def first_target(self) -> str:
        return f"id_{next(iter(self.fields))}" if self.fields else "main"


class LookupForm(FlowForm):
    number = forms.CharField(
        max_length=100,
        label=_("Order or tracking number"),
        error_messages={
            "required": _(
                "Enter your order number or the tracking number of your parcel."
            ),
            "max_length": _("That is too long for an order or tracking number."),
        },
    )
    postal_code = forms.CharField(
        max_length=254,
        label=_("Postal code"),
        error_messages={
            "required": _("Enter the postal code of your delivery or billing address."),
            "max_length": _("That is too long for a postal code."),
        },
    )


@dataclass(frozen=True)
class ItemChoice:
    """One position to choose from; ``available`` 0 shows it without a choice, and
    ``refusal`` says why where the policy or a rule does. ``told`` is what holds for
    it."""

    line: OrderLine
    goods: Goods
    available: int
    is_chosen: bool
    quantity: str
    error: str
    refusal: str = ""
    told: Sequence[str] = ()


class ItemsForm(FlowForm):
    """Check boxes ``line-<pk>`` with ``quantity-<pk>``; ``chosen`` maps the order
    lines' keys to the quantities of an earlier visit."""

    def __init__(
        self,
        offer: Offer,
        *,
        chosen: Mapping[int, int],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.offer = offer
        self.lines = offer.lines
        self.chosen = chosen
        for line in self.lines:
            self.fields[f"line-{line.pk}"] = forms.BooleanField(required=False)
            self.fields[f"quantity-{line.pk}"] = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.selections: list[Selection] = []
        ticked = [line for line in self.lines if cleaned.get(f"line-{line.pk}")]
        for line in ticked:
            quantity = self._quantity(line, str(cleaned.get(f"quantity-{line.pk}", "")))
            if quantity is not None:
                self.selections.append(Selection(line.external_id, quantity))
        if not ticked:
            self.add_error(None, messages.nothing_chosen())
        return cleaned

    def _quantity(self, line: OrderLine, text: str) -> int | None:
        name, left = f"quantity-{line.pk}", line.returnable
        if left < 1:
            # Taken since the page was shown: say so, rather than drop it silently.
            self.add_error(f"line-{line.pk}", messages.nothing_left(line.title))
            return None
        item = self.offer.item(line)
        if not item.returnable:
            refusal = messages.sentence_for(refusal_of_item(item, line))
            self.add_error(f"line-{line.pk}", refusal)
            return None
        if not text and left == 1:
            return 1
        if not _WHOLE_NUMBER.fullmatch(text) or int(text) < 1:
            self.add_error(name, messages.quantity_invalid(line.title, left))
            return None
        if int(text) > left:
            self.add_error(name, messages.only_some_left(line.title, left))
            return None
        return int(text)

    def choices(self) -> Iterator[ItemChoice]:
        said = told_of_items(self.offer)
        for line in self.lines:
            name = f"quantity-{line.pk}"
            if self.is_bound:
                is_chosen = f"line-{line.pk}" in self.data
                quantity = str(self.data.get(name, "1"))
            else:
                is_chosen = line.pk in self.chosen
                quantity = str(self.chosen.get(line.pk, 1))
            told = said[line.external_id]
            available = max(line.returnable, 0) if self._is_offered(line) else 0
            yield ItemChoice(
                line=line,
                goods=goods(line),
                available=available,
                refusal=" ".join(told) if line.returnable > 0 and not available else "",
                told=told if available else [],
                is_chosen=is_chosen and available > 0,
                quantity=quantity,
                error=self.error_text(f"line-{line.pk}", name),
            )

    def _is_offered(self, line: OrderLine) -> bool:
        return self.offer.item(line).returnable


class MethodForm(FlowForm):
    method = forms.CharField(
        max_length=20,
        error_messages={"required": _("Choose how the parcel gets back to us.")},
    )

    def __init__(self, ret: Return, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        terms = terms_of(ret)
        self.offered = terms.methods
        self.present = ret.method
        self.most_parcels = terms.most_parcels
        self.fields["parcels"] = forms.IntegerField(
            min_value=1,
            max_value=self.most_parcels,
            required=False,
            initial=ret.parcels,
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_value"),
                messages.parcels_invalid(self.most_parcels),
            ),
        )

    def clean_method(self) -> str:
        method = str(self.cleaned_data["method"])
        if method not in [str(offered) for offered in self.offered]:
            raise forms.ValidationError(messages.method_not_offered())
        return method

    def first_target(self) -> str:
        return "id_method"

    @property
    def asks_parcels(self) -> bool:
        """One item goes into one parcel, and some ways back have no label of ours."""
        has_labels = METHODS_WITH_LABEL.intersection(self.offered)
        return self.most_parcels > 1 and bool(has_labels)

    @property
    def parcels_value(self) -> Any:
        return self["parcels"].value() or 1

    @property
    def parcels_errors(self) -> str:
        return self.error_text("parcels")

    def parcels(self) -> int:
        """Only of a valid form."""
        return self.cleaned_data["parcels"] or 1

    def ways(self) -> list[Way]:
        return [way(method) for method in self.offered]

    def selected(self) -> str:
        """The way asked for, else the one chosen before, else the only one there is."""
        only = str(self.offered[0]) if len(self.offered) == 1 else ""
        return str(self.data.get("method", self.present or only))
