"""One kind's policy as a form of sections; what the law fixes is told, not asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from retour_core.domain.countries import country_name
from retour_core.domain.policies import (
    MOST_LABEL_DAYS,
    MOST_PARCELS,
    MOST_REFUND_DAYS,
    Policy,
    RequestKind,
    Settlement,
    dump_policy,
)
from retour_core.domain.predicates import Problem
from retour_core.policies.explaining import law_reason
from retour_portal.backoffice.return_policies.sections import SECTIONS, fixed_fields
from retour_portal.backoffice.terms import fields, words
from retour_portal.backoffice.terms.brand import BrandTerms
from retour_portal.backoffice.terms.law import term_problem

ALL_ORDERS, NEW_ORDERS = "all", "new"


@dataclass(frozen=True)
class Shown:
    """A field to fill in, or one that is ``fixed``: its label and why."""

    field: forms.BoundField | None
    label: Any = ""
    fixed: Any = ""


class PolicyForm(forms.Form):
    """``raw()`` is what ``save_policy`` reads."""

    window_days = fields.DaysField(label=_("Days to return"))
    anchors = fields.AnchorsField(label=_("Counted from"))
    transit_days = fields.CountField(
        label=_("Days of the journey"),
        help_text=_("Taken where only the dispatch is known, not the delivery."),
    )
    grace_days = fields.CountField(
        label=_("Days accepted silently"),
        help_text=_("After the last day that customers read; 0 for none."),
    )
    rolls_over = forms.BooleanField(
        label=_("A last day on a weekend or public holiday moves on"), required=False
    )
    when_late = fields.OneField(label=_("After the last day"), names=words.WHEN_LATE)
    country_windows = fields.CountryDaysField(
        label=_("Other days for some countries"),
        required=False,
        help_text=_("By the consumer’s country. Save, and there are more rows."),
    )
    seasons = fields.SeasonsField(
        label=_("Seasons"),
        required=False,
        help_text=_(
            "Such as gifts: ordered from 1 November to 24 December, returnable until "
            "31 January. A season never makes the window shorter."
        ),
    )
    fee_payer = fields.OneField(label=_("Sending back"), names=words.PAYERS)
    fee = fields.FeeField(
        label=_("Fee"),
        help_text=_("Only if the customer pays."),
    )
    fee_when = fields.OneField(
        label=_("When the fee is paid"),
        names=words.FEE_WHENS,
        help_text=_(
            "Before the label: needs a payment account of the brand, and a way back "
            "with a label; else it is kept back from the refund."
        ),
    )
    price_source = fields.OneField(
        label=_("Price of a label"),
        names=words.PRICE_SOURCES,
        help_text=_(
            "Only if the customer pays. Where the table has no price, the fee above "
            "counts. The carrier is asked before the customer reads the price; if it "
            "does not answer within two seconds or asks in another currency, the table "
            "counts. A fee for each unit or a percentage goes before both."
        ),
    )
    price_markup = fields.MarkupField(
        label=_("On top of the carrier’s price"),
        help_text=_("A percentage is rounded down to a whole cent."),
    )
    informs_of_return_cost = forms.BooleanField(
        label=_("We tell customers before they buy that they pay for sending back"),
        required=False,
        help_text=_(
            "Consumers bear the cost of sending back a withdrawal only if you told "
            "them so before the purchase (CRD art. 6(1)(i) and 14(1))."
        ),
    )
    waive_fee_if_our_fault = forms.BooleanField(
        label=_("No fee if the reason is our fault"),
        required=False,
        help_text=_("Which reasons are, the list of reasons says. Restocking as well."),
    )
    restocking_percent = fields.PercentField(
        label=_("Restocking fee in percent"),
        help_text=_("Kept of the price of what comes back; 0 for none."),
    )
    methods = fields.SeveralField(label=_("Ways to send back"), names=words.METHODS)
    most_parcels = forms.IntegerField(
        label=_("Most parcels of one return"),
        min_value=1,
        max_value=MOST_PARCELS,
        widget=forms.NumberInput(attrs={"class": "retour-short"}),
        help_text=_("How many labels a customer may have at a time, from 1 to 20."),
    )
    label_days = forms.IntegerField(
        label=_("Days a label is valid"),
        required=False,
        min_value=1,
        max_value=MOST_LABEL_DAYS,
        widget=forms.NumberInput(attrs={"class": "retour-short"}),
        help_text=_(
            "From the day it is made, 1 to 365; unused, it is given back to its "
            "carrier then. Empty: as long as the carrier takes it. A carrier’s shorter "
            "time goes before."
        ),
    )
    resolutions = fields.SeveralField(
        label=_("What the customer can choose"), names=words.RESOLUTIONS
    )
    store_credit_bonus = fields.PercentField(
        label=_("Bonus on store credit in percent"),
        help_text=_("On top of the value, for who takes store credit; 0 for none."),
    )
    approval = fields.OneField(label=_("Approval"), names=words.APPROVALS)
    require_photo = forms.BooleanField(
        label=_("The customer has to add a photo"), required=False
    )
    require_answers = fields.SeveralField(
        label=_("Questions to answer"), names={}, required=False
    )
    settlement = fields.OneField(label=_("Money back"), names=words.SETTLEMENTS)
    refund_days = forms.IntegerField(
        label=_("Days until the money is paid back"),
        required=False,
        min_value=1,
        max_value=MOST_REFUND_DAYS,
        widget=forms.NumberInput(attrs={"class": "retour-short"}),
        help_text=_(
            "After the items came, at the latest, 1 to 90; customers read the day on "
            "the page of their return. Empty: no promise."
        ),
    )
    gift_cards = fields.OneField(
        label=_("Paid with a gift card and otherwise"), names=words.GIFT_CARDS
    )

    def __init__(
        self, data: Any = None, *, kind: RequestKind, policy: Policy, terms: BrandTerms
    ) -> None:
        super().__init__(data, initial=dump_policy(policy))
        self.kind = kind
        self.terms = terms
        self._fixed = fixed_fields(kind)
        self.fields["message"] = fields.TextsField(
            label=_("A message for the customer"),
            help_text=_("Read before the items are chosen. May be empty."),
            languages=terms.languages_with(policy.message),
        )
        self.fields["applies_to"] = forms.ChoiceField(
            label=_("Applies to"),
            choices=[
                (ALL_ORDERS, _("All orders")),
                (NEW_ORDERS, _("Only orders placed from now on")),
            ],
            widget=forms.RadioSelect,
            initial=ALL_ORDERS,
            help_text=_("Returns that were made already keep their terms."),
        )
        self._suit_kind()

    def _suit_kind(self) -> None:
        questions: Any = self.fields["require_answers"]
        questions.choices = list(self.terms.questions.items())
        for name in ("methods", "resolutions", "require_answers"):
            several: Any = self.fields[name]
            several.lead_with(self.initial[name])
        if self.kind is RequestKind.WITHDRAWAL:
            settlement: Any = self.fields["settlement"]
            settlement.choices = [
                choice
                for choice in settlement.choices
                if choice[0] != Settlement.AFTER_INSPECTION
            ]
            settlement.help_text = law_reason("withdrawal_not_inspected_first")
            self.fields["fee"].widget.is_plain = True
        else:
            self.fields["informs_of_return_cost"].help_text = ""
        for name in self._fixed:
            del self.fields[name]

    def sections(self) -> list[tuple[Any, list[Shown]]]:
        return [
            (section, [*self._shown(section.fields)])
            for section in SECTIONS
            if any(name in self.fields for name in section.fields)
        ]

    def _shown(self, names: tuple[str, ...]) -> list[Shown]:
        shown = []
        for name in names:
            if name in self.fields:
                shown.append(Shown(self[name]))
            elif why := self._fixed.get(name):
                label = self.base_fields[name].label
                shown.append(Shown(None, label, law_reason(why)))
        return shown

    @property
    def for_new_orders_only(self) -> bool:
        return bool(self.cleaned_data["applies_to"] == NEW_ORDERS)

    def raw(self) -> dict[str, Any]:
        """Only of a valid form; what is fixed follows the kind."""
        values = dict(self.cleaned_data)
        del values["applies_to"]
        return values

    def tell(self, problem: Problem) -> None:
        """Put a refusal at the field its pointer leads to."""
        name, _slash, rest = problem.pointer.strip("/").partition("/")
        text = term_problem(problem)
        if name == "country_windows" and rest:
            text = f"{country_name(rest, get_language() or 'en')}: {text}"
        self.add_error(name if name in self.fields else None, text)
