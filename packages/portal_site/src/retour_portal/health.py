"""For load balancers: alive, and able to work."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse


def healthy(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
