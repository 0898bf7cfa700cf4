from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from retour_portal.theming.models import Theme


class DraftLink(models.Model):
    """Lets whoever has its address read the latest draft of one page, or see the home
    page in the latest draft of a look, until it ends.

    The address is signed from ``public_id`` (``draft_links.address_of``), so the row
    opens nothing to who reads the database alone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        null=True,
        related_name="draft_links",
        editable=False,
    )
    theme = models.ForeignKey(
        Theme,
        on_delete=models.CASCADE,
        null=True,
        related_name="draft_links",
        editable=False,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("link to a draft")
        verbose_name_plural = _("links to drafts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page=None) ^ models.Q(theme=None),
                name="retour_draft_link_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id or self.theme_id}/{self.public_id}"

    def opens(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class LookUpload(models.Model):
    """The file of a look, kept until who sent it says whether to use it: one each."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=200)
    content = models.TextField()
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file of a look")
        verbose_name_plural = _("files of looks")
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "user"], name="retour_one_look_upload_each"
            )
        ]

    def __str__(self) -> str:
        return self.name
