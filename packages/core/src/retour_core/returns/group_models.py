from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _


def new_private_key() -> str:
    return secrets.token_urlsafe(24)


class ReturnGroup(models.Model):
    """Returns of several orders that one customer sends off together.

    Begun from a mailed link, which proves ``email``; every order in it has that
    address and brand. Each return stays one of its own: number, label, refund.
    """

    private_key = models.CharField(
        max_length=40, default=new_private_key, unique=True, editable=False
    )
    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.CASCADE, related_name="return_groups"
    )
    email = models.CharField(_("e-mail"), max_length=254)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("returns sent off together")
        verbose_name_plural = _("returns sent off together")

    def __str__(self) -> str:
        return f"{self.email} {self.created_at}"
