from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms.models import WagtailAdminModelForm

from retour_core.brands.models import Brand
from retour_core.orders.models import Order, OrderStatus
from retour_core.returns.choices import MethodChoices

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Brand]
else:
    _ModelForm = forms.ModelForm

MOST_WORDS = 600


class BrandSettingsForm(WagtailAdminModelForm):
    support_url = forms.URLField(
        label=_("Contact page"), required=False, assume_scheme="https"
    )
    methods = forms.MultipleChoiceField(
        label=_("Return methods"),
        choices=MethodChoices.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What a customer may choose from; the first is the default."),
    )

    class Meta:
        model = Brand
        fields = [
            "name",
            "support_email",
            "support_url",
            "auto_approve",
            "return_window_days",
            "methods",
        ]
        labels = {"auto_approve": _("Approve returns automatically")}
        help_texts = {
            "auto_approve": _(
                "Otherwise each return waits until an agent approves or rejects it."
            ),
            "return_window_days": _(
                "Counted from delivery. The law asks for at least 14 days."
            ),
        }


class ReturnPortalForm(_ModelForm):
    """*Allow returns without an outbound shipment*, and the words while it is off."""

    class Meta:
        model = Brand
        fields = ["allow_unshipped_returns", "unshipped_message", "support_url"]

    support_url = forms.URLField(
        label=_("Contact page"),
        required=False,
        assume_scheme="https",
        help_text=_("The link below your words; without one, your support e-mail."),
    )
    unshipped_message = forms.CharField(
        label=_("Your words for an order that is not shipped"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Shown instead of ours while the switch is off, in every language of the "
            "portal."
        ),
    )


def consequence(brand: Brand) -> str:
    """What the switch does, and for how many orders, in one sentence. One query."""
    count = Order.objects.filter(
        brand=brand, has_shipment=False, status=OrderStatus.OPEN
    ).count()
    sentence = ngettext(
        "Customers may then return an order that shows no outbound shipment, for "
        "example one shipped by a fulfilment partner or bought over the counter; "
        "this concerns %(count)d order now.",
        "Customers may then return an order that shows no outbound shipment, for "
        "example one shipped by a fulfilment partner or bought over the counter; "
        "this concerns %(count)d orders now.",
        count,
    )
    return sentence % {"count": count}
