"""What a rule decides, as a form: one typed field for each outcome on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from retour_core.domain.countries import is_locale
from retour_core.domain.policies import OUTCOMES
from retour_core.domain.predicates import Problem
from retour_portal.backoffice.terms import fields, words
from retour_portal.backoffice.terms.brand import BrandTerms
from retour_portal.backoffice.terms.law import term_problem

# Decided by being on the page.
FLAGS = frozenset({"returnable", "needs_approval", "auto_approve"})
_HINTS = {
    "not_returnable": _(
        "What the customer reads as the reason. A withdrawal cannot be refused."
    ),
    "returnable": _(
        "Rules further down cannot refuse the item. It does not reopen a window."
    ),
    "window_days": _("Takes the place of the policy’s days."),
    "extend_window_days": _("Added to the policy’s days."),
    "extend_window_until": _("However late the goods came; never shortens the window."),
    "fee": _("Charged to the customer. “No fee” makes sending back free."),
    "methods": _("Takes the place of the policy’s ways."),
    "resolutions": _("Takes the place of what the policy offers."),
    "needs_approval": _("Nothing is sent before an agent has said yes."),
    "auto_approve": _("No agent is needed, even if the policy asks for one."),
    "keep_item": _("Nothing has to be sent back, so there is no label and no fee."),
    "carrier": _(
        "If the account is in use and its own terms fit the parcel. Then the others "
        "are asked in their order."
    ),
    "require_answers": _("Asked besides the questions of the policy."),
}


class OutcomesForm(forms.Form):
    """``names`` are the outcomes on the page; ``raw()`` is what the domain reads."""

    def __init__(
        self,
        names: Iterable[str],
        data: Any = None,
        *,
        terms: BrandTerms,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        given = dict(initial or {})
        super().__init__(data, prefix="o", initial=given)
        on_page = set(names)
        for name in OUTCOMES:
            if name in on_page:
                there = given.get(name) or _languages_in(data, f"o-{name}-")
                self.fields[name] = field = outcome_field(name, terms, there)
                if isinstance(field, fields.SeveralField):
                    field.lead_with(given.get(name) or ())

    @classmethod
    def posted(cls, data: Any, *, terms: BrandTerms) -> OutcomesForm:
        return cls(data.getlist("outcome"), data, terms=terms)

    def rows(self) -> list[tuple[str, forms.BoundField, bool]]:
        """Name, field, and whether it is decided by being there."""
        return [(name, self[name], name in FLAGS) for name in self.fields]

    def others(self) -> list[tuple[str, Any]]:
        """The outcomes that can be added."""
        return [(n, words.OUTCOMES[n]) for n in OUTCOMES if n not in self.fields]

    def raw(self) -> dict[str, Any]:
        """Only of a valid form."""
        return dict(self.cleaned_data)

    def tell(self, problem: Problem) -> None:
        """Put a refusal at the field its pointer leads to."""
        name = problem.pointer.removeprefix("/outcomes").strip("/").partition("/")[0]
        self.add_error(name if name in self.fields else None, term_problem(problem))


def _languages_in(data: Any, start: str) -> list[str]:
    """Texts may have been written in languages the portal does not have any more."""
    codes = (key[len(start) :] for key in data or () if key.startswith(start))
    return [code for code in codes if is_locale(code)]


class _Flag(forms.Field):
    widget = forms.HiddenInput

    def clean(self, _value: Any) -> bool:
        return True


def outcome_field(name: str, terms: BrandTerms, value: Any = None) -> forms.Field:
    """The field for one outcome; ``value`` is what stands there, as JSON,
    or of texts the languages."""
    about: dict[str, Any] = {
        "label": words.OUTCOMES[name],
        "help_text": _HINTS.get(name, ""),
    }
    if name in FLAGS:
        return _Flag(required=False, **about)
    if name in ("not_returnable", "message"):
        languages = terms.languages_with(value or ())
        return fields.TextsField(languages=languages, required=True, **about)
    if name in _SIMPLE:
        field: forms.Field = _SIMPLE[name](**about)
        return field
    if name == "return_address":
        return _IdField(names=terms.addresses, widget=forms.Select, **about)
    if name == "carrier":
        return _IdField(names=terms.carriers, widget=forms.Select, **about)
    return fields.SeveralField(names=terms.questions, **about)


class _IdField(fields.OneField):
    def clean(self, value: Any) -> int:
        return int(super().clean(value))


def _yes_no(is_yes: Any, is_no: Any) -> Any:
    return lambda **about: fields.YesNoField(
        names={"true": is_yes, "false": is_no}, initial=True, **about
    )


_SIMPLE: Mapping[str, Any] = {
    "window_days": fields.DaysField,
    "extend_window_days": fields.CountField,
    "extend_window_until": fields.DayField,
    "fee": fields.FeeField,
    "fee_payer": lambda **about: fields.OneField(names=words.PAYERS, **about),
    "restocking_percent": fields.PercentField,
    "methods": lambda **about: fields.SeveralField(names=words.METHODS, **about),
    "resolutions": lambda **about: fields.SeveralField(
        names=words.RESOLUTIONS, **about
    ),
    "keep_item": _yes_no(
        _("The customer keeps the item"), _("The item has to come back")
    ),
    "require_photo": _yes_no(
        _("The customer has to add a photo"), _("No photo is asked for")
    ),
}
