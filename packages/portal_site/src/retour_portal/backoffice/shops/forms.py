from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from retour_core.orders.models import Shop


class ShopForm(WagtailAdminModelForm):
    """A shop stays with its brand: its orders already carry it."""

    url = forms.URLField(label=_("Address"), required=False, assume_scheme="https")

    class Meta:
        model = Shop
        fields = ["name", "brand", "platform", "url", "executes_refunds"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["brand"].disabled = True


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the new token"),
        max_length=80,
        help_text=_("Where it will be used, such as “production server”."),
    )
