"""The items page, with a draft behind it or only the shop's link."""

from __future__ import annotations

from django.http import HttpRequest

from retour_core.orders.models import Order
from retour_core.returns.choices import RequestKind
from retour_portal.flow.presentation import day_text
from retour_portal.flow.queries import Offer
from retour_portal.flow.telling import common_last_day

_CHOSEN_HERE = frozenset({RequestKind.RETURN, RequestKind.CLAIM})


def asked_kind(request: HttpRequest, present: RequestKind) -> RequestKind:
    """A return or, with ``?kind=claim``, a claim; nothing is written by looking."""
    wanted = request.GET.get("kind", "")
    return RequestKind(wanted) if wanted in _CHOSEN_HERE else present


def items_context(offer: Offer, kind: RequestKind, order: Order) -> dict[str, object]:
    last_day = common_last_day(offer)
    return {
        "last_day": day_text(last_day, order) if last_day else "",
        "is_claim": kind is RequestKind.CLAIM,
    }
