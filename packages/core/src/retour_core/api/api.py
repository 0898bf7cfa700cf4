from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver, re_path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from retour_core.api import (
    box_labels,
    counter,
    customs,
    dropoffs,
    gift_slips,
    orders,
    reasons,
    refunds,
    replacements,
    returns,
    shipments,
    shop,
    slips,
    store_credits,
    threads,
    withdrawals,
)
from retour_core.api.bodies import JsonParser
from retour_core.api.openapi import complete
from retour_core.api.problems import add_handlers, problem


class ProblemAPI(NinjaAPI):
    """Answers a wrong method or path with a problem document too, and says so."""

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = _explain_method(pattern.callback)
        return [*patterns, re_path("", _no_such_path)], app_name, namespace

    def get_openapi_schema(
        self,
        *,
        path_prefix: str | None = None,
        path_params: dict[str, Any] | None = None,
    ) -> OpenAPISchema:
        schema = super().get_openapi_schema(
            path_prefix=path_prefix, path_params=path_params
        )
        complete(schema)
        return schema


def _explain_method(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        allowed = ", ".join(sorted(response["Allow"].split(", ")))
        return problem(
            405,
            "method_not_allowed",
            f"Here one may use {allowed}, not {request.method}.",
            headers={"Allow": allowed},
        )

    return wrapper


def _no_such_path(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001
    return problem(404, "not_found", "There is nothing of that name here.")


# Bearer tokens, no cookies: nobody can be made to send one from a page.
_no_such_path.csrf_exempt = True  # type: ignore[attr-defined]

api = ProblemAPI(
    title="Retour",
    version="1",
    urls_namespace="retour_api",
    description="Orders in, returns out. Errors are RFC 9457 problem documents.",
    parser=JsonParser(),
)
add_handlers(api)
api.add_router("/shop", shop.router)
api.add_router("/orders", orders.router)
api.add_router("/shipments", shipments.router)
api.add_router("/returns", returns.router)
api.add_router("/returns", threads.router)
api.add_router("/returns", customs.router)
api.add_router("/reasons", reasons.router)
api.add_router("/refunds", refunds.router)
api.add_router("/store-credits", store_credits.router)
api.add_router("/replacements", replacements.router)
api.add_router("/withdrawals", withdrawals.router)
api.add_router("/slips", slips.router)
api.add_router("/gift-slips", gift_slips.router)
api.add_router("/box-labels", box_labels.router)
api.add_router("/dropoffs", dropoffs.router)
api.add_router("/counter", counter.router)
