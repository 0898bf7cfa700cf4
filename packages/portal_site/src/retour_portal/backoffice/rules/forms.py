"""What a shipping rule is besides its conditions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from retour_core.brands.models import SenderAddress
from retour_core.orders.models import ShippingRule

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
