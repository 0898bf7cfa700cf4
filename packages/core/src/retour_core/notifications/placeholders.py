"""Words in braces that stand for something of the return: ``{order}``.

There is no template language: a name is replaced by its value, once, and a value is
never read again. Escaping is the templates' business, so values come as plain text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

_BRACES = re.compile(r"\{[^{}]*\}|[{}]")


def names_in(text: str) -> list[str]:
    """Every name in braces, in order, known or not; ``{`` alone counts as a name."""
    return [found.strip("{}") or found for found in _BRACES.findall(text)]


def unknown_in(text: str, allowed: Collection[str]) -> list[str]:
    """What is in braces and stands for nothing, each once."""
    return [name for name in dict.fromkeys(names_in(text)) if name not in allowed]


def filled(text: str, values: Mapping[str, str]) -> str:
    """``text`` with the values in place; what stands for nothing is left out.

    Saving refuses such a text, so this is for rows from before a name was given up.
    """
    return _BRACES.sub(
        lambda found: values.get(found[0][1:-1], "") if len(found[0]) > 1 else "", text
    )
