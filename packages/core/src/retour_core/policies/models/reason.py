from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

key_validator = RegexValidator(
    r"^[a-z0-9_-]{1,40}$", _("Use small letters, digits, - and _ only.")
)


class ShopifyReason(models.TextChoices):
    """The values of Shopify's ``ReturnReason``."""

    COLOR = "COLOR", _("Colour")
    DEFECTIVE = "DEFECTIVE", _("Defective")
    NOT_AS_DESCRIBED = "NOT_AS_DESCRIBED", _("Not as described")
    OTHER = "OTHER", _("Other")
    SIZE_TOO_LARGE = "SIZE_TOO_LARGE", _("Size too large")
    SIZE_TOO_SMALL = "SIZE_TOO_SMALL", _("Size too small")
    STYLE = "STYLE", _("Style")
    UNKNOWN = "UNKNOWN", _("Unknown")
    UNWANTED = "UNWANTED", _("Unwanted")
    WRONG_ITEM = "WRONG_ITEM", _("Wrong item")


class Reason(models.Model):
    """Why something comes back, in the merchant's own list.

    ``texts`` are what customers read, by language; where none fits, a key of
    ``domain.reasons.ReturnReason`` has words of its own. ``categories`` are those of
    the order lines it is offered for, none for all. ``question`` is asked after it,
    by language. A reason that returns name is switched off, never deleted.
    """

    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.CASCADE, related_name="reasons"
    )
    key = models.CharField(_("key"), max_length=40, validators=[key_validator])
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(_("active"), default=True)
    texts = models.JSONField(_("name"), default=dict)
    kinds = models.JSONField(_("kinds of request"), default=list)
    categories = models.JSONField(_("categories"), default=list)
    question = models.JSONField(_("follow-up question"), default=dict)
    answer_required = models.BooleanField(_("an answer is required"), default=False)
    photo_required = models.BooleanField(_("a photo is required"), default=False)
    our_fault = models.BooleanField(_("our fault: no fee"), default=False)
    sendcloud_id = models.PositiveIntegerField(_("Sendcloud's id"), null=True)
    shopify_reason = models.CharField(
        _("Shopify's reason"),
        max_length=20,
        choices=ShopifyReason.choices,
        default=ShopifyReason.OTHER,
    )

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "key"], name="retour_reason_once_per_brand"
            )
        ]

    def __str__(self) -> str:
        return self.key
