"""Reading a JSON body that is too large or too odd for one schema."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from retour_core.api.problems import ApiProblem


class JsonParser(Parser):
    """Reads the small bodies as strictly as the large one."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json_body(request)


def json_body(request: HttpRequest) -> Any:
    """The parsed body; raises problems ``malformed_json`` and ``media_type``."""
    require_json(request)
    try:
        return json.loads(request.body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ApiProblem(400, "malformed_json", f"This is no JSON: {error}") from error


def require_json(request: HttpRequest) -> None:
    """Raises the problem ``media_type``."""
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ApiProblem(415, "media_type", "Send the body as application/json.")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")
