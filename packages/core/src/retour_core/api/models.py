from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdempotencyRecord(models.Model):
    """What a POST with an ``Idempotency-Key`` answered, to be answered again.

    ``status`` is null while the first request is still at work.
    """

    token = models.ForeignKey("retour_accounts.ApiToken", on_delete=models.CASCADE)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("idempotency record")
        verbose_name_plural = _("idempotency records")
        constraints = [
            models.UniqueConstraint(
                fields=["token", "key"], name="retour_idempotency_key_once"
            )
        ]

    def __str__(self) -> str:
        return self.key
