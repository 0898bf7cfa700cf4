from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.domain.tracking.signatures import SIGNINGS
from retour_core.tracking.addresses import change_secret, new_secret, open_hook
from retour_core.tracking.models import TrackingHook
from retour_portal.backoffice.tracking_hooks.words import SOURCES, refusal_words


class TrackingHookForm(WagtailAdminModelForm):
    """Saved by ``save_or_refuse``. A secret that is here is never shown in it."""

    source = forms.ChoiceField(
        label=_("Who sends"),
        choices=[(key, SOURCES[key]) for key in SOURCES if key in SIGNINGS],
    )
    secret = forms.CharField(
        label=_("Secret"),
        required=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Sendcloud and AfterShip make it themselves: copy it from there. For the "
            "others one is made if this is empty."
        ),
    )
    brands = forms.ModelMultipleChoiceField(
        label=_("For these brands"),
        queryset=Brand.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Its news counts for their parcels alone. Those who manage all of them can "
            "see and change the address."
        ),
    )

    class Meta:
        model = TrackingHook
        fields = ["name"]
        help_texts = {"name": _("What you call it, such as “Sendcloud, main account”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["source"].disabled = True
            self.fields["secret"].help_text = _(
                "Empty: it stays as it is. The former one holds for another week."
            )
            self.initial |= {
                "source": self.instance.source,
                "brands": list(self.instance.brands.all()),
            }

    def save_or_refuse(self) -> TrackingHook | None:
        """The address, or ``None`` with the reason among the form's errors."""
        try:
            return self._changed() if self.instance.pk else self._opened()
        except DomainError as refusal:
            self.add_error(*refusal_words(refusal))
            return None

    def _opened(self) -> TrackingHook:
        data = self.cleaned_data
        secret = data["secret"] or new_secret(data["source"])
        return open_hook(data["source"], data["name"], secret, brands=data["brands"])

    def _changed(self) -> TrackingHook:
        data = self.cleaned_data
        hook: TrackingHook = self.instance
        if data["secret"]:
            change_secret(hook, data["secret"], now=timezone.now())
        hook.brands.set(data["brands"])
        hook.save(update_fields=["name"])
        return hook
