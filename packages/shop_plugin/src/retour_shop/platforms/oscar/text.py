from __future__ import annotations

import re
from typing import Any

_NOT_PRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")


def clean(value: Any, maximum: int) -> str:
    """Shop text on one line, without control characters, cut to ``maximum``."""
    text = "" if value is None else str(value)
    return " ".join(_NOT_PRINTABLE.sub(" ", text).split())[:maximum].strip()
