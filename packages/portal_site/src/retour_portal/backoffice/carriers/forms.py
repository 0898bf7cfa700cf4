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
from retour_core.carriers.settings_form import SettingField
from retour_core.domain.countries import is_country
from retour_core.domain.methods import METHODS_WITH_LABEL
from retour_core.returns.choices import MethodChoices
from retour_portal.backoffice.carriers.words import wrong_words

_PREFIX = "setting-"


class CarrierAccountForm(WagtailAdminModelForm):
    """Saved by ``save_or_refuse``: the adapter judges its settings."""

    countries = forms.CharField(
        label=gettext_lazy("From these countries"),
        required=False,
        help_text=gettext_lazy("Codes such as DE, AT, FR. Empty: all."),
    )
    methods = forms.MultipleChoiceField(
        label=gettext_lazy("For these ways back"),
        required=False,
        choices=[(v, n) for v, n in MethodChoices.choices if v in METHODS_WITH_LABEL],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all."),
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
        self.setting_fields = carrier_class(account.kind).settings_class.fields_shown()
        for field in self.setting_fields:
            self.fields[_PREFIX + field.name] = self._field_for(field)
        if account.pk:
            self.initial |= {
                "countries": ", ".join(account.countries),
                "methods": account.methods,
                "brands": list(account.brands.all()),
            }

    def settings_shown(self) -> list[Any]:
        return [self[_PREFIX + field.name] for field in self.setting_fields]

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
        values = {
            field.name: data[_PREFIX + field.name] for field in self.setting_fields
        }
        try:
            return True, save_account(account, values, data["brands"])
        except SettingsInvalid as invalid:
            for name, kind in invalid.context["fields"].items():
                known = _PREFIX + name if _PREFIX + name in self.fields else None
                self.add_error(known, wrong_words(kind))
            return False, None

    def _field_for(self, field: SettingField) -> forms.Field:
        account: CarrierAccount = self.instance
        shown: dict[str, Any] = {"label": field.label, "help_text": field.help}
        if field.is_secret:
            return self._secret_field(field, shown)
        initial = account.options.get(field.name, field.default)
        if isinstance(field.default, bool):
            return forms.BooleanField(required=False, initial=initial, **shown)
        if field.choices:
            choices = [(choice, choice) for choice in field.choices]
            return forms.ChoiceField(choices=choices, initial=initial, **shown)
        return forms.CharField(required=field.is_required, initial=initial, **shown)

    def _secret_field(self, field: SettingField, shown: dict[str, Any]) -> forms.Field:
        """Write-only: what is there is never sent back."""
        kept = bool(self.instance.secrets)
        if kept:
            shown["help_text"] = _("Empty: it stays as it is.")
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        required = field.is_required and not kept
        return forms.CharField(required=required, widget=widget, **shown)
