from __future__ import annotations

import secrets

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Account(models.Model):
    """The merchant whose installation this is; there is exactly one row.

    ``gs1_company_prefix`` is the 7 to 10 digits GS1 licensed to the merchant; own
    labels number their parcels (SSCC) under it.
    """

    name = models.CharField(_("company"), max_length=80)
    email = models.EmailField(_("e-mail"), blank=True)
    # Empty until somebody has said where the merchant is.
    country = models.CharField(_("country"), max_length=2, blank=True)
    timezone = models.CharField(_("time zone"), max_length=40, default="Europe/Berlin")
    gs1_company_prefix = models.CharField(
        _("GS1 company prefix"),
        max_length=10,
        default="0614141",
        validators=[RegexValidator(r"^[0-9]{7,10}$")],
    )
    singleton = models.BooleanField(default=True, editable=False, unique=True)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("account")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(singleton=True), name="retour_account_is_one_row"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    ADMIN = "admin", _("Brand administrator")
    AGENT = "agent", _("Agent")
    EDITOR = "editor", _("Content editor")
    PUBLISHER = "publisher", _("Publisher")


class StaffRole(models.Model):
    """What a member of staff may do for one brand; superusers may do all for all."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="retour_roles",
    )
    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.CASCADE, related_name="staff_roles"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)

    class Meta:
        verbose_name = _("staff role")
        verbose_name_plural = _("staff roles")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "brand"], name="retour_one_role_per_user_and_brand"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.brand} · {self.get_role_display()}"


class Scope(models.TextChoices):
    ORDERS_WRITE = "orders:write", _("push orders")
    RETURNS_READ = "returns:read", _("read returns")
    RETURNS_WRITE = "returns:write", _("create and process returns")
    REFUNDS_WRITE = "refunds:write", _("report refunds")


def new_public_key() -> str:
    """The half of a token that is no secret; HTTP Basic's user name."""
    return "pk_" + secrets.token_hex(16)


def all_scopes() -> list[str]:
    return [scope.value for scope in Scope]


class ApiToken(models.Model):
    """A shop's key to the API: a keyed digest is stored, the token is shown once."""

    shop = models.ForeignKey(
        "retour_orders.Shop", on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=12, editable=False)
    public_key = models.CharField(
        max_length=40, unique=True, default=new_public_key, editable=False
    )
    scopes = models.JSONField(_("scopes"), default=all_scopes)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"
