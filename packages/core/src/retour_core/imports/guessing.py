"""Which column of a file is which field, by what shops call them."""

from __future__ import annotations

from collections.abc import Sequence

from retour_core.imports.fields import fold
from retour_core.imports.vocabulary import FIELDS


def guess_fields(header: Sequence[str]) -> dict[str, str]:
    """Column header to field name, where a header says it; each field once."""
    guessed: dict[str, str] = {}
    for column in header:
        folded = fold(column)
        for field in FIELDS:
            if folded in field.known_as() and field.name not in guessed.values():
                guessed[column] = field.name
                break
    return guessed
