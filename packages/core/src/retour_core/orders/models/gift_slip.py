from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from retour_core.domain.gift_codes import new_gift_code
from retour_core.orders.models.line import OrderLine
from retour_core.orders.models.order import Order

# Printed when a parcel is sent, and longer than a usual window with its extensions.
SLIP_LIFETIME = timedelta(days=180)


def _new_code() -> str:
    return new_gift_code(secrets.randbits)


class GiftSlip(models.Model):
    """What lets whoever got a present return it: its code opens what it covers.

    One ``is_whole`` is for whatever its order has; any other for its ``lines`` alone,
    and for nothing if they are gone. ``created_by`` is a user's or a token's name.
    Returns made with it stay when it is revoked; drafts cannot be sent any more.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(
        Order, on_delete=models.CASCADE, related_name="gift_slips"
    )
    code = models.CharField(
        max_length=14, default=_new_code, unique=True, editable=False
    )
    is_whole = models.BooleanField(default=False)
    lines = models.ManyToManyField(OrderLine, related_name="+")
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(is_whole=True, revoked_at=None),
                name="retour_one_whole_gift_slip_per_order",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def expires_at(self) -> datetime:
        return self.created_at + SLIP_LIFETIME

    @property
    def is_good(self) -> bool:
        """Now, on the clock."""
        return self.revoked_at is None and timezone.now() < self.expires_at

    def covered(self) -> frozenset[int] | None:
        """Keys of the order's lines it is for, None for all. One query, none for all or
        where ``lines`` were prefetched."""
        if self.is_whole:
            return None
        return frozenset(line.pk for line in self.lines.all())
