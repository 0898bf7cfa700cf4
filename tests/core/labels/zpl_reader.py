"""What a thermal printer makes of the graphics in a ZPL format."""

from __future__ import annotations

import base64
import binascii
import re
import zlib

from PIL import Image

_FIELD = re.compile(rb"\^GFA,(\d+),\1,(\d+),:Z64:([^:]+):([0-9A-F]{4})\^FS")


def graphics(zpl: bytes) -> list[Image.Image]:
    """The ^GFA fields, unpacked as a printer does, their CRC checked; black is 1."""
    found = []
    for total, row, packed, crc in _FIELD.findall(zpl):
        assert binascii.crc_hqx(packed, 0) == int(crc, 16)
        bits = zlib.decompress(base64.b64decode(packed))
        assert len(bits) == int(total)
        size = (int(row) * 8, int(total) // int(row))
        found.append(Image.frombytes("1", size, bits))
    return found
