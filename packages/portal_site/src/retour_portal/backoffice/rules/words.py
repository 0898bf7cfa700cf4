"""What shipping rules speak about, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from retour_core.domain.shipping_rules import RuleInvalid, parse_conditions
from retour_core.domain.shipping_rules.vocabulary import VOCABULARY
from retour_core.orders.models import ShippingRule
from retour_portal.backoffice.conditions.speech import Speech
from retour_portal.backoffice.conditions.words import sentences as condition_sentences

FACT_LABELS = {
    "shop": gettext_lazy("Shop"),
    "sales_channel": gettext_lazy("Sales channel"),
    "country": gettext_lazy("Country"),
    "postal_code": gettext_lazy("Postal code"),
    "tag": gettext_lazy("Tag"),
    "sku": gettext_lazy("SKU"),
    "category": gettext_lazy("Category"),
    "total": gettext_lazy("Order total"),
    "currency": gettext_lazy("Currency"),
    "weight_grams": gettext_lazy("Weight in grams"),
    "units": gettext_lazy("Number of units"),
}
_PROBLEMS = {
    "shop_unknown": gettext_lazy("Choose one of your shops."),
    "shops_missing": gettext_lazy(
        "Add a condition that names the shops this rule is for: it must not take "
        "orders of brands you do not administer."
    ),
}


def speech_of(shop_names: Mapping[str, str]) -> Speech:
    """``shop_names`` by key; a shop that is missing is none of the reader's."""
    return Speech(
        vocabulary=VOCABULARY,
        labels=FACT_LABELS,
        named={"shop": lambda: list(shop_names.items())},
        problems=_PROBLEMS,
        stranger={"shop": gettext_lazy("another shop")},
    )


def sentences(rule: ShippingRule, speech: Speech) -> list[str] | None:
    """Each condition of the rule in words; ``None`` if they cannot be read."""
    try:
        conditions = parse_conditions(rule.conditions)
    except RuleInvalid:
        return None
    return condition_sentences(conditions, speech)
