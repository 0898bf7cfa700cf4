from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField

from retour_core.accounts.models import Account
from retour_core.accounts.operations import save_account
from retour_core.accounts.zones import timezone_names
from retour_core.brands.models import hex_colour
from retour_core.orders.models import Shop
from retour_portal.backoffice.first_run.operations import NewBrand
from retour_portal.backoffice.staff.zone import follow_company
from retour_portal.countries import country_choices
from retour_portal.pages.operations import Look
from retour_portal.pages.portal_address import (
    PortalAddress,
    PortalAddressHasPath,
    PortalAddressUnfit,
    PortalHostNotAllowed,
    read_portal_address,
)
from retour_portal.theming.models import Theme

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Account]
else:
    _ModelForm = forms.ModelForm

ADDRESS_PROBLEMS: dict[type[PortalAddressUnfit], Any] = {
    PortalAddressUnfit: _(
        "This is no host name; write one such as returns.example.com."
    ),
    PortalAddressHasPath: _(
        "A portal needs a host name of its own; leave out what follows it."
    ),
    PortalHostNotAllowed: _(
        "This server answers only to the hosts named in RETOUR_ALLOWED_HOSTS; add this "
        "one there and restart it."
    ),
}
HOST_TAKEN = _("Another portal has this host name already; choose a different one.")
_THIS_COMPUTER = ("localhost", "127.0.0.1")
_ADDRESS_HELP = _("A host name that leads to this server, such as returns.example.com.")
_LOCAL_ADDRESS_HELP = _(
    "A host name that leads to this server, such as returns.example.com. To try it on "
    "this computer, any name that ends in .localhost works at once, such as "
    "brand.localhost."
)
_LOGO_HELP = _(
    "PNG, JPEG, GIF or WebP. Best: dark, on a transparent ground, at least 500 pixels "
    "wide. It can follow later."
)
_COLOURS = ("primary_colour", "accent_colour")


def _countries() -> list[tuple[str, str]]:
    return [("", "—"), *country_choices()]


def _zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped by continent, as ``Berlin`` below ``Europe``."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in timezone_names():
        area, _slash, place = name.partition("/")
        groups.setdefault(area, []).append((name, place.replace("_", " ")))
    return list(groups.items())


def _languages() -> list[tuple[str, str]]:
    """Each by its own name, for who reads no other."""
    return [
        (code, str(get_language_info(code)["name_local"]).capitalize())
        for code, _name in settings.LANGUAGES
    ]


class AccountForm(_ModelForm):
    country = forms.ChoiceField(label=_("Country"), choices=_countries)
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_zones,
        help_text=_("For dates in the back office and where an order names no place."),
    )

    class Meta:
        model = Account
        fields = ["name", "email", "country", "timezone", "gs1_company_prefix"]
        labels = {"name": _("Company"), "email": _("E-mail")}
        help_texts = {
            "email": _("Your own; customers do not see it."),
            "gs1_company_prefix": _(
                "The 7 to 10 digits GS1 licensed to you. Only for labels you print "
                "under your own numbers; otherwise leave it as it is."
            ),
        }

    def save(self, commit: bool = True) -> Account:  # noqa: ARG002, FBT001, FBT002 - Django's signature
        before = self.initial.get("timezone", "")
        saved = save_account(self.instance)
        follow_company(before, saved.timezone)
        return saved


class AddBrandForm(forms.Form):
    """A brand and its portal; colours people could not read are refused."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("As your customers know it."),
    )
    support_email = forms.EmailField(
        label=_("Support e-mail"),
        help_text=_("Customers find it on the portal and in mails."),
    )
    portal_address = forms.CharField(
        label=_("Address of the portal"),
        max_length=255,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    language = forms.ChoiceField(label=_("Main language"), choices=_languages)
    languages = forms.MultipleChoiceField(
        label=_("Languages of the portal"),
        choices=_languages,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The portal and its mails are in the main language and those you tick. "
            "Pages come with standard texts in each; you can change all of it later."
        ),
    )
    logo = WagtailImageField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.gif,.webp"}),
    )
    primary_colour = forms.CharField(
        label=_("Main colour"),
        max_length=7,
        validators=[hex_colour],
        widget=forms.TextInput(attrs={"data-colour": "", "spellcheck": "false"}),
        help_text=_("Buttons and links."),
    )
    accent_colour = forms.CharField(
        label=_("Accent colour"),
        max_length=7,
        validators=[hex_colour],
        widget=forms.TextInput(attrs={"data-colour": "", "spellcheck": "false"}),
        help_text=_("Numbers, marks and offers."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The field writes its own help, in words of developers.
        self.fields["logo"].help_text = _LOGO_HELP
        is_local = (urlsplit(settings.PUBLIC_URL).hostname or "") in _THIS_COMPUTER
        self.fields["portal_address"].help_text = (
            _LOCAL_ADDRESS_HELP if is_local else _ADDRESS_HELP
        )

    def clean_portal_address(self) -> PortalAddress:
        try:
            return read_portal_address(self.cleaned_data["portal_address"])
        except PortalAddressUnfit as unfit:
            raise ValidationError(ADDRESS_PROBLEMS[type(unfit)], unfit.code) from unfit

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        theme = Theme(**{name: data[name] for name in _COLOURS if name in data})
        try:
            theme.clean()
        except ValidationError as refused:
            for name, problems in refused.error_dict.items():
                if name in data:
                    self.add_error(name, problems)
        return data

    def new_brand(self) -> NewBrand:
        """Of a valid form."""
        data = self.cleaned_data
        main = data["language"]
        look = Look(
            primary_colour=data["primary_colour"],
            accent_colour=data["accent_colour"],
            logo=data["logo"],
        )
        return NewBrand(
            name=data["name"],
            address=data["portal_address"],
            support_email=data["support_email"],
            languages=[main, *(code for code in data["languages"] if code != main)],
            look=look,
        )


class SwitchOnForm(forms.Form):
    allow_unshipped_returns = forms.BooleanField(
        label=_("Allow returns without an outbound shipment"), required=False
    )


class SampleOrderForm(forms.Form):
    """``shops`` are those of one brand that take orders in."""

    shop = forms.ModelChoiceField(
        label=_("Shop"), queryset=Shop.objects.none(), empty_label=None
    )
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("Where the customer's mails go: yours, here.")
    )

    def __init__(self, *args: Any, shops: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shop: Any = self.fields["shop"]
        shop.queryset = shops
