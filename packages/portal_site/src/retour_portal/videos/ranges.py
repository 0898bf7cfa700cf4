"""Parts of a file, as players ask for them (RFC 9110, section 14)."""

from __future__ import annotations

import re

_ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class OutOfRange(Exception):
    """Nothing of what was asked for is in the file."""


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte; ``None`` for the whole file, also where several parts are
    asked for or the header is not understood. Raises ``OutOfRange``."""
    match = _ONE_RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        if int(last) == 0 or size == 0:
            raise OutOfRange
        return max(size - int(last), 0), size - 1
    start, end = int(first), int(last) if last else size - 1
    if last and end < start:
        return None
    if start >= size:
        raise OutOfRange
    return start, min(end, size - 1)
