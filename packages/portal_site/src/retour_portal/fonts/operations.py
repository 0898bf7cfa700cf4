from __future__ import annotations

from django.db import transaction
from wagtail.models import Site

from retour_portal.fonts.models import WebFont, WebFontPart, WebFontSource
from retour_portal.fonts.reading import ReadFont


@transaction.atomic
def keep_font(site: Site, read: ReadFont, file_name: str) -> WebFont:
    """The one that was made of the same file for ``site``, if there is one."""
    font, is_new = WebFont.objects.get_or_create(
        site=site,
        digest=read.digest,
        defaults={
            "name": read.name,
            "weight": read.weight,
            "metrics": read.metrics,
            "digests": {part.script: part.digest for part in read.parts},
        },
    )
    if is_new:
        WebFontSource.objects.create(font=font, name=file_name[-200:], data=read.source)
        WebFontPart.objects.bulk_create(
            WebFontPart(
                font=font, script=part.script, digest=part.digest, data=part.data
            )
            for part in read.parts
        )
    return font
