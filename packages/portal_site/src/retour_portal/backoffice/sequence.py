"""Lists that people drag into a new sequence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.http import HttpRequest, HttpResponse

from retour_core.sequences import SequenceChanged
from retour_portal.backoffice.refusals.words import refusal_words


def take_sequence(
    request: HttpRequest,
    shown: Iterable[int],
    reorder: Callable[[Sequence[int]], None],
) -> HttpResponse:
    """What dragging posts: ``rule`` once for each row of ``shown``, in its new place.

    204, or 409 where the list is not the one that was dragged.
    """
    keys = {str(pk): pk for pk in shown}
    asked = request.POST.getlist("rule")
    if sorted(asked) != sorted(keys):
        return HttpResponse(refusal_words(SequenceChanged()), status=409)
    try:
        reorder([keys[key] for key in asked])
    except SequenceChanged as refusal:
        return HttpResponse(refusal_words(refusal), status=409)
    return HttpResponse(status=204)
