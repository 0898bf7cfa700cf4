"""The looks a brand has had, has and may have."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Of the first three, a theme has one version at most: its open draft. Of what goes
    live at a time, one as well."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    ASIDE = "aside"


OPEN = (Stage.DRAFT, Stage.SUBMITTED, Stage.SENT_BACK)


class ThemeVersion(models.Model):
    """A whole look (``look.Look``) as somebody saved it; only its stage moves.

    ``comment`` is what a publisher asked to be changed.
    """

    theme = models.ForeignKey(
        "retour_theming.Theme", on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField()
    look = models.JSONField()
    stage = models.CharField(
        max_length=10, choices=Stage.choices, default=Stage.PUBLISHED
    )
    saved_at = models.DateTimeField(auto_now_add=True)
    saved_by = models.CharField(max_length=150, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    comment = models.TextField(blank=True, max_length=1000)
    go_live_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("version of a theme")
        verbose_name_plural = _("versions of themes")
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "number"], name="retour_theme_version_once"
            ),
            models.UniqueConstraint(
                fields=["theme"],
                condition=models.Q(stage__in=["draft", "submitted", "sent_back"]),
                name="retour_theme_one_open_draft",
            ),
            models.UniqueConstraint(
                fields=["theme"],
                condition=models.Q(stage="scheduled"),
                name="retour_theme_one_scheduled",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage="scheduled", go_live_at=None),
                name="retour_theme_scheduled_has_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage="published", published_at=None),
                name="retour_theme_published_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme_id}/{self.number}"

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN
