"""Every error of the API is an RFC 9457 problem document with a stable ``code``."""

from __future__ import annotations

import logging
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


def _unwrapped(exc: HttpError) -> HttpResponse:
    cause = exc.__cause__  # ninja wraps what our parser raises
    if isinstance(cause, ApiProblem):
        return problem(cause.status, cause.code, cause.detail, **cause.extra)
    return problem(exc.status_code, "bad_request", str(exc))


def add_handlers(api: NinjaAPI) -> None:
    """Answer everything that can go wrong below this API with a problem document."""

    @api.exception_handler(ApiProblem)
    def on_problem(request: HttpRequest, exc: ApiProblem) -> HttpResponse:  # noqa: ARG001
        return problem(exc.status, exc.code, exc.detail, **exc.extra)

    @api.exception_handler(DomainError)
    def on_domain(request: HttpRequest, exc: DomainError) -> HttpResponse:  # noqa: ARG001
        return problem(409, exc.code, exc.message, **exc.context)

    @api.exception_handler(AuthenticationError)
    def on_stranger(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:  # noqa: ARG001
        return problem(
            401,
            "token_invalid",
            "Send a valid API token as “Authorization: Bearer …”.",
            headers={"WWW-Authenticate": "Bearer"},
        )

    @api.exception_handler(AuthorizationError)
    def on_forbidden(request: HttpRequest, exc: AuthorizationError) -> HttpResponse:  # noqa: ARG001
        return problem(403, "forbidden", "This token may not do that.")

    @api.exception_handler(ValidationError)
    def on_invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:  # noqa: ARG001
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

    @api.exception_handler(RequestDataTooBig)
    def on_huge(request: HttpRequest, exc: RequestDataTooBig) -> HttpResponse:  # noqa: ARG001
        detail = "The body is larger than 8 MB; send fewer orders a request."
        return problem(413, "body_too_large", detail)

    @api.exception_handler(Http404)
    def on_missing(request: HttpRequest, exc: Http404) -> HttpResponse:  # noqa: ARG001
        return problem(404, "not_found", "There is nothing of that name here.")

    @api.exception_handler(HttpError)
    def on_http(request: HttpRequest, exc: HttpError) -> HttpResponse:  # noqa: ARG001
        return _unwrapped(exc)

    @api.exception_handler(Exception)
    def on_fault(request: HttpRequest, exc: Exception) -> HttpResponse:
        logger.error("unhandled error at %s", request.path, exc_info=exc)
        return problem(
            500, "server_error", "We failed; the same request may be retried."
        )
