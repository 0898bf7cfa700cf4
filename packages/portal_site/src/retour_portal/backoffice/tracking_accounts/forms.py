"""An account at a tracking service, and for which brands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from retour_core.brands.models import Brand
from retour_core.carriers.base import CarrierFault
from retour_core.carriers.errors import SettingsInvalid
from retour_core.tracking.accounts import save_account
from retour_core.tracking.models import TrackingAccount
from retour_core.tracking.trackers import tracker_class
from retour_portal.backoffice.carriers.setting_fields import SettingFieldsMixin


class TrackingAccountForm(SettingFieldsMixin, WagtailAdminModelForm):
    """Saved by ``save_or_refuse``."""

    brands = forms.ModelMultipleChoiceField(
        label=gettext_lazy("For these brands"),
        queryset=Brand.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = TrackingAccount
        fields = ["name"]
        help_texts = {
            "name": gettext_lazy("What you call it, such as “AfterShip North”."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account: TrackingAccount = self.instance
        self.add_settings(tracker_class(account.kind).settings_class)
        if account.pk:
            self.initial["brands"] = list(account.brands.all())

    def save_or_refuse(self) -> tuple[bool, CarrierFault | None]:
        """Whether it was saved, and what the service objects to, if anything."""
        account: TrackingAccount = self.instance
        brands = self.cleaned_data["brands"]
        try:
            return True, save_account(account, self.setting_values(), brands)
        except SettingsInvalid as invalid:
            self.refuse_settings(invalid)
            return False, None
