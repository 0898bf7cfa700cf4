"""An account at a carrier: for which parcels, and what its adapter wants to know."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from retour_core.brands.models import Brand
from retour_core.carriers.base import CarrierFault
from retour_core.carriers.errors import SettingsInvalid
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.operations import save_account
from retour_core.carriers.registry import carrier_class
from retour_core.domain.countries import is_country
from retour_core.returns.choices import MethodChoices
from retour_portal.backoffice.carriers.setting_fields import SettingFieldsMixin


class CarrierAccountForm(SettingFieldsMixin, WagtailAdminModelForm):
    """Saved by ``save_or_refuse``: the adapter judges its settings."""

    countries = forms.CharField(
        label=gettext_lazy("From these countries"),
        required=False,
        help_text=gettext_lazy("Codes such as DE, AT, FR. Empty: all."),
    )
    methods = forms.MultipleChoiceField(
        label=gettext_lazy("For these ways back"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all that this carrier has."),
    )
    brands = forms.ModelMultipleChoiceField(
        label=gettext_lazy("For these brands"),
        queryset=Brand.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = CarrierAccount
        fields = ["name", "position", "least_grams", "most_grams"]
        help_texts = {
            "name": gettext_lazy("What you call it, such as “DHL Hamburg”."),
            "position": gettext_lazy("The lowest number is asked first."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account: CarrierAccount = self.instance
        adapter = carrier_class(account.kind)
        self.add_settings(adapter.settings_class)
        made = adapter.capabilities.methods
        self.fields["methods"].choices = [
            (value, name) for value, name in MethodChoices.choices if value in made
        ]
        if account.pk:
            self.initial |= {
                "countries": ", ".join(account.countries),
                "methods": account.methods,
                "brands": list(account.brands.all()),
            }

    def clean_countries(self) -> list[str]:
        codes = re.split(r"[\s,;]+", self.cleaned_data["countries"].strip().upper())
        found = [code for code in dict.fromkeys(codes) if code]
        for code in found:
            if not is_country(code):
                raise forms.ValidationError(
                    _("“%(code)s” is no code of a country.") % {"code": code}
                )
        return found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        least, most = data.get("least_grams"), data.get("most_grams")
        if least is not None and most is not None and least > most:
            self.add_error("most_grams", _("This is less than the weight above."))
        return data

    def save_or_refuse(self) -> tuple[bool, CarrierFault | None]:
        """Whether it was saved, and what the carrier objects to, if anything."""
        account: CarrierAccount = self.instance
        data = self.cleaned_data
        account.countries, account.methods = data["countries"], data["methods"]
        try:
            return True, save_account(account, self.setting_values(), data["brands"])
        except SettingsInvalid as invalid:
            self.refuse_settings(invalid)
            return False, None
