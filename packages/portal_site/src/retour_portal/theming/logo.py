"""A theme's logo as labels and mails take it."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

LARGEST = (1200, 400)


def portable_logo(image: Any) -> ContentFile[bytes]:
    """A Wagtail image as a PNG within ``LARGEST`` pixels, transparency kept.

    PNG, because an e-mail program shows neither WebP nor AVIF for sure.
    """
    with image.file.open("rb") as stored:
        picture = Image.open(stored).convert("RGBA")
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    name = f"{PurePath(image.file.name).stem}.png"
    return ContentFile(file.getvalue(), name=name)
