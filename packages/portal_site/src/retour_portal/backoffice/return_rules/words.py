"""What return rules speak about, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from retour_core.domain.policies import EXEMPTIONS
from retour_core.domain.policies.vocabulary import VOCABULARY
from retour_portal.backoffice.conditions.speech import Choices, Speech
from retour_portal.backoffice.terms import words
from retour_portal.backoffice.terms.brand import BrandTerms

FACT_LABELS = {
    "request_kind": _("Kind of request"),
    "country": _("Consumer’s country"),
    "shop": _("Shop"),
    "brand": _("Brand"),
    "sales_channel": _("Sales channel"),
    "order_number": _("Order number"),
    "order_tag": _("Order tag"),
    "order_day": _("Day of the order"),
    "order_total": _("Order total"),
    "currency": _("Currency"),
    "return_count": _("Customer’s returns in 12 months"),
    "sku": _("SKU"),
    "product_brand": _("Product brand"),
    "category": _("Category"),
    "item_tag": _("Item tag"),
    "unit_price": _("Unit price paid"),
    "list_price": _("List price"),
    "discount_percent": _("Discount in percent"),
    "weight_grams": _("Weight in grams"),
    "days_since_anchor": _("Days since delivery"),
    "reason": _("Reason"),
    "our_fault": _("Our fault"),
    "quantity": _("Quantity"),
    "shipped": _("Shipped"),
    "exemption": _("Exempt from withdrawal"),
}
_PROBLEMS = {
    "contradiction": _("No return can fit all that is said about “%(fact)s”."),
}


def speech_of(terms: BrandTerms) -> Speech:
    """The facts with the brand's own shops and reasons as choices."""
    brand = terms.brand
    return Speech(
        vocabulary=VOCABULARY,
        labels=FACT_LABELS,
        named={
            "request_kind": lambda: [(k.value, str(v)) for k, v in words.KINDS.items()],
            "shop": lambda: list(terms.shops.items()),
            "brand": lambda: [(brand.slug, brand.name)],
            "reason": lambda: list(terms.reasons.items()),
            "exemption": _exemptions,
        },
        problems=_PROBLEMS,
        stranger={"shop": _("another shop"), "brand": _("another brand")},
    )


def _exemptions() -> Choices:
    # As lawyers write it, with what it means.
    return [(key, f"16({key}) – {words.EXEMPTIONS[key]}") for key in EXEMPTIONS]
