"""Finding returns by what a clerk has before them: a parcel's label, a number read out
on the telephone."""

from __future__ import annotations

from django.db.models import Q

from retour_core.domain.rma import normalise_rma_number
from retour_core.domain.tracking_numbers import normalise_tracking_number, recognise
from retour_core.orders.search_keys import LONGEST, code_key
from retour_core.returns.models import Return

_PARCEL_CODES = (
    "labels__tracking_number",
    "labels__drop_code",
    "tracked_parcels__number",
)
_FOUR = 4
_NUMBER_LENGTH = 12
# A shorter one is part of too many words.
_SHORTEST_CODE = 5


def named_by_number(text: str) -> Q:
    """Returns whose own number begins with ``text``, with dashes or without, or whose
    parcels have it: the number of a label or of a parcel the customer sent by their own
    carrier, or the code for handing in without a label, however each is written."""
    found = Q()
    own = normalise_rma_number(text) or _with_dashes(code_key(text))
    if own:
        found |= Q(rma_number__startswith=own)
    codes = _codes(text)
    if codes:
        # Each by its own index; joined, a return with two parcels would be there twice.
        for path in _PARCEL_CODES:
            parcels = Return.objects.filter(**{f"{path}__in": codes})
            found |= Q(pk__in=parcels.order_by().values("pk"))
    return found


def _with_dashes(key: str) -> str:
    """``key`` as an RMA number begins; empty if none can begin so."""
    if not _FOUR <= len(key) <= _NUMBER_LENGTH or not key.isascii():
        return ""
    return "-".join(key[i : i + _FOUR] for i in range(0, len(key), _FOUR))


def _codes(text: str) -> list[str]:
    """As typed, as one word, and what carriers make of it: a label's barcode says more
    than the number people are told."""
    typed = text.strip()[:LONGEST]
    compact = normalise_tracking_number(typed)
    if len(compact) < _SHORTEST_CODE or not typed.isprintable():
        return []
    known = (match.number for match in recognise(typed))
    return list(dict.fromkeys((compact, typed, typed.upper(), *known)))
