"""What an account elsewhere has, whoever it is with."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from retour_core.encryption import SealedField


class AccountElsewhere(models.Model):
    """``options`` and ``secrets`` are the adapter's settings (``account_settings``),
    ``last_…`` is how asking went (``account_health``)."""

    name = models.CharField(_("name"), max_length=80)
    options = models.JSONField(default=dict)
    secrets = SealedField(default="")
    is_active = models.BooleanField(_("in use"), default=True)
    last_success_at = models.DateTimeField(_("last success"), null=True)
    last_fault_at = models.DateTimeField(_("last fault"), null=True)
    last_fault_kind = models.CharField(max_length=10, blank=True)
    last_fault = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
