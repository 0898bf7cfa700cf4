from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from retour_core.domain.errors import DomainError
from retour_core.webhooks.events import EVENT_TYPES
from retour_core.webhooks.models import WebhookEndpoint
from retour_core.webhooks.operations import add_endpoint, change_endpoint
from retour_portal.backoffice.webhooks.words import refusal_words


class WebhookForm(WagtailAdminModelForm):
    """Saved by ``save_or_refuse``: the operation judges the address."""

    # Not the model's own field: the operation judges “http://” of this machine.
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput,
        help_text=_("Such as https://shop.example/hooks. It is sent JSON by POST."),
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=[(name, name) for name in EVENT_TYPES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None ticked: all, also those that come with later versions."),
    )

    class Meta:
        model = WebhookEndpoint
        fields = ["brand", "description"]
        help_texts = {"description": _("What receives it, such as “ERP”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["brand"].disabled = True
            self.initial |= {
                "url": self.instance.url,
                "events": list(self.instance.events),
            }

    def event_boxes(self) -> list[tuple[Any, Any]]:
        """Each box with what its event says."""
        return [(box, EVENT_TYPES[box.data["value"]]) for box in self["events"]]

    def save_or_refuse(self) -> WebhookEndpoint | None:
        """The endpoint, or ``None`` with the reason among the form's errors."""
        data = self.cleaned_data
        about = {"events": data["events"], "description": data["description"]}
        try:
            if self.instance.pk:
                return change_endpoint(self.instance, data["url"], **about)
            endpoint, _secret = add_endpoint(data["brand"], data["url"], **about)
        except DomainError as refusal:
            self.add_error(*refusal_words(refusal))
            return None
        return endpoint
