"""Return and sender addresses; the country decides what is needed and how it looks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from retour_core.brands.addresses import (
    AddressInvalid,
    save_sender_address,
    tidy,
)
from retour_core.brands.models import SenderAddress
from retour_core.domain.addresses import AddressProblem
from retour_core.domain.countries import country_name
from retour_portal.countries import country_choices

_PROBLEMS = {
    "country_unknown": _("Choose a country."),
    "field_missing": _("An address in %(country)s needs this."),
    "postal_code_unfit": _(
        "“%(code)s” is no postal code of %(country)s; one looks like %(example)s."
    ),
    "phone_unfit": _(
        "This is no phone number; write it with country and area code, as in"
        " +49 40 123456."
    ),
    "vat_number_unfit": _(
        "This is no VAT number of that country: begin with its two letters, like DE."
    ),
    "eori_number_unfit": _(
        "An EORI number begins with the two letters of the country that gave it out."
    ),
    "coordinates_incomplete": _(
        "A place on the map needs both: give this as well, or leave both empty."
    ),
    "degrees_unfit": _("Write degrees from −%(most)s to %(most)s, like 48.137."),
}
POSTAL_FIELDS = [
    "label",
    "company",
    "contact",
    "country",
    "street",
    "street2",
    "postal_code",
    "city",
    "region",
    "phone",
    "email",
    "vat_number",
    "eori_number",
]


class AddressForm(WagtailAdminModelForm):
    """``sections`` are headings with the names of the fields below them."""

    sections: ClassVar[list[tuple[Any, list[str]]]] = [
        (_("Address"), POSTAL_FIELDS[:9]),
        (_("Contact"), ["phone", "email"]),
        (_("Tax and customs"), ["vat_number", "eori_number"]),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country: Any = self.fields["country"]
        country.choices = [("", "—"), *country_choices()]
        for name, autocomplete in {
            "company": "organization",
            "contact": "name",
            "street": "address-line1",
            "street2": "address-line2",
            "postal_code": "postal-code",
            "city": "address-level2",
            "region": "address-level1",
            "phone": "tel",
            "email": "email",
        }.items():
            self.fields[name].widget.attrs["autocomplete"] = autocomplete

    def headed_fields(self) -> list[tuple[Any, list[Any]]]:
        return [
            (title, [self[name] for name in names]) for title, names in self.sections
        ]

    def _post_clean(self) -> None:
        super()._post_clean()
        if "country" in self.errors:
            return
        try:
            tidy(self.instance)
        except AddressInvalid as invalid:
            # Everything is told at once, but no field twice.
            for problem in invalid.problems:
                if problem.field not in self.errors:
                    self.add_error(problem.field, _problem_text(problem))


class SenderAddressForm(AddressForm):
    sections: ClassVar[list[tuple[Any, list[str]]]] = [
        *AddressForm.sections,
        (_("Miscellaneous"), ["brand", "is_store"]),
    ]

    class Meta:
        model = SenderAddress
        fields = [*POSTAL_FIELDS, "brand", "is_store"]
        labels = {"brand": _("Brand")}
        help_texts = {
            "label": _("What you call it, such as “Warehouse Hamburg”."),
            "brand": _(
                "Orders sent from here are this brand's: its portal finds them, its "
                "return address takes them back."
            ),
            "is_store": _("A shop with a counter rather than a warehouse."),
        }

    def save(self, commit: bool = True) -> SenderAddress:  # noqa: ARG002, FBT001, FBT002 - Django's signature
        return save_sender_address(self.instance)


def _problem_text(problem: AddressProblem) -> str:
    context = dict(problem.context)
    if "country" in context:
        context["country"] = country_name(context["country"], get_language() or "en")
    return str(_PROBLEMS[problem.code] % context)
