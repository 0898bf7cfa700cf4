"""A brand's account at a payment service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from retour_core.brands.models import Brand
from retour_core.carriers.errors import SettingsInvalid
from retour_core.payments.accounts import save_account
from retour_core.payments.base import PaymentFault
from retour_core.payments.models import PaymentAccount
from retour_core.payments.registry import provider_class
from retour_portal.backoffice.carriers.setting_fields import SettingFieldsMixin


class PaymentAccountForm(SettingFieldsMixin, WagtailAdminModelForm):
    """Saved by ``save_or_refuse``. Payments belong to a brand's account for good, so
    the brand is chosen once."""

    brand = forms.ModelChoiceField(
        label=gettext_lazy("Brand"), queryset=Brand.objects.order_by("name")
    )

    class Meta:
        model = PaymentAccount
        fields = ["name", "brand"]
        help_texts = {
            "name": gettext_lazy("What you call it, such as “Mollie, shop account”."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account: PaymentAccount = self.instance
        if account.pk:
            self.fields["brand"].disabled = True
        self.add_settings(provider_class(account.kind).settings_class)

    def save_or_refuse(self) -> tuple[bool, PaymentFault | None]:
        """Whether it was saved, and what the service objects to, if anything."""
        account: PaymentAccount = self.instance
        try:
            return True, save_account(account, self.setting_values())
        except SettingsInvalid as invalid:
            self.refuse_settings(invalid)
            return False, None
