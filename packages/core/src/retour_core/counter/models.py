from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from retour_core.returns.choices import ActorKind, MethodChoices


class HandIn(models.Model):
    """The proof that somebody took a return's items at a counter: one a return.

    ``place`` is the store as it was named then and may be empty; ``actor_name`` the
    member of staff, or the shop whose till it was, and ``clerk`` whom that till named.
    ``method`` is the way back the return had until then. Never changed afterwards.
    """

    parent = models.OneToOneField(
        "retour_returns.Return", on_delete=models.PROTECT, related_name="hand_in"
    )
    at = models.DateTimeField(_("handed in"))
    place = models.CharField(_("store"), max_length=120, blank=True)
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor_name = models.CharField(max_length=150, blank=True)
    clerk = models.CharField(_("taken by"), max_length=150, blank=True)
    method = models.CharField(
        _("method"), max_length=20, choices=MethodChoices.choices, blank=True
    )
    is_late = models.BooleanField(_("after the last day"), default=False)

    class Meta:
        verbose_name = _("hand-in at the counter")
        verbose_name_plural = _("hand-ins at the counter")

    def __str__(self) -> str:
        return f"{self.parent_id} {self.place}".strip()

    @property
    def by(self) -> str:
        """Who took them, as well as it is known."""
        return self.clerk or self.actor_name
