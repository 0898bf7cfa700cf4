from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from retour_core.brands.models import Brand
from retour_core.orders.models import Order, OrderStatus
from retour_core.orders.samples import without_samples
from retour_portal.consent.addresses import validate_origins, validate_script
from retour_portal.consent.choice import analytics_of
from retour_portal.consent.operations import set_analytics
from retour_portal.languages import language_choices
from retour_portal.theming.languages import offered_languages, own_language

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Brand]
else:
    _ModelForm = forms.ModelForm

MOST_WORDS = 600


class BrandSettingsForm(WagtailAdminModelForm):
    support_url = forms.URLField(
        label=_("Contact page"), required=False, assume_scheme="https"
    )
    analytics_script = forms.CharField(
        label=_("Analytics script"),
        required=False,
        max_length=500,
        validators=[validate_script],
        help_text=_(
            "Loaded on content pages only, and only for visitors who agree. Without "
            "one nobody is asked."
        ),
    )
    analytics_endpoints = forms.CharField(
        label=_("Where it reports to"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[validate_origins],
        help_text=_("Other hosts than the script's, one a line, with https://."),
    )

    class Meta:
        model = Brand
        fields = ["name", "support_email", "support_url"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        analytics = analytics_of(self.instance)
        if analytics is not None:
            self.fields["analytics_script"].initial = analytics.script_url
            self.fields["analytics_endpoints"].initial = analytics.endpoints

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        # A script that was refused is not in the data at all.
        if data.get("analytics_script") == "" and data.get("analytics_endpoints"):
            self.add_error("analytics_script", _("Which script reports there?"))
        return data

    @transaction.atomic
    def save(self, commit: bool = True) -> Brand:  # noqa: FBT001, FBT002 - Django's signature
        brand: Brand = super().save(commit=commit)
        set_analytics(
            brand,
            script_url=self.cleaned_data["analytics_script"],
            endpoints=self.cleaned_data["analytics_endpoints"],
        )
        return brand


class LanguageBoxes(forms.CheckboxSelectMultiple):
    """The brand's ``own`` language cannot be taken off."""

    own = ""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        if option["value"] == self.own:
            option["attrs"] |= {"checked": True, "disabled": True}
        return option


class ReturnPortalForm(_ModelForm):
    """*Allow returns without an outbound shipment*, and the words while it is off; the
    languages the portal offers."""

    class Meta:
        model = Brand
        fields = ["allow_unshipped_returns", "unshipped_message", "support_url"]

    languages = forms.MultipleChoiceField(
        label=_("Languages of the portal"),
        choices=language_choices,
        required=False,
        widget=LanguageBoxes,
        help_text=_(
            "Pages and mails are in one of these, by the customer’s browser or order. "
            "Addresses in another language lead to the brand’s own, which always stays."
        ),
    )
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
        self.own = own_language(self.instance)
        self.fields["languages"].widget.own = self.own
        self.initial["languages"] = offered_languages(self.instance)

    def clean_languages(self) -> list[str]:
        """Empty for all of them, those of a later version of ours too."""
        chosen = {*self.cleaned_data["languages"], self.own}
        return [] if len(chosen) == len(settings.LANGUAGES) else sorted(chosen)

    def offered(self) -> str:
        """What the portal speaks as it is saved, in a few words."""
        names = dict(language_choices())
        codes = offered_languages(self.instance)
        if len(codes) == len(names):
            return gettext("all %(count)d") % {"count": len(names)}
        return ", ".join(sorted(names[code] for code in codes))


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
