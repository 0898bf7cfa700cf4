from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from retour_core.domain.errors import DomainError
from retour_core.notices.models import NoticeSubscription
from retour_core.notices.operations import change_subscription, subscribe
from retour_core.webhooks.events import EVENT_TYPES

_REFUSALS = {
    "already_subscribed": (
        "email",
        _("This address is written to already; change its notices instead."),
    ),
    "too_many_subscriptions": (
        "brand",
        _("A brand writes to twenty addresses at most. Remove one first."),
    ),
}


class NoticeForm(WagtailAdminModelForm):
    """Saved by ``save_or_refuse``: the operation knows who is written to already."""

    # Not the model's own field: the operation judges who is written to already.
    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Language"))
    hour = forms.TypedChoiceField(
        label=_("Hour of the day"),
        coerce=int,
        choices=[(hour, f"{hour}:00") for hour in range(24)],
        initial=8,
        help_text=_("In the company’s time zone; it counts for digests only."),
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=list(EVENT_TYPES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None ticked: all, also those that come with later versions."),
    )

    class Meta:
        model = NoticeSubscription
        fields = ["brand", "rhythm"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language: Any = self.fields["language"]
        language.choices = settings.WAGTAILADMIN_PERMITTED_LANGUAGES
        if self.instance.pk:
            self.fields["brand"].disabled = True
            self.initial |= {
                name: getattr(self.instance, name)
                for name in ("email", "language", "hour", "events")
            }

    def save_or_refuse(self) -> NoticeSubscription | None:
        """The subscription, or ``None`` with the reason among the form's errors."""
        values = dict(self.cleaned_data)
        brand, email = values.pop("brand"), values.pop("email")
        now = timezone.now()
        try:
            if self.instance.pk:
                return change_subscription(self.instance, email, now=now, **values)
            return subscribe(brand, email, now=now, **values)
        except DomainError as refusal:
            field, sentence = _REFUSALS[refusal.code]
            self.add_error(field, sentence)
            return None
