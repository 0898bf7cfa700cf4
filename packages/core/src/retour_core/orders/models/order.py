from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from retour_core.orders.models.rule import ShippingRule
from retour_core.orders.models.shop import Shop

if TYPE_CHECKING:
    from collections.abc import Iterable


# PostgreSQL answers “begins with” from such an index, whatever its collation; SQLite's
# need nothing for it and ignore this.
_BY_PREFIX = ["int8_ops", "varchar_pattern_ops"]
SEARCHED = (
    *("number_end", "email_key", "postal_key"),
    *("name_key", "surname_key", "middle_key"),
)


class OrderStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("order", "open")
    CANCELLED = "cancelled", pgettext_lazy("order", "cancelled")


class OrderQuerySet(models.QuerySet["Order"]):
    def for_brands(self, brand_ids: Iterable[int]) -> OrderQuerySet:
        return self.filter(brand_id__in=brand_ids)

    def for_shop(self, shop: Shop) -> OrderQuerySet:
        return self.filter(shop=shop)


class Order(models.Model):
    """The last snapshot of one order, keyed by the shop's own id.

    Money in minor units of ``currency``; addresses are the wire's ``AddressIn`` as
    JSON. ``tenders`` are {kind, id, minor} of all it was paid with, or none;
    ``standard_shipping_minor`` null is that shipping was standard. ``number_key`` and
    the other keys are what is searched: see ``search_keys``.
    Foreign keys that another index begins with have none of their own.
    """

    shop = models.ForeignKey(
        Shop, on_delete=models.PROTECT, related_name="orders", db_index=False
    )
    brand = models.ForeignKey(
        "retour_brands.Brand",
        on_delete=models.PROTECT,
        related_name="orders",
        db_index=False,
    )
    external_id = models.CharField(max_length=100)
    number = models.CharField(_("number"), max_length=100)
    number_key = models.CharField(max_length=100, editable=False)
    number_end = models.CharField(max_length=100, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=OrderStatus.choices, default="open"
    )
    currency = models.CharField(_("currency"), max_length=3)
    placed_at = models.DateTimeField(_("placed"))
    changed_at = models.DateTimeField()
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    email_key = models.CharField(max_length=100, editable=False)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    locale = models.CharField(_("language"), max_length=16, blank=True)
    sales_channel = models.CharField(max_length=100, blank=True)
    tags = models.JSONField(default=list)
    customer_name = models.CharField(_("customer"), max_length=200, blank=True)
    name_key = models.CharField(max_length=100, editable=False)
    surname_key = models.CharField(max_length=100, editable=False)
    middle_key = models.CharField(max_length=100, editable=False)
    country = models.CharField(_("country"), max_length=2)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    postal_key = models.CharField(max_length=100, editable=False)
    billing_country = models.CharField(max_length=2, blank=True)
    billing_postal_code = models.CharField(max_length=20, blank=True)
    shipping_address = models.JSONField(default=dict)
    billing_address = models.JSONField(null=True)
    total_incl_minor = models.BigIntegerField()
    shipping_incl_minor = models.BigIntegerField(default=0)
    standard_shipping_minor = models.BigIntegerField(null=True)
    shipping_tax_rate = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    order_discount_minor = models.BigIntegerField(default=0)
    captured_minor = models.BigIntegerField()
    tenders = models.JSONField(default=list)
    has_shipment = models.BooleanField(default=False)
    sender_address = models.ForeignKey(
        "retour_brands.SenderAddress",
        on_delete=models.SET_NULL,
        related_name="orders",
        null=True,
        db_index=False,
        verbose_name=_("sender address"),
    )
    shipping_rule = models.ForeignKey(
        ShippingRule,
        on_delete=models.SET_NULL,
        related_name="orders",
        null=True,
        db_index=False,
    )
    shipping_rule_name = models.CharField(max_length=80, blank=True)
    invoice_number = models.CharField(max_length=100, blank=True, default="")
    url = models.CharField(max_length=500, blank=True)
    content_hash = models.CharField(max_length=64, editable=False)
    received_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "external_id"], name="retour_order_once_per_shop"
            )
        ]
        indexes = [
            models.Index(
                fields=["brand", "number_key"],
                name="retour_order_lookup",
                opclasses=_BY_PREFIX,
            ),
            *(
                models.Index(
                    fields=["brand", key],
                    name=f"retour_order_{key}",
                    opclasses=_BY_PREFIX,
                )
                for key in SEARCHED
            ),
            models.Index(fields=["brand", "-placed_at"], name="retour_order_newest"),
            # For whoever sees several brands, newest first.
            models.Index(fields=["-placed_at"], name="retour_order_placed_at"),
            models.Index(
                fields=["sender_address"],
                name="retour_order_sender",
                condition=Q(sender_address__isnull=False),
            ),
            models.Index(
                fields=["shipping_rule"],
                name="retour_order_rule",
                condition=Q(shipping_rule__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderSource(models.TextChoices):
    API = "api", _("API or plugin")
    IMPORT = "import", _("file import")
    MANUAL = "manual", _("entered by hand")
    SENDCLOUD = "sendcloud", _("Sendcloud-compatible API")
    SHIPMENTS = "shipments", _("shipment registered")
    SAMPLE = "sample", _("test order")


class OrderRevision(models.Model):
    """One accepted push of an order: what was sent, by whom; never changed.

    ``snapshot`` is the wire's ``OrderIn`` as JSON.
    """

    order = models.ForeignKey(
        Order, on_delete=models.CASCADE, related_name="revisions", db_index=False
    )
    source = models.CharField(max_length=12, choices=OrderSource.choices)
    actor = models.CharField(max_length=150, blank=True)
    snapshot = models.JSONField()
    changed_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("revision of an order")
        verbose_name_plural = _("revisions of orders")
        indexes = [
            models.Index(fields=["order", "source"], name="retour_revision_source")
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.changed_at}"
