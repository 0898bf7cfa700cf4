from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from retour_core.orders.models.order import Order


class OrderLine(models.Model):
    """One bought position and how much of it is on its way back.

    The counters only change under the order's row lock. ``returnable_limit`` is how
    many units may come back at most: those fulfilled, or those ordered where the
    shop reported no fulfilment at all, less those it refunded by itself.
    ``total_*_minor`` is what was really paid: after ``order_discount_minor`` too, the
    line's share of a discount on the order. ``exemption`` is a letter of CRD art. 16.
    """

    order = models.ForeignKey(
        Order, on_delete=models.CASCADE, related_name="lines", db_index=False
    )
    external_id = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()
    sku = models.CharField(max_length=100, blank=True)
    sku_key = models.CharField(max_length=100, editable=False)
    ean = models.CharField(max_length=14, blank=True)
    title = models.CharField(max_length=255)
    variant = models.CharField(max_length=255, blank=True)
    category = models.CharField(max_length=255, blank=True)
    product_brand = models.CharField(max_length=100, blank=True, default="")
    exemption = models.CharField(max_length=1, blank=True, default="")
    tags = models.JSONField(default=list)
    image_url = models.CharField(max_length=500, blank=True)
    product_url = models.CharField(max_length=500, blank=True)
    hs_code = models.CharField(max_length=14, blank=True)
    origin_country = models.CharField(max_length=2, blank=True)
    weight_grams = models.PositiveIntegerField(null=True)
    ordered = models.PositiveIntegerField()
    fulfilled = models.PositiveIntegerField(default=0)
    refunded_elsewhere = models.PositiveIntegerField(default=0)
    unit_list_minor = models.BigIntegerField(null=True)
    total_incl_minor = models.BigIntegerField()
    total_excl_minor = models.BigIntegerField(null=True)
    discount_minor = models.BigIntegerField(default=0)
    order_discount_minor = models.BigIntegerField(default=0)
    tax_rate = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    is_removed = models.BooleanField(default=False)

    returnable_limit = models.PositiveIntegerField()
    requested = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    sent_back = models.PositiveIntegerField(default=0)
    received_good = models.PositiveIntegerField(default=0)
    received_not_good = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        indexes = [
            models.Index(
                fields=["sku_key"],
                name="retour_line_sku_key",
                opclasses=["varchar_pattern_ops"],
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "external_id"], name="retour_line_once_per_order"
            ),
            models.CheckConstraint(
                condition=Q(
                    requested__lte=F("returnable_limit")
                    + F("cancelled")
                    + F("sent_back")
                ),
                name="retour_line_not_returned_twice",
            ),
            models.CheckConstraint(
                condition=Q(requested__gte=F("cancelled") + F("sent_back")),
                name="retour_line_net_return_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    requested__gte=F("cancelled")
                    + F("received_good")
                    + F("received_not_good")
                ),
                name="retour_line_received_was_requested",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def net_returned(self) -> int:
        return self.requested - self.cancelled - self.sent_back

    @property
    def returnable(self) -> int:
        return self.returnable_limit - self.net_returned
