"""What an answer that is no success means; Retour sends RFC 9457 documents."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

import requests

from retour_shop.errors import ErrorKind, RetourError

_KINDS: Final = {
    401: ErrorKind.CONFIG,
    403: ErrorKind.CONFIG,
    405: ErrorKind.CONFIG,
    408: ErrorKind.TEMPORARY,
    409: ErrorKind.TEMPORARY,
    413: ErrorKind.INPUT,
    422: ErrorKind.INPUT,
    425: ErrorKind.TEMPORARY,
    429: ErrorKind.LIMIT,
}
_SENTENCES: Final = {
    401: "Retour does not know this token; copy it again from Retour's back office.",
    403: "This token may not do that; give it the missing scope in Retour.",
    404: "Nothing of Retour answers at RETOUR_URL; check the address.",
    413: "The push is larger than Retour accepts.",
    429: "Retour asks to wait.",
    503: "Retour is not available at the moment.",
}


def refusal(
    response: requests.Response, answer: bytes, *, missing: ErrorKind, token: str
) -> RetourError:
    """``missing`` is what a 404 of Retour itself means; ``token`` is kept out."""
    status = response.status_code
    code, detail = _problem(answer, token)
    if 300 <= status < 400:
        target = urlsplit(response.headers.get("Location", ""))
        detail = f"RETOUR_URL points elsewhere: use {target.scheme}://{target.netloc}."
    text = detail or _SENTENCES.get(status) or f"Retour answered with {status}."
    return RetourError(
        text,
        kind=_kind(status, missing if code else ErrorKind.CONFIG),
        status=status,
        problem_code=code,
        retry_after=_retry_after(response.headers.get("Retry-After")),
    )


def _kind(status: int, not_found: ErrorKind) -> ErrorKind:
    if status == 404:
        # Only Retour itself can say that a single thing is gone; any other 404
        # means that something else answers at this address.
        return not_found
    if 300 <= status < 400:
        return ErrorKind.CONFIG
    if status >= 500 or status < 300:
        return ErrorKind.TEMPORARY
    return _KINDS.get(status, ErrorKind.PERMANENT)


def _problem(answer: bytes, token: str) -> tuple[str, str]:
    """``code`` and ``detail`` of a problem document; empty for anything else."""
    try:
        problem = json.loads(answer)
    except ValueError:
        return "", ""
    if not isinstance(problem, dict):
        return "", ""
    detail = str(problem.get("detail") or problem.get("title") or "")
    return str(problem.get("code") or "")[:100], detail.replace(token, "…")[:500]


def _retry_after(header: str | None) -> timedelta | None:
    """Seconds or an HTTP date (RFC 9110 §10.2.3); None for anything else."""
    if not header:
        return None
    if header.strip().isdigit():
        return timedelta(seconds=min(int(header), 10**7))
    try:
        moment = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(moment - datetime.now(UTC), timedelta(0))
