from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable


class MailTextQuerySet(models.QuerySet["MailText"]):
    def for_brands(self, brand_ids: Iterable[int]) -> MailTextQuerySet:
        return self.filter(brand_id__in=brand_ids)


class _Text(models.Model):
    """``blocks`` as ``notifications.blocks`` checks them; ``kind`` is a key of
    ``kinds.KINDS``."""

    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=40)
    language = models.CharField(_("language"), max_length=16)
    version = models.PositiveIntegerField(default=1)
    subject = models.CharField(_("subject"), max_length=200)
    blocks = models.JSONField(default=list)
    sms = models.CharField(_("text message"), max_length=500, blank=True)
    updated_by = models.CharField(max_length=150, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"


class MailText(_Text):
    """A brand's own words in one language; without a row the standard text counts."""

    objects = MailTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "kind", "language"], name="retour_one_text_per_mail"
            )
        ]


class MailTextVersion(_Text):
    """Each text as it was saved, never changed; kept when the standard counts again."""

    class Meta:
        verbose_name = _("version of a mail")
        verbose_name_plural = _("versions of mails")
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "kind", "language", "version"],
                name="retour_mail_version_once",
            )
        ]


class Suppression(models.Model):
    """An address that wants no reminders of a brand, as SHA-256 of both, so that the
    wish outlives the erasure of what else is known of a customer."""

    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.CASCADE, related_name="+"
    )
    email_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("unsubscribed address")
        verbose_name_plural = _("unsubscribed addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "email_hash"], name="retour_suppressed_once"
            )
        ]

    def __str__(self) -> str:
        return self.email_hash[:8]
