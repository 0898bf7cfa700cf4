from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from retour_core.brands.queries import stores_of_brand
from retour_core.counter.operations import Accepting
from retour_core.returns.models import Return


class AcceptForm(forms.Form):
    """``late`` and ``other_method`` say what the page warned of before; ``place`` is
    asked where the brand has stores. ``desk`` is the one chosen there last."""

    late = forms.BooleanField(required=False, widget=forms.HiddenInput)
    other_method = forms.BooleanField(required=False, widget=forms.HiddenInput)
    place = forms.ChoiceField(
        label=_("Store"), error_messages={"required": _("Choose the store.")}
    )

    def __init__(self, data: Any = None, *, ret: Return, desk: str, **kwargs: Any):
        super().__init__(data, **kwargs)
        places = [f"{one.label}, {one.city}" for one in stores_of_brand(ret.brand)]
        if not places:
            del self.fields["place"]
            return
        field: Any = self.fields["place"]
        field.choices = [("", _("Choose …")), *((name, name) for name in places)]
        known = desk if desk in places else ""
        field.initial = places[0] if len(places) == 1 else known

    def accepting(self) -> Accepting:
        told = self.cleaned_data
        return Accepting(
            place=told.get("place", "")[:120],
            late=told["late"],
            other_method=told["other_method"],
        )
