from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from retour_core.domain.countries import countries_by_name
from retour_core.domain.distance import Coordinates
from retour_core.domain.methods import ReturnMethod
from retour_core.domain.opening_hours import Week, from_json, write_week

if TYPE_CHECKING:
    from collections.abc import Iterable

hex_colour = RegexValidator(
    r"^#[0-9a-fA-F]{6}$", _("Write the colour as # and six digits, like #0b6e4f.")
)


def _country_choices() -> list[tuple[str, str]]:
    """Each by its name in the reader's language."""
    return countries_by_name(get_language() or "en")


def default_methods() -> list[str]:
    """Only the first migration still asks for it."""
    return [ReturnMethod.DROP_OFF_POINT.value]


class BrandQuerySet(models.QuerySet["Brand"]):
    def for_brands(self, brand_ids: Iterable[int]) -> BrandQuerySet:
        return self.filter(pk__in=brand_ids)


class Brand(models.Model):
    """What a customer knows the merchant by: one portal, one look, one address book.

    ``portal_url`` is the root of the brand's portal without a trailing slash; mails,
    labels and the API build their links on it. The look (logo, colours, font) is a
    copy the portal's theme writes here, so that labels and mails need no Wagtail.
    ``languages`` are the codes of those it offers, all where it is empty
    (``brands.languages`` reads it). ``mail_name`` is whom mails are from where that is
    not ``name``; ``mail_address`` their sender's address once its domain proved that
    mails may come from it, else the installation's counts.
    """

    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    portal_url = models.URLField(_("portal address"), blank=True)
    mail_name = models.CharField(max_length=80, blank=True, default="")
    mail_address = models.CharField(max_length=254, blank=True, default="")
    support_email = models.EmailField(_("support e-mail"), blank=True)
    support_url = models.URLField(_("contact page"), blank=True)
    default_locale = models.CharField(_("language"), max_length=16, default="en")
    languages = models.JSONField(_("languages"), default=list, blank=True)
    logo = models.FileField(_("logo"), upload_to="brand-logos/", blank=True)
    primary_colour = models.CharField(
        _("main colour"), max_length=7, default="#1f3a5f", validators=[hex_colour]
    )
    accent_colour = models.CharField(
        _("accent colour"), max_length=7, default="#b4532a", validators=[hex_colour]
    )
    font = models.CharField(_("font"), max_length=40, default="system")
    allow_unshipped_returns = models.BooleanField(
        _("Allow returns without an outbound shipment"), default=False
    )
    unshipped_message = models.TextField(
        _("what a customer reads while an order is not shipped"), blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = BrandQuerySet.as_manager()

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")

    def __str__(self) -> str:
        return self.name


class ReturnAddress(models.Model):
    """Where a brand's returns go; one per brand is the default.

    A store has hours and a place on the map if somebody wrote them down:
    ``opening_hours`` are what ``domain.opening_hours.to_json`` makes, ``None`` where
    nobody told; latitude and longitude are degrees (WGS 84), both or neither.
    """

    brand = models.ForeignKey(
        Brand, on_delete=models.CASCADE, related_name="return_addresses"
    )
    label = models.CharField(
        pgettext_lazy("name of an address", "label"), max_length=80
    )
    company = models.CharField(_("company"), max_length=80)
    contact = models.CharField(_("contact"), max_length=80, blank=True)
    street = models.CharField(_("street and number"), max_length=120)
    street2 = models.CharField(_("address line 2"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=80)
    region = models.CharField(_("region"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=_country_choices)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    eori_number = models.CharField(_("EORI number"), max_length=20, blank=True)
    is_default = models.BooleanField(_("default address"), default=False)
    is_store = models.BooleanField(_("store location"), default=False)
    opening_hours = models.JSONField(_("opening hours"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        verbose_name = _("return address")
        verbose_name_plural = _("return addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["brand"],
                condition=models.Q(is_default=True),
                name="retour_one_default_return_address",
                violation_error_message=_("This brand already has a default address."),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="retour_return_address_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def week(self) -> Week | None:
        return from_json(self.opening_hours)

    @property
    def hours_text(self) -> str:
        """In the notation of a file of drop-off points."""
        return write_week(self.week)

    @property
    def coordinates(self) -> Coordinates | None:
        if self.latitude is None or self.longitude is None:
            return None
        return Coordinates(self.latitude, self.longitude)


class SenderAddress(models.Model):
    """Where an order was sent from; its brand is the order's brand.

    A shipping rule names one for an order. ``brand`` is edited in the address's
    *Miscellaneous* section, where users of shipping panels look for it.
    """

    label = models.CharField(
        pgettext_lazy("name of an address", "label"), max_length=80
    )
    company = models.CharField(_("company"), max_length=80)
    contact = models.CharField(_("contact"), max_length=80, blank=True)
    street = models.CharField(_("street and number"), max_length=120)
    street2 = models.CharField(_("address line 2"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=80)
    region = models.CharField(_("region"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=_country_choices)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    eori_number = models.CharField(_("EORI number"), max_length=20, blank=True)
    is_store = models.BooleanField(_("store location"), default=False)
    brand = models.ForeignKey(
        Brand,
        on_delete=models.PROTECT,
        related_name="sender_addresses",
        verbose_name=_("brand"),
    )

    class Meta:
        verbose_name = _("sender address")
        verbose_name_plural = _("sender addresses")

    def __str__(self) -> str:
        return self.label
