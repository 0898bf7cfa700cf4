from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from retour_core.brands.models import Brand
from retour_portal.domains.names import readable
from retour_portal.domains.sender_models import MailSender

__all__ = ["DomainState", "MailSender", "Pointing", "PortalDomain", "Proof"]


def new_challenge() -> str:
    """Hexadecimal: nothing a form at a DNS provider would quote, fold or split."""
    return secrets.token_hex(16)


class DomainState(models.TextChoices):
    WAITING = "waiting", _("waiting for its records")
    VERIFIED = "verified", _("verified")
    ACTIVE = "active", _("in use")
    FAILING = "failing", _("proof is gone")
    REMOVED = "removed", pgettext_lazy("domain", "removed")


class Proof(models.TextChoices):
    """What was found at the name of the challenge."""

    NONE = "", "not looked up"
    FOUND = "found", "found"
    MISSING = "missing", "missing"
    OTHER = "other", "something else"
    # The record is right, but another portal of the installation holds the domain.
    TAKEN = "taken", "taken"
    UNKNOWN = "unknown", "no answer"


class Pointing(models.TextChoices):
    """Where the domain leads."""

    NONE = "", "not looked up"
    HERE = "here", "here"
    ELSEWHERE = "elsewhere", "elsewhere"
    NOWHERE = "nowhere", "nowhere"
    UNKNOWN = "unknown", "no answer"


class PortalDomain(models.Model):
    """A host name a brand claims, has proved to control, or once had.

    The one in use is its site's ``hostname``; the others that are verified lead there.
    A claim that is not verified holds nobody back. Without a ``challenge`` the host
    came with the portal: who runs the installation gave it, and no proof is asked.
    ``used_at`` is when it was last put to use; ``found`` is what DNS said.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="domains")
    host = models.CharField(_("domain"), max_length=253)
    challenge = models.CharField(max_length=64, default=new_challenge, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    verified_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True, db_index=True)
    proof = models.CharField(
        max_length=10, choices=Proof.choices, default=Proof.NONE, blank=True
    )
    pointing = models.CharField(
        max_length=10, choices=Pointing.choices, default=Pointing.NONE, blank=True
    )
    found = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["host"],
                condition=Q(verified_at__isnull=False, removed_at__isnull=True),
                name="domain_held_once",
            ),
            models.UniqueConstraint(
                fields=["brand", "host"],
                condition=Q(removed_at__isnull=True),
                name="domain_once_a_brand",
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=False)
                | Q(failing_since__isnull=True, used_at__isnull=True),
                name="domain_used_when_verified",
            ),
        ]

    def __str__(self) -> str:
        return readable(self.host)

    def state_beside(self, hostname: str) -> DomainState:
        """``hostname`` is the one of the brand's site."""
        if self.removed_at is not None:
            return DomainState.REMOVED
        if self.verified_at is None:
            return DomainState.WAITING
        if self.failing_since is not None:
            return DomainState.FAILING
        return DomainState.ACTIVE if self.host == hostname else DomainState.VERIFIED
