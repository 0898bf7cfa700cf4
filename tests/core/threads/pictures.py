"""Pictures as cameras and attackers make them."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.Image import Exif

GPS = 0x8825
BERLIN = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)}


def encoded(
    size: tuple[int, int] = (600, 400),
    colour: Any = (200, 30, 30),
    *,
    kind: str = "JPEG",
    mode: str = "RGB",
    **options: Any,
) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind, **options)
    return file.getvalue()


def upload(content: bytes | None = None, name: str = "IMG_1.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, encoded() if content is None else content)


def uploads(count: int) -> list[SimpleUploadedFile]:
    """So many photos that differ from each other."""
    return [
        upload(encoded(colour=(10 * number, 90, 90)), f"IMG_{number}.jpg")
        for number in range(count)
    ]


def taken_in_berlin(orientation: int = 1, size: tuple[int, int] = (600, 400)) -> bytes:
    """A phone's JPEG: where it was, who made it, and how the phone was held."""
    exif = Exif()
    exif[0x010F] = "Secret phone"
    exif[0x0112] = orientation
    exif[GPS] = BERLIN
    return encoded(size, exif=exif, comment=b"Secret comment")


def png_claiming(width: int, height: int) -> bytes:
    """A bomb: a few bytes that say they are a picture of any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100_000))
        + chunk(b"IEND", b"")
    )
