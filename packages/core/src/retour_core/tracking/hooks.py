"""Where carriers and trackers push their news: one address a source and account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from retour_core.domain.tracking.signatures import SIGNINGS
from retour_core.tracking.addresses import Refusal, note_refusal, secrets_of
from retour_core.tracking.messages import take_in

# A parcel with a hundred scans is some 50 kB.
LARGEST_BODY = 512 * 1024


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def hook(request: HttpRequest, source: str, account: str) -> HttpResponse:
    """Check, keep, answer; what the message says is read afterwards by the outbox.

    200 also for a message that came before and for parcels nobody knows: the sender has
    done its part. 401 for a signature that does not hold, 404 for an address nobody
    was given, 413 for a body no carrier sends; then nothing is kept. InPost asks with
    GET, and wants 200, before it takes an address.
    """
    now = timezone.now()
    signing, secrets = SIGNINGS.get(source), secrets_of(source, account, now=now)
    if signing is None or not secrets:
        return _answer(404, "There is no such address.")
    if request.method != "POST":
        return JsonResponse({"taken": False})
    body = request.read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        note_refusal(account, Refusal.TOO_LARGE, now=now)
        return _answer(413, f"At most {LARGEST_BODY} bytes are taken.")
    headers = {name.lower(): value for name, value in request.headers.items()}
    token = request.GET.get("token", "")
    if not any(signing.holds(headers, body, key, token=token) for key in secrets):
        note_refusal(account, Refusal.SIGNATURE, now=now)
        return _answer(401, "The signature does not fit the body and the secret.")
    is_new = take_in(source, account, body, received_at=now)
    return JsonResponse({"taken": True, "new": is_new})


def _answer(status: int, detail: str) -> HttpResponse:
    return JsonResponse({"taken": False, "detail": detail}, status=status)
