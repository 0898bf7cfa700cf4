"""Files written into the file of a look."""

from __future__ import annotations

import base64

from django.core.exceptions import ValidationError


def written(content: bytes | memoryview) -> str:
    return base64.b64encode(content).decode()


def read(data: str, *, damaged: str) -> bytes:
    """Raises ``ValidationError`` with the sentence ``damaged`` for no base64."""
    try:
        return base64.b64decode(data, validate=True)
    # binascii's for what is cut, the other for what is not even ASCII.
    except ValueError as error:
        raise ValidationError(damaged) from error
