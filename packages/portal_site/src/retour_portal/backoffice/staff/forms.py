from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from retour_core.accounts.models import Role, StaffRole
from retour_core.brands.models import Brand
from retour_portal.backoffice.staff.operations import Newcomer
from retour_portal.backoffice.staff.words import ROLE_MEANS


class _WithRole(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, widget=forms.RadioSelect
    )

    def role_cards(self) -> list[tuple[Any, Any]]:
        """Each radio button with what the role may do."""
        return [
            (radio, ROLE_MEANS[Role(radio.data["value"])]) for radio in self["role"]
        ]


class AddPersonForm(_WithRole):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_(
            "Who has no account yet gets one, with a link to choose a password."
        ),
    )
    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        required=False,
        help_text=_("Of a person with an account, the name stays as it is."),
    )
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    brand = forms.ModelChoiceField(
        label=_("Brand"), queryset=Brand.objects.order_by("name")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("role", Role.AGENT)

    def newcomer(self) -> Newcomer:
        data = self.cleaned_data
        return Newcomer(**{**data, "role": Role(data["role"])})


class ChangeRoleForm(_WithRole, WagtailAdminModelForm):
    """Saving is the view's: it knows who asks."""

    class Meta:
        model = StaffRole
        fields = ["role"]
