"""What the recipient of a present types."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from retour_core.brands.models import Brand, ReturnAddress
from retour_core.domain.addresses import printed_postal_code
from retour_core.domain.countries import countries_by_name
from retour_core.domain.postal import has_postal_codes
from retour_portal.flow.forms import FlowForm, LookupForm
from retour_portal.flow.presentation import language

_STREET = _("Enter your street and house number.")
_CITY = _("Enter your town or city.")
_POSTAL_CODE = _("Enter your postal code as it is written in your country.")
_COUNTRY = _("Choose a country from the list.")


def home_country(brand: Brand) -> str:
    """Where the brand takes returns, as most of its customers live there. One query."""
    own = ReturnAddress.objects.filter(brand=brand).order_by("-is_default", "pk")
    return own.values_list("country", flat=True).first() or ""


class RecipientForm(FlowForm):
    name = forms.CharField(
        max_length=100,
        label=_("Your name"),
        error_messages={
            "required": _("Enter your name."),
            "max_length": _("That is too long for a name."),
        },
    )
    email = forms.EmailField(
        max_length=254,
        label=_("Your e-mail address"),
        error_messages={
            "required": _("Enter your e-mail address: the label is sent there."),
            "invalid": _("Enter an e-mail address like name@example.com."),
        },
    )


class GiftForm(RecipientForm, LookupForm):
    """The number and a postal code of the order, then the recipient."""


class _CodeForm(FlowForm):
    code = forms.CharField(
        max_length=40,
        label=_("Gift slip code"),
        error_messages=dict.fromkeys(
            ("required", "max_length"), _("Enter the code on your gift slip.")
        ),
    )


class GiftSlipForm(RecipientForm, _CodeForm):
    """A slip's code, then the recipient with their own address: the order's may be the
    buyer's, and is not shown."""

    street = forms.CharField(
        max_length=100,
        label=_("Street and house number"),
        error_messages=dict.fromkeys(("required", "max_length"), _STREET),
    )
    postal_code = forms.CharField(
        max_length=20,
        required=False,
        label=_("Postal code"),
        error_messages={"max_length": _POSTAL_CODE},
    )
    city = forms.CharField(
        max_length=100,
        label=_("Town or city"),
        error_messages=dict.fromkeys(("required", "max_length"), _CITY),
    )
    country = forms.ChoiceField(
        choices=lambda: countries_by_name(language()),
        label=_("Country"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _COUNTRY),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        country, typed = cleaned.get("country"), cleaned.get("postal_code")
        if country is None or typed is None:
            return cleaned
        printed = printed_postal_code(country, typed) if typed else None
        if has_postal_codes(country) and not printed:
            self.add_error("postal_code", _POSTAL_CODE)
        return cleaned | {"postal_code": printed or typed}

    def address(self) -> dict[str, str]:
        """Only of a valid form."""
        named = ("street", "postal_code", "city", "country")
        return {name: self.cleaned_data[name] for name in named}
