from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    """Something that must happen outside this database (DESIGN §11).

    Written in the transaction of the fact it announces. ``done_at`` and the effect
    in this database are saved together; ``id`` is the idempotency key outside.
    ``available_at`` doubles as the lease: a claimed row is not claimed again before.
    ``attempts`` are the tries that were begun.
    """

    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    # Null, not empty: only the keys given must differ from each other.
    dedupe_key = models.CharField(max_length=200, unique=True, null=True)  # noqa: DJ001
    created_at = models.DateTimeField(auto_now_add=True)
    available_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("outbox message")
        verbose_name_plural = _("outbox messages")
        indexes = [
            models.Index(
                fields=["available_at"],
                condition=models.Q(done_at=None, dead_at=None),
                name="retour_outbox_pending",
            ),
            models.Index(
                fields=["dead_at"],
                condition=models.Q(dead_at__isnull=False),
                name="retour_outbox_dead",
            ),
            models.Index(fields=["-created_at"], name="retour_outbox_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
