"""The form of a return address, which may be a store with hours and a place."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from retour_core.brands.addresses import save_return_address
from retour_core.brands.models import ReturnAddress
from retour_core.domain.opening_hours import to_json
from retour_portal.backoffice.addresses.forms import POSTAL_FIELDS, AddressForm
from retour_portal.backoffice.addresses.hours import (
    HOURS_FIELDS,
    add_hours_fields,
    week_in,
)


class ReturnAddressForm(AddressForm):
    """Making an address the default takes that from the one before."""

    # Not the model's own field: its check of “one default” runs before saving.
    make_default = forms.BooleanField(
        label=_("Default address"),
        required=False,
        help_text=_("Takes the place of the brand's present default address."),
    )
    sections: ClassVar[list[tuple[Any, list[str]]]] = [
        *AddressForm.sections,
        (_("Miscellaneous"), ["brand", "make_default", "is_store"]),
        (_("Opening hours"), HOURS_FIELDS),
        (_("Place on the map"), ["latitude", "longitude"]),
    ]

    class Meta:
        model = ReturnAddress
        fields = [*POSTAL_FIELDS, "brand", "is_store", "latitude", "longitude"]
        labels = {"brand": _("Brand")}
        help_texts = {
            "label": _("What you call it, such as “Warehouse Hamburg”."),
            "is_store": _("Customers may bring returns here, if the brand offers it."),
            "latitude": _(
                "In degrees, like 53.5436: most maps show both to who points at the "
                "door. Customers see stores on a sketch, and the nearest first."
            ),
            "longitude": _("In degrees, like 9.9890; west of Greenwich with a minus."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["make_default"].initial = self.instance.is_default
        if self.instance.pk:
            self.fields["brand"].disabled = True
        add_hours_fields(self, self.instance.week)

    def _get_validation_exclusions(self) -> set[str]:
        # The database's check would say without a field what ``tidy`` says at one.
        excluded: set[str] = super()._get_validation_exclusions()
        return excluded | {"latitude", "longitude"}

    def clean(self) -> Any:
        cleaned = super().clean()
        week = week_in(self)
        if not self.errors.keys() & set(HOURS_FIELDS):
            self.instance.opening_hours = to_json(week)
        return cleaned

    def save(self, commit: bool = True) -> ReturnAddress:  # noqa: ARG002, FBT001, FBT002 - Django's signature
        is_default = self.cleaned_data["make_default"]
        return save_return_address(self.instance, make_default=is_default)
