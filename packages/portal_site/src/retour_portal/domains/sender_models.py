from __future__ import annotations

from typing import Any, TypedDict

from django.db import models
from django.utils.translation import gettext_lazy as _

from retour_core.brands.models import Brand
from retour_portal.domains.mail_addresses import readable_address


class Checked(TypedDict):
    """One record: what DNS said of it, and whether that is what is needed; ``None``
    while no name server answers."""

    kind: str
    name: str
    found: list[str]
    is_good: bool | None


class MailSender(models.Model):
    """Whom a brand wants its mails to be from.

    ``address`` is in ASCII, or empty for the installation's. It counts, and stands in
    ``Brand.mail_address``, while ``verified_at`` is set: its domain publishes all that
    ``sender_records`` names. ``challenge`` proves one domain and changes with it.
    """

    brand = models.OneToOneField(
        Brand, on_delete=models.CASCADE, related_name="mail_sender"
    )
    name = models.CharField(_("name"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=254, blank=True)
    challenge = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True, db_index=True)
    found = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("mail sender")
        verbose_name_plural = _("mail senders")

    def __str__(self) -> str:
        return readable_address(self.address) or self.name

    @property
    def checked(self) -> dict[tuple[str, str], Checked]:
        rows: list[Any] = self.found
        return {(row["kind"], row["name"]): row for row in rows}
