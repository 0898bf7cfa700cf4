"""Labels of a return that has some: one more, another in its place, one too many."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from retour_core.domain.policies import MOST_PARCELS
from retour_core.domain.states import ReturnState
from retour_core.labels.models import Label, LabelState
from retour_core.labels.parcels import (
    TAKES_LABELS,
    add_parcel,
    give_back,
    renew_label,
    takes_labels,
)
from retour_core.labels.queries import labels_of
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return
from retour_portal.backoffice.returns.action import ReturnAction
from retour_portal.backoffice.returns.forms import ActionForm


class AddParcelForm(ActionForm):
    """``after`` keeps a form sent twice from adding two."""

    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, ret: Return) -> None:
        super().__init__(data, ret=ret)
        self.fields["after"].initial = ret.parcels


class ParcelForm(ActionForm):
    """``parcel`` is the number of one whose label is in ``states``."""

    states: tuple[LabelState, ...] = (LabelState.READY,)
    parcel = forms.TypedChoiceField(label=_("Parcel"), coerce=int)

    def __init__(self, data: Any = None, *, ret: Return) -> None:
        super().__init__(data, ret=ret)
        field: Any = self.fields["parcel"]
        field.choices = [
            (label.parcel, _named(label))
            for label in labels_of(ret)
            if label.state in self.states and label.parcel <= ret.parcels
        ]


class RenewForm(ParcelForm):
    states = (
        LabelState.READY,
        LabelState.FAILED,
        LabelState.VOID,
        LabelState.CANCELLED,
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("For the timeline; the customer does not read it."),
    )


def _named(label: Label) -> str:
    number = label.tracking_number or label.get_state_display()
    return _("%(parcel)s: %(number)s") % {"parcel": label.parcel, "number": number}


def _add(ret: Return, actor: Actor, form: AddParcelForm) -> str:
    add_parcel(ret, actor=actor, after=form.cleaned_data["after"])
    return str(_("A label for one more parcel is being made."))


def _renew(ret: Return, actor: Actor, form: RenewForm) -> str:
    why = form.cleaned_data["why"]
    renew_label(ret, form.cleaned_data["parcel"], actor=actor, why=why)
    return str(_("A new label is being made; the one before is void."))


def _give_back(ret: Return, actor: Actor, form: ParcelForm) -> str:
    give_back(ret, form.cleaned_data["parcel"], actor=actor)
    return str(_("The label is void, and its carrier is asked to take it back."))


LABEL_ACTIONS = (
    ReturnAction(
        "add-parcel",
        _("Add a parcel"),
        _("The customer gets one more label by e-mail and on the return’s page."),
        ReturnState.IN_TRANSIT,
        "secondary",
        _add,
        AddParcelForm,
        stays_in=TAKES_LABELS,
    ),
    ReturnAction(
        "renew-label",
        _("Replace a label"),
        _("The old one is void at once and given back to its carrier."),
        ReturnState.IN_TRANSIT,
        "secondary",
        _renew,
        RenewForm,
        stays_in=TAKES_LABELS,
    ),
    ReturnAction(
        "give-back-label",
        _("Give a label back"),
        _("One that is not needed, because everything fits into fewer parcels."),
        ReturnState.IN_TRANSIT,
        "secondary",
        _give_back,
        ParcelForm,
        stays_in=TAKES_LABELS,
    ),
)


def label_offers(ret: Return) -> dict[str, bool]:
    """Which of them make sense now. No query if the labels are loaded."""
    labels = labels_of(ret) if takes_labels(ret) else []
    ready = [label for label in labels if label.state == LabelState.READY]
    return {
        "add-parcel": bool(labels) and ret.parcels < MOST_PARCELS,
        "renew-label": bool(labels),
        "give-back-label": len(ready) > 1,
    }
