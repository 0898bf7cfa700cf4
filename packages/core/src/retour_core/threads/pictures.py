"""A file from anybody, made into two clean JPEGs of our own.

Nothing of the upload survives but its pixels: no EXIF, no place, no comment, no
profile. Sizes are checked before anything is decoded.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageCms, UnidentifiedImageError
from pillow_heif import register_heif_opener

from retour_core.threads.errors import (
    MAX_MEGABYTES,
    MAX_MEGAPIXELS,
    PhotoDamaged,
    PhotoTooLarge,
    PhotoTooManyPixels,
    PhotoUnsupported,
)

register_heif_opener()

LONGEST_SIDE = 2048
THUMBNAIL_SIDE = 320
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_ORIENTATION = 0x0112
# What a camera held otherwise says of itself, and what sets it upright.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Picture:
    """``large`` and ``thumbnail`` are JPEG files in sRGB; the size is the large one's.

    ``sha256`` is of ``large``, in hex: the same upload gives the same.
    """

    large: bytes
    thumbnail: bytes
    width: int
    height: int
    sha256: str


def picture_of(file: IO[bytes], *, name: str) -> Picture:
    """Raises a ``PhotoRefused`` whose context names the file by ``name``."""
    content = file.read(MAX_MEGABYTES * 1_000_000 + 1)
    if len(content) > MAX_MEGABYTES * 1_000_000:
        raise PhotoTooLarge(name=name, most=MAX_MEGABYTES)
    image = _clean(_opened(content, name), name)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    large = _jpeg(image, quality=85)
    width, height = image.size
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return Picture(
        large=large,
        thumbnail=_jpeg(image, quality=80),
        width=width,
        height=height,
        sha256=hashlib.sha256(large).hexdigest(),
    )


def _opened(content: bytes, name: str) -> Image.Image:
    """The header alone is read: what the file claims to be, and how large."""
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
    except _BOMBS as error:
        raise PhotoTooManyPixels(name=name, most=MAX_MEGAPIXELS) from error
    except UnidentifiedImageError as error:
        raise PhotoUnsupported(name=name) from error
    except Exception as error:  # a decoder may raise anything on hostile bytes
        raise PhotoDamaged(name=name) from error
    if image.width * image.height > MAX_MEGAPIXELS * 1_000_000:
        raise PhotoTooManyPixels(name=name, most=MAX_MEGAPIXELS)
    return image


def _clean(image: Image.Image, name: str) -> Image.Image:
    """Decoded, upright, in sRGB, on white, and without anything beside its pixels."""
    orientation = _orientation(image)
    try:
        # A JPEG far larger than we keep is decoded at a half, a quarter or an eighth.
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        flat = _in_srgb(image)
    except _BOMBS as error:
        raise PhotoTooManyPixels(name=name, most=MAX_MEGAPIXELS) from error
    except Exception as error:
        raise PhotoDamaged(name=name) from error
    if orientation in _UPRIGHT:
        flat = flat.transpose(_UPRIGHT[orientation])
    clean = Image.new("RGB", flat.size, "white")
    clean.paste(flat, mask=flat.getchannel("A") if flat.mode == "RGBA" else None)
    return clean


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - broken notes of a camera spoil no photo
        return 1
    return value if isinstance(value, int) else 1


def _in_srgb(image: Image.Image) -> Image.Image:
    """RGB or RGBA; colours of another profile are converted while it is known."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        # 16 bits of grey: Pillow would cut off what is above 255.
        image = image.point(lambda value: value / 256).convert("L")
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return image.convert("RGBA" if has_alpha else "RGB")
    try:
        converted = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGBA" if image.mode == "RGBA" else "RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        converted = None  # a broken profile: the colours as they are
    return converted or image.convert("RGBA" if has_alpha else "RGB")


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
    return file.getvalue()
