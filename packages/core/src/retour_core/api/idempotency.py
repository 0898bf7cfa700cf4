"""``Idempotency-Key`` on POST: the first answer is the answer."""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from retour_core.api.auth import token_of
from retour_core.api.models import IdempotencyRecord
from retour_core.api.problems import ApiProblem

MAX_KEY = 255
# A request that died leaves its record unanswered; after this it may be taken over.
_ABANDONED = timedelta(minutes=2)
_KEPT = timedelta(days=7)


def idempotent(view: Callable[..., Any]) -> Callable[..., Any]:
    """Run a POST once per token and key; repeat its stored success afterwards.

    A key used for another request is refused (``idempotency_key_reused``, 422); one
    still at work answers ``idempotency_in_progress`` (409). Refusals are not stored:
    the caller may mend what was wrong and send the same key again. Views return
    ``(status, model)``; without the header they run as they are. With a key they run
    in a transaction; a view that must ask somebody else before it is one of
    :func:`idempotent_after`.
    """
    return _wrapped(
        view, lambda *_args, **_kwargs: {}, inspect.signature(view, eval_str=True)
    )


def idempotent_after(
    ask: Callable[..., Any],
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The same with something asked for first, outside the transaction and only where
    the view runs: ``ask`` gets the view's arguments and answers its last one, which is
    no part of the request."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(view, eval_str=True)
        *others, last = signature.parameters.values()
        return _wrapped(
            view,
            lambda *args, **kwargs: {last.name: ask(*args, **kwargs)},
            signature.replace(parameters=others),
        )

    return decorate


def _wrapped(
    view: Callable[..., Any],
    ask: Callable[..., dict[str, Any]],
    signature: inspect.Signature,
) -> Callable[..., Any]:
    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            kwargs |= ask(request, *args, **kwargs)
            status, result = view(request, *args, **kwargs)
            return _reply(status, result.model_dump_json())
        if len(key) > MAX_KEY or not key.isprintable():
            raise ApiProblem(
                400, "idempotency_key_invalid", f"A key has at most {MAX_KEY} signs."
            )
        record, stored = _begin(request, key)
        if stored is not None:
            return stored
        try:
            kwargs |= ask(request, *args, **kwargs)
            # The effect and its answer are one: a crash leaves both or neither.
            with transaction.atomic():
                status, result = view(request, *args, **kwargs)
                body = result.model_dump_json()
                _complete(record, status, body)
        except BaseException:
            _mine(record).delete()
            raise
        return _reply(status, body)

    # ninja would look the annotations up in this module's names, not the view's.
    wrapper.__signature__ = signature  # type: ignore[attr-defined]
    return wrapper


def _begin(
    request: HttpRequest, key: str
) -> tuple[IdempotencyRecord, HttpResponse | None]:
    print_ = _fingerprint(request)
    token = token_of(request)
    try:
        with transaction.atomic():
            return IdempotencyRecord.objects.create(
                token=token, key=key, fingerprint=print_
            ), None
    except IntegrityError:
        pass
    record = IdempotencyRecord.objects.filter(token=token, key=key).first()
    if record is None:  # the other one was refused a moment ago
        raise ApiProblem(409, "idempotency_in_progress", "Send it again in a moment.")
    if record.fingerprint != print_:
        raise ApiProblem(
            422, "idempotency_key_reused", "This key belongs to another request."
        )
    if record.status is None:
        return _take_over(record), None
    response = _reply(record.status, record.body)
    response["Idempotent-Replayed"] = "true"
    return record, response


def _take_over(record: IdempotencyRecord) -> IdempotencyRecord:
    now = timezone.now()
    taken = _mine(record).filter(created_at__lt=now - _ABANDONED)
    if not taken.update(created_at=now):
        raise ApiProblem(
            409, "idempotency_in_progress", "The first request is still at work."
        )
    record.created_at = now
    return record


def _complete(record: IdempotencyRecord, status: int, body: str) -> None:
    """Behind what the view wrote: another that took over meanwhile undoes that."""
    if not _mine(record).update(status=status, body=body):
        raise ApiProblem(
            409, "idempotency_in_progress", "Another request took over: ask again."
        )


def _mine(record: IdempotencyRecord) -> QuerySet[IdempotencyRecord]:
    """The record, unless it is answered or another request took it over."""
    return IdempotencyRecord.objects.filter(
        pk=record.pk, status=None, created_at=record.created_at
    )


def _reply(status: int, body: str) -> HttpResponse:
    return HttpResponse(
        body, status=status, content_type="application/json; charset=utf-8"
    )


def _fingerprint(request: HttpRequest) -> str:
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    digest.update(request.body)
    return digest.hexdigest()


def forget_keys(*, now: datetime) -> None:
    """Delete keys nobody will repeat any more; their requests are long settled."""
    IdempotencyRecord.objects.filter(created_at__lt=now - _KEPT).delete()
