"""A reason as a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from retour_core.brands.models import Brand
from retour_core.domain.policies import RequestKind
from retour_core.domain.reasons import SENDCLOUD_REASONS
from retour_core.orders.models import Order, OrderLine
from retour_core.policies.builtin import BUILT_IN
from retour_core.policies.models import KindChoices, Reason, ShopifyReason
from retour_portal.backoffice.listed.editor import ListedForm
from retour_portal.backoffice.terms.brand import languages_with
from retour_portal.backoffice.terms.fields import SeveralField, TextsField
from retour_portal.backoffice.terms.widgets import TextsWidget

# Categories are read from so many of the newest orders; all would be too slow.
_LATEST_ORDERS = 2000
_MOST_CATEGORIES = 100


class ReasonForm(ListedForm):
    fields_of = {
        "name_missing": "texts",
        "question_missing": "question",
        "sendcloud_id_unknown": "sendcloud_id",
    }
    is_active = forms.BooleanField(
        label=_("Customers may choose this reason"), required=False
    )
    answer_required = forms.BooleanField(
        label=_("The answer is required"),
        required=False,
        help_text=_("Never of a withdrawal, which needs no reason."),
    )
    photo_required = forms.BooleanField(label=_("Ask for a photo"), required=False)
    our_fault = forms.BooleanField(
        label=_("Our fault"),
        required=False,
        help_text=_(
            "The fee is waived where the return policy says so. Counts for returns "
            "requested from now on."
        ),
    )
    shopify_reason = forms.ChoiceField(
        label=_("Reason in Shopify"), choices=ShopifyReason.choices
    )
    sendcloud_id = forms.TypedChoiceField(
        label=_("Reason in Sendcloud"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", "—"),
            *((key, f"{words} ({key})") for key, words in SENDCLOUD_REASONS.items()),
        ],
    )

    def __init__(self, row: Reason, data: Any = None) -> None:
        super().__init__(data, initial=None if data else _initial(row))
        known = categories_of(row.brand)
        texts = self.fields["texts"] = TextsField(
            label=_("Name"),
            languages=languages_with(row.texts),
            required=row.key not in BUILT_IN,
            help_text=_("Left empty, the built-in words are shown in each language.")
            if row.key in BUILT_IN
            else _("Customers choose it in their language, else in English."),
        )
        texts.widget = TextsWidget(languages_with(row.texts), rows=1)
        self.fields["kinds"] = SeveralField(
            label=_("Kinds of request"),
            names={kind: KindChoices(kind).label.capitalize() for kind in RequestKind},
            required=False,
            help_text=_("None marked means all."),
        )
        if known or row.categories:
            names = list(dict.fromkeys([*row.categories, *known]))
            self.fields["categories"] = SeveralField(
                label=_("Only for these categories"),
                names={name: name for name in names},
                required=False,
                help_text=_("None marked means all."),
            )
        self.fields["other_categories"] = forms.CharField(
            label=_("Other categories"),
            required=False,
            max_length=10_000,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("One a line, written as your shop sends them."),
        )
        self.fields["question"] = TextsField(
            label=_("Follow-up question"),
            languages=languages_with(row.question),
            help_text=_("Asked once this reason is chosen, such as “What is broken?”."),
        )

    def raw(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        others = data.pop("other_categories").splitlines()
        named = [*data.get("categories", ()), *(name.strip() for name in others)]
        data["categories"] = list(dict.fromkeys(name for name in named if name))
        return data


def categories_of(brand: Brand) -> list[str]:
    """Those on lines of the brand's latest orders, by name. One query."""
    latest = Order.objects.filter(brand=brand).order_by("-pk").values("pk")
    names = (
        OrderLine.objects.filter(order__in=latest[:_LATEST_ORDERS])
        .exclude(category="")
        .order_by("category")
        .values_list("category", flat=True)
        .distinct()
    )
    return list(names[:_MOST_CATEGORIES])


def _initial(row: Reason) -> dict[str, Any]:
    return {
        "texts": row.texts,
        "is_active": row.is_active,
        "kinds": row.kinds,
        "categories": row.categories,
        "question": row.question,
        "answer_required": row.answer_required,
        "photo_required": row.photo_required,
        "our_fault": row.our_fault,
        "sendcloud_id": row.sendcloud_id,
        "shopify_reason": row.shopify_reason,
    }
