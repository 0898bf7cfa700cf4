from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable


class StepTextQuerySet(models.QuerySet["StepText"]):
    def for_brands(self, brand_ids: Iterable[int]) -> StepTextQuerySet:
        return self.filter(brand_id__in=brand_ids)


class _Texts(models.Model):
    """``step`` is a key of ``flow.slots.registry.STEPS``; ``texts`` has an own text by
    the name of its slot, and none where the standard text counts."""

    brand = models.ForeignKey(
        "retour_brands.Brand", on_delete=models.CASCADE, related_name="+"
    )
    step = models.CharField(max_length=40)
    language = models.CharField(_("language"), max_length=16)
    version = models.PositiveIntegerField(default=1)
    texts = models.JSONField(default=dict)
    updated_by = models.CharField(max_length=150, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.step} ({self.language})"


class StepText(_Texts):
    """What customers read on a step in one language; ``version`` is the one of
    ``StepTextVersion`` that was published last."""

    objects = StepTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("texts of a step")
        verbose_name_plural = _("texts of steps")
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "step", "language"], name="retour_one_text_per_step"
            )
        ]


class StepTextVersion(_Texts):
    """As somebody saved it, never changed; a draft as long as nobody published it."""

    class Meta:
        verbose_name = _("version of a step’s texts")
        verbose_name_plural = _("versions of steps’ texts")
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "step", "language", "version"],
                name="retour_step_version_once",
            )
        ]
