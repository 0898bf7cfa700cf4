from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site


def new_version() -> str:
    """Drawn, not counted: two changes at once never make the same one."""
    return uuid.uuid4().hex


class CacheVersion(models.Model):
    """Part of the key of every kept page of a site; a new one empties its cache.

    It is a row, not an entry of a cache: it changes in the transaction of what it is
    about, and every process sees it with its next request.
    """

    site = models.OneToOneField(
        Site, on_delete=models.CASCADE, related_name="cache_version", primary_key=True
    )
    version = models.CharField(max_length=32, default=new_version)

    class Meta:
        verbose_name = _("version of the page cache")
        verbose_name_plural = _("versions of the page cache")

    def __str__(self) -> str:
        return self.version
