from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from retour_core.accounts.models import Scope
from retour_core.domain.errors import DomainError
from retour_core.orders.models import Platform, Shop
from retour_core.orders.shop_addresses import tidy_address
from retour_core.orders.shops import change_shop, connect_shop
from retour_portal.backoffice.shops.words import (
    BOOKS_NO_REFUNDS,
    OFFERED,
    refusal_words,
)


class ShopForm(WagtailAdminModelForm):
    """A shop stays with its brand: its orders already carry it.

    Saving raises ``ShopConnectedAlready``.
    """

    platform = forms.ChoiceField(
        label=gettext_lazy("How its orders come in"), widget=forms.RadioSelect
    )
    url = forms.URLField(
        label=gettext_lazy("Address of the shop"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy(
            "Such as https://shop.example. It keeps a shop from being connected twice."
        ),
    )

    class Meta:
        model = Shop
        fields = ["platform", "name", "brand", "url", "executes_refunds"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(OFFERED)
        current = Platform(self.instance.platform)
        if self.instance.pk:
            self.fields["brand"].disabled = True
            if current not in offered:
                offered.insert(0, current)
        else:
            self.initial.pop("platform", None)
        self.fields["platform"].choices = [
            (platform.value, platform.label) for platform in offered
        ]

    def clean_url(self) -> str:
        try:
            return tidy_address(self.cleaned_data["url"])
        except DomainError as refusal:
            raise forms.ValidationError(refusal_words(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        platform = data.get("platform")
        if platform == Platform.OSCAR and data.get("url") == "":
            self.add_error("url", _("Give the address at which customers shop."))
        if platform in BOOKS_NO_REFUNDS and data.get("executes_refunds"):
            self.add_error(
                "executes_refunds",
                _(
                    "No shop stands behind orders that come in this way, so nobody"
                    " can book a refund; leave this off and pay by hand."
                ),
            )
        return data

    def save(self, commit: bool = True) -> Shop:  # noqa: ARG002, FBT001, FBT002 - Django's signature
        save = change_shop if self.instance.pk else connect_shop
        return save(self.instance)

    def platform_cards(self) -> list[tuple[Any, Any]]:
        """Each radio button with what its way in is for."""
        return [(radio, OFFERED.get(radio.data["value"])) for radio in self["platform"]]


class TokenForm(forms.Form):
    """``newest`` is the shop's newest token when the form was made, 0 for none."""

    name = forms.CharField(
        label=gettext_lazy("Name of the new token"),
        max_length=80,
        help_text=gettext_lazy("Where it will be used, such as “production server”."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one thing it may do.")
        },
    )
    newest = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, required=False, localize=False
    )

    @classmethod
    def for_shop(cls, shop: Shop, *, newest: int) -> TokenForm:
        """What its way in needs is filled in."""
        is_narrow = shop.platform == Platform.SENDCLOUD
        scopes = [Scope.ORDERS_WRITE] if is_narrow else list(Scope)
        return cls(
            initial={
                "name": shop.get_platform_display(),
                "scopes": [scope.value for scope in scopes],
                "newest": newest,
            }
        )

    def chosen_scopes(self) -> list[Scope]:
        return [Scope(value) for value in self.cleaned_data["scopes"]]
