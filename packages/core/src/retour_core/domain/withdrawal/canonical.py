"""One way only to write a value down, so that its hash can be checked by anyone.

JSON as RFC 8785 has it, for the values that have no second spelling: text, whole
numbers, true, false, null, lists and objects with ASCII names.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"

# Beyond it, readers in other languages round.
_LARGEST = 2**53 - 1


def canonical_bytes(value: Json) -> bytes:
    """UTF-8 JSON with sorted names and no spaces; equal values give equal bytes.

    Raises ValueError for what has no single spelling: floats, whole numbers beyond
    2**53, names that are not ASCII, halves of surrogate pairs.
    """
    _check(value)
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )
    return text.encode()


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no canonical form.")


def _check(value: object) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise ValueError(f"{value} is too large to be read alike everywhere.")
    elif isinstance(value, Mapping):
        for name, member in value.items():
            if not isinstance(name, str) or not name.isascii():
                raise ValueError(f"{name!r} is no name made of ASCII letters.")
            _check(member)
    elif isinstance(value, list | tuple):
        for member in value:
            _check(member)
    else:
        raise ValueError(  # noqa: TRY004
            f"{type(value).__name__} has no single spelling in JSON."
        )
