"""A theme's logo as labels and mails take it."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageStat

from retour_core.domain.colours import contrast_ratio
from retour_portal.theming.contrast import INK, PAGE

LARGEST = (1200, 400)
# Below this a logo is lost in the header, whatever its finer lines are.
_LOST_BELOW = 2.0


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


def ground_for(image: Any, header: str) -> str:
    """``#rrggbb`` to lay under the logo where it would be lost on ``header``, else "".

    By the mean colour of what is not transparent; a picture without such has none.
    """
    with image.file.open("rb") as stored:
        picture = Image.open(stored).convert("RGBA")
    opaque = picture.getchannel("A").point([0] * 128 + [255] * 128)
    if opaque.getbbox() is None:
        return ""
    channels = ImageStat.Stat(picture.convert("RGB"), mask=opaque).mean
    mean = "#" + "".join(f"{round(channel):02x}" for channel in channels)
    if contrast_ratio(mean, header) >= _LOST_BELOW:
        return ""
    return max((PAGE, INK), key=lambda ground: contrast_ratio(mean, ground))
