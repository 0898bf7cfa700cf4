from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class WebFont(models.Model):
    """A font of a brand's own, as its portal serves it: never changed, and never
    deleted, as versions of the look name it.

    ``digest`` is that of the file it was made of, ``metrics`` are per cent of the
    fallback's face (``fonts.fallback``), ``digests`` those of its parts by script.
    """

    site = models.ForeignKey(
        "wagtailcore.Site", on_delete=models.CASCADE, related_name="+"
    )
    digest = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=80, blank=True)
    weight = models.CharField(max_length=9)
    metrics = models.JSONField()
    digests = models.JSONField()
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("font")
        verbose_name_plural = _("fonts")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "digest"], name="retour_font_once_a_site"
            )
        ]

    def __str__(self) -> str:
        return self.name


class WebFontSource(models.Model):
    """The file as it was uploaded, for the file of a look; no page serves it."""

    font = models.OneToOneField(
        WebFont, on_delete=models.CASCADE, related_name="source"
    )
    name = models.CharField(max_length=200)
    data = models.BinaryField()

    class Meta:
        verbose_name = _("file of a font")
        verbose_name_plural = _("files of fonts")

    def __str__(self) -> str:
        return self.name


class WebFontPart(models.Model):
    """WOFF2 with the letters of one script (``fonts.scripts``)."""

    font = models.ForeignKey(WebFont, on_delete=models.CASCADE, related_name="parts")
    script = models.CharField(max_length=10)
    digest = models.CharField(max_length=32, db_index=True)
    data = models.BinaryField()

    class Meta:
        verbose_name = _("part of a font")
        verbose_name_plural = _("parts of fonts")
        constraints = [
            models.UniqueConstraint(
                fields=["font", "script"], name="retour_font_script_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.font_id}/{self.script}"
