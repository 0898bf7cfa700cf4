"""Which units of a return are in which of its parcels.

Nobody asks the customer: units are dealt out in their order, as evenly as they go.
"""

from __future__ import annotations

from collections.abc import Sequence


def units_dealt(
    quantities: Sequence[int], parcel: int, parcels: int
) -> list[range] | None:
    """Of each item those units that are in the ``parcel``-th of ``parcels``, from 1.

    ``None`` where there are fewer units than parcels: then items come in pieces.
    """
    units = sum(quantities)
    if units < parcels:
        return None
    start, end = units * (parcel - 1) // parcels, units * parcel // parcels
    dealt, first = [], 0
    for quantity in quantities:
        begin = min(max(start - first, 0), quantity)
        dealt.append(range(begin, max(begin, min(end - first, quantity))))
        first += quantity
    return dealt
