"""One path of their interface: who asks, with what, and every failure in its shape."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from retour_core.api.sendcloud.auth import authenticate
from retour_core.api.sendcloud.refusals import Dialect, Refusal
from retour_core.domain.errors import DomainError

logger = logging.getLogger(__name__)

# Called with the request, its token and what the path holds.
Handler = Callable[..., HttpResponse]


def endpoint(dialect: Dialect, **handlers: Handler) -> Callable[..., HttpResponse]:
    """A view that answers the named methods and refuses in ``dialect``."""

    @csrf_exempt
    def view(request: HttpRequest, **path: Any) -> HttpResponse:
        try:
            handler = _handler_of(request, handlers)
            return handler(request, authenticate(request), **path)
        except Refusal as refusal:
            return dialect(request, refusal)
        except DomainError as error:
            return dialect(request, Refusal(409, error.message))
        except RequestDataTooBig:
            message = "The body is larger than 8 MB; send fewer in one request."
            return dialect(request, Refusal(413, message))
        except UnreadablePostError:
            return dialect(request, Refusal(400, "The body ended before its end."))
        except Exception:
            logger.exception("unhandled error at %s", request.path)
            message = "We failed; the same request may be sent again."
            return dialect(request, Refusal(500, message))

    return view


def no_such_path(dialect: Dialect) -> Callable[..., HttpResponse]:
    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        message = "Retour has nothing at this path of that interface."
        return dialect(request, Refusal(404, message))

    return view


def json_body(request: HttpRequest) -> Any:
    """The parsed body, its fractions as exact decimals."""
    # A page elsewhere cannot send this type unasked, and browsers remember Basic
    # credentials: the type stands in for a CSRF token.
    if request.content_type != "application/json":
        raise Refusal(415, "Send the body as application/json.")
    try:
        return json.loads(
            request.body, parse_float=Decimal, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise Refusal(400, f"This is no JSON: {error}") from error


def _handler_of(request: HttpRequest, handlers: dict[str, Handler]) -> Handler:
    method = "GET" if request.method == "HEAD" else request.method or ""
    handler = handlers.get(method)
    if handler is None:
        allowed = ", ".join(sorted(handlers))
        message = f"Here one may use {allowed}, not {request.method}."
        raise Refusal(405, message, headers={"Allow": allowed})
    return handler


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")
