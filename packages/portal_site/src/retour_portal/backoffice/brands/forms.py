from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms.models import WagtailAdminModelForm

from retour_core.brands.models import Brand
from retour_core.orders.models import Order, OrderStatus
from retour_core.orders.samples import without_samples

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Brand]
else:
    _ModelForm = forms.ModelForm

MOST_WORDS = 600


class BrandSettingsForm(WagtailAdminModelForm):
    support_url = forms.URLField(
        label=_("Contact page"), required=False, assume_scheme="https"
    )

    class Meta:
        model = Brand
        fields = ["name", "support_email", "support_url"]


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        switch = self.fields["allow_unshipped_returns"].widget
        switch.attrs["aria-describedby"] = f"{self.prefix}-consequence"


def consequences(brands: Iterable[Brand]) -> dict[int, str]:
    """By brand, what the switch does, and for how many orders, in one sentence.

    One query. Orders that only try the portal do not count.
    """
    unshipped = Order.objects.filter(
        brand__in=brands, has_shipment=False, status=OrderStatus.OPEN
    )
    counts: dict[int, int] = dict(
        without_samples(unshipped).order_by().values_list("brand").annotate(Count("pk"))
    )
    return {brand.pk: _consequence(counts.get(brand.pk, 0)) for brand in brands}


def consequence(brand: Brand) -> str:
    """The same for one brand."""
    return consequences([brand])[brand.pk]


def _consequence(count: int) -> str:
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
