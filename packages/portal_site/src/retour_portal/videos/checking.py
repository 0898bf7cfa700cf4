"""Whether a file is what its name says, by its first bytes."""

from __future__ import annotations

import codecs

# The format by the ending of the name; only these are played.
VIDEO_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}
CAPTION_TYPES = {"vtt": "text/vtt"}
LARGEST_VIDEO = 100 * 1024 * 1024
LARGEST_CAPTIONS = 1024 * 1024
HEAD = 64
# QuickTime is boxed like MP4, and most browsers do not play it (ISO/IEC 14496-12, 4.3).
_QUICKTIME = b"qt  "
_EBML = b"\x1a\x45\xdf\xa3"


def is_what_it_says(ending: str, head: bytes) -> bool:
    """``ending`` is in lower case, without its dot; ``head`` the first ``HEAD`` bytes.

    True for endings nobody here plays.
    """
    if ending == "mp4":
        return head[4:8] == b"ftyp" and head[8:12] != _QUICKTIME
    if ending == "webm":
        return head.startswith(_EBML) and b"webm" in head
    if ending == "vtt":
        return head.removeprefix(codecs.BOM_UTF8).startswith(b"WEBVTT")
    return True


def largest(ending: str) -> int | None:
    """Bytes; ``None`` where it is not for us to say."""
    if ending in VIDEO_TYPES:
        return LARGEST_VIDEO
    return LARGEST_CAPTIONS if ending in CAPTION_TYPES else None
