"""Cells that a spreadsheet would run (OWASP, CSV injection)."""

from __future__ import annotations

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# A spreadsheet whose country cuts at another sign begins a cell there, whatever is
# quoted: “Anna;=1+1” is two cells to a German Excel, though commas cut the file.
_INNER = re.compile(r"([;,\t\r\n]\s*)(?=[=+\-@＝＋－＠])")
_INNER_DEFUSED = re.compile(r"([;,\t\r\n]\s*)'(?=[=+\-@＝＋－＠])")


def defused(cell: str) -> str:
    """The cell as text a spreadsheet shows and does not work out."""
    safe = _INNER.sub(r"\1'", cell)
    return f"'{safe}" if safe.startswith(FORMULA_STARTS) else safe


def restored(cell: str) -> str:
    """What ``defused`` was given."""
    bare = _INNER_DEFUSED.sub(r"\1", cell)
    return bare[1:] if bare[:1] == "'" and bare[1:].startswith(FORMULA_STARTS) else bare
