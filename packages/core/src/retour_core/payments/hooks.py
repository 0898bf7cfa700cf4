"""Where payment services say that a payment has changed; what became of it is asked."""

from __future__ import annotations

import re
import uuid

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from retour_core.payments.models import FeeRefundState, Payment

_LARGEST_BODY = 4096
_ID = re.compile(r"[A-Za-z0-9_-]{1,60}")


@csrf_exempt
@require_POST
def hook(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note that a payment is to be asked about, and answer.

    Nobody signs such a call, so nothing it says is believed: it carries an id alone,
    and only the service itself is asked what became of it. 404 for an address nobody
    was given, 400 for a body without an id, 413 for one no service sends.
    """
    body = request.read(_LARGEST_BODY + 1)
    if len(body) > _LARGEST_BODY:
        return _answer(413, f"At most {_LARGEST_BODY} bytes are taken.")
    told = QueryDict(body).get("id", "")
    if not _ID.fullmatch(told):
        return _answer(400, "The body names no id.")
    if not note_news(public_id, told):
        return _answer(404, "There is no such address.")
    return JsonResponse({"taken": True})


@transaction.atomic
def note_news(public_id: uuid.UUID, told_id: str) -> bool:
    """Whether there is such a payment; one that is paid is asked about again only
    after its fee was given back, as services call for that, too."""
    rows = Payment.objects.filter(public_id=public_id)
    if not rows.exists():
        return False
    rows.filter(provider_id="").update(told_id=told_id)
    may_change = Q(paid_at=None) | Q(refund__state=FeeRefundState.DONE)
    rows.filter(may_change).update(ask_at=timezone.now())
    transaction.on_commit(_nudge, robust=True)
    return True


def _nudge() -> None:
    # The broker may be away: beat polls, nothing is lost by this.
    from retour_core.payments.tasks import poll  # tasks import what imports this

    poll.apply_async(expires=10, retry=False)


def _answer(status: int, detail: str) -> HttpResponse:
    return JsonResponse({"taken": False, "detail": detail}, status=status)
