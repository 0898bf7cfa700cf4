"""What an adapter wants to know of an account, as fields of the account's form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from retour_core.carriers.errors import SettingsInvalid
from retour_core.carriers.settings_form import CarrierSettings, SettingField
from retour_portal.backoffice.carriers.words import wrong_words

_PREFIX = "setting-"


class SettingFieldsMixin:
    """Of a model form whose ``instance`` keeps ``options`` and ``secrets``."""

    instance: Any
    fields: Any
    cleaned_data: dict[str, Any]
    setting_fields: list[SettingField]

    def add_settings(self, settings_class: type[CarrierSettings]) -> None:
        self.setting_fields = settings_class.fields_shown()
        for field in self.setting_fields:
            self.fields[_PREFIX + field.name] = self._field_for(field)

    def settings_shown(self) -> list[Any]:
        form: Any = self
        return [form[_PREFIX + field.name] for field in self.setting_fields]

    def setting_values(self) -> dict[str, Any]:
        return {
            field.name: self.cleaned_data[_PREFIX + field.name]
            for field in self.setting_fields
        }

    def refuse_settings(self, invalid: SettingsInvalid) -> None:
        form: Any = self
        for name, kind in invalid.context["fields"].items():
            known = _PREFIX + name if _PREFIX + name in self.fields else None
            form.add_error(known, wrong_words(kind))

    def _field_for(self, field: SettingField) -> forms.Field:
        account = self.instance
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
