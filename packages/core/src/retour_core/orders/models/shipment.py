from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from retour_core.orders.models.line import OrderLine
from retour_core.orders.models.order import Order


class ShipmentSource(models.TextChoices):
    EXTERNAL = "external", _("shipped elsewhere")
    RETOUR = "retour", _("shipped with Retour")


class OutboundShipment(models.Model):
    """A parcel to the customer, usually sent by somebody else.

    ``tracking_key`` is its number as ``normalise_tracking_number`` writes it: what
    customers and barcodes are compared with. ``export_mrn`` is the reference of its
    export declaration.
    """

    order = models.ForeignKey(
        Order, on_delete=models.CASCADE, related_name="shipments", db_index=False
    )
    external_id = models.CharField(max_length=100)
    source = models.CharField(
        max_length=10, choices=ShipmentSource.choices, default=ShipmentSource.EXTERNAL
    )
    tracking_number = models.CharField(max_length=100, blank=True)
    tracking_key = models.CharField(
        max_length=100, blank=True, default="", editable=False
    )
    carrier = models.CharField(max_length=100, blank=True)
    tracking_url = models.CharField(max_length=500, blank=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    export_mrn = models.CharField(max_length=35, blank=True, default="")

    class Meta:
        verbose_name = _("outbound shipment")
        verbose_name_plural = _("outbound shipments")
        indexes = [
            models.Index(fields=["tracking_number"], name="retour_shipment_tracking"),
            models.Index(fields=["tracking_key"], name="retour_shipment_tracked"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "external_id"], name="retour_shipment_once_per_order"
            )
        ]

    def __str__(self) -> str:
        return self.tracking_number or self.external_id


class OutboundShipmentLine(models.Model):
    shipment = models.ForeignKey(
        OutboundShipment, on_delete=models.CASCADE, related_name="lines"
    )
    order_line = models.ForeignKey(
        OrderLine, on_delete=models.CASCADE, related_name="shipment_lines"
    )
    quantity = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("line of an outbound shipment")
        verbose_name_plural = _("lines of outbound shipments")

    def __str__(self) -> str:
        return f"{self.quantity} × {self.order_line_id}"
