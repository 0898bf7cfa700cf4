"""Every error of the API is an RFC 9457 problem document with a stable ``code``."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import (
    AuthenticationError,
    AuthorizationError,
    HttpError,
    ValidationError,
)

from retour_core.domain.errors import DomainError
from retour_core.domain.shape_words import shape_sentence

logger = logging.getLogger(__name__)


class ApiProblem(Exception):
    """An answer other than success, raised from anywhere below an endpoint."""

    def __init__(self, status: int, code: str, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.extra = status, code, detail, extra


_TITLES = {
    400: "Bad request",
    401: "Not authenticated",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    415: "Wrong media type",
    422: "Not acceptable as it is",
    429: "Too many requests",
    500: "Our fault",
}


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    headers: dict[str, str] | None = None,
    **extra: Any,
) -> HttpResponse:
    body = {
        **extra,
        "type": f"urn:retour:problem:{code}",
        "title": _TITLES.get(status, "Error"),
        "status": status,
        "code": code,
        "detail": detail,
    }
    return JsonResponse(
        body, status=status, headers=headers, content_type="application/problem+json"
    )


def _pointer(location: tuple[int | str, ...]) -> str:
    # ninja puts "body" and the argument's name in front of a body's own path.
    path = location[2:] if location[0] == "body" else location[1:]
    return "".join(f"/{part}" for part in path)


def _on_problem(_request: HttpRequest, exc: ApiProblem) -> HttpResponse:
    return problem(exc.status, exc.code, exc.detail, **exc.extra)


def _on_domain(_request: HttpRequest, exc: DomainError) -> HttpResponse:
    return problem(409, exc.code, exc.message, **exc.context)


def _on_stranger(_request: HttpRequest, _exc: AuthenticationError) -> HttpResponse:
    return problem(
        401,
        "token_invalid",
        "Send a valid API token as “Authorization: Bearer …”.",
        headers={"WWW-Authenticate": "Bearer"},
    )


def _on_forbidden(_request: HttpRequest, _exc: AuthorizationError) -> HttpResponse:
    return problem(403, "forbidden", "This token may not do that.")


def _on_invalid(_request: HttpRequest, exc: ValidationError) -> HttpResponse:
    errors = [
        {
            "pointer": _pointer(item["loc"]),
            "in": str(item["loc"][0]),
            "code": item["type"],
            "message": shape_sentence(item),
        }
        for item in exc.errors
    ]
    detail = "Some fields are not as they should be."
    return problem(422, "validation_failed", detail, errors=errors)


def _on_huge(_request: HttpRequest, _exc: RequestDataTooBig) -> HttpResponse:
    detail = "The body is larger than 8 MB; send fewer orders a request."
    return problem(413, "body_too_large", detail)


def _on_missing(_request: HttpRequest, _exc: Http404) -> HttpResponse:
    return problem(404, "not_found", "There is nothing of that name here.")


def _on_http(_request: HttpRequest, exc: HttpError) -> HttpResponse:
    cause = exc.__cause__  # ninja wraps what our parser raises
    if isinstance(cause, ApiProblem):
        return problem(cause.status, cause.code, cause.detail, **cause.extra)
    return problem(exc.status_code, "bad_request", str(exc))


def _on_fault(request: HttpRequest, exc: Exception) -> HttpResponse:
    logger.error("unhandled error at %s", request.path, exc_info=exc)
    return problem(500, "server_error", "We failed; the same request may be retried.")


_HANDLERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    ApiProblem: _on_problem,
    DomainError: _on_domain,
    AuthenticationError: _on_stranger,
    AuthorizationError: _on_forbidden,
    ValidationError: _on_invalid,
    RequestDataTooBig: _on_huge,
    Http404: _on_missing,
    HttpError: _on_http,
    Exception: _on_fault,
}


def add_handlers(api: NinjaAPI) -> None:
    """Answer everything that can go wrong below this API with a problem document."""
    for error, handler in _HANDLERS.items():
        api.add_exception_handler(error, handler)
