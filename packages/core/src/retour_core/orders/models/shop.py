from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def new_shop_key() -> str:
    return "shop_" + secrets.token_hex(6)


def new_link_secret() -> str:
    return "rl_" + secrets.token_urlsafe(32)


class Platform(models.TextChoices):
    """How a shop's orders come in."""

    OSCAR = "oscar", "django-oscar"
    WOOCOMMERCE = "woocommerce", "WooCommerce"
    SHOPIFY = "shopify", "Shopify"
    SALEOR = "saleor", "Saleor"
    VENDURE = "vendure", "Vendure"
    MEDUSA = "medusa", "Medusa"
    SENDCLOUD = "sendcloud", _("Software made for Sendcloud")
    API = "api", _("Own software (API)")
    FILE = "file", _("CSV or Excel files")


class ShopStatus(models.TextChoices):
    CONNECTED = "connected", _("connected")
    PAUSED = "paused", _("paused")
    DISCONNECTED = "disconnected", _("disconnected")


class Shop(models.Model):
    """A connected store. ``key`` is public, ``link_secret`` is shared with the shop."""

    key = models.CharField(max_length=40, unique=True, default=new_shop_key)
    name = models.CharField(_("name"), max_length=80)
    platform = models.CharField(
        _("platform"), max_length=20, choices=Platform.choices, default=Platform.API
    )
    url = models.URLField(_("address"), blank=True)
    brand = models.ForeignKey(
        "retour_brands.Brand",
        on_delete=models.PROTECT,
        related_name="shops",
        verbose_name=_("brand"),
    )
    link_secret = models.CharField(max_length=60, default=new_link_secret)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=ShopStatus.choices,
        default=ShopStatus.CONNECTED,
    )
    executes_refunds = models.BooleanField(
        _("refunds are booked in the shop"),
        default=False,
        help_text=_("The shop's plugin pays the refund out and reports back."),
    )
    last_push_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shops")
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "url"],
                condition=~Q(url="") & ~Q(status="disconnected"),
                name="retour_shop_connected_once",
                violation_error_message=_("This shop is connected already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
