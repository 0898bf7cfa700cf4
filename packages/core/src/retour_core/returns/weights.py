from __future__ import annotations

from collections.abc import Sequence

from retour_core.returns.models import ReturnLine


def grams_of(lines: Sequence[ReturnLine]) -> int | None:
    """What the lines weigh together; ``None`` unless every item's weight is known."""
    weights = [line.order_line.weight_grams for line in lines]
    known = [grams for grams in weights if grams]
    if not lines or len(known) < len(weights):
        return None
    return sum(g * line.quantity for g, line in zip(known, lines, strict=True))
