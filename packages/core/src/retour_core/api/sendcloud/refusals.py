"""Whatever is not success, in the two error shapes their clients read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from pydantic import ValidationError

from retour_core.domain.shape_words import shape_sentence

# Their enum of codes knows no more than these for our cases.
_V3_CODES = {
    401: "authentication_failed",
    403: "forbidden",
    404: "not_found",
}

Path = tuple[int | str, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field, by its path in their shape."""

    path: Path
    message: str

    @property
    def field(self) -> str:
        """The path as v2 writes it ("parcel_items.0.value")."""
        return ".".join(map(str, self.path)) or "non_field_errors"


class Refusal(Exception):
    """An answer other than success, raised from anywhere below an endpoint.

    ``title`` and ``pointer`` are shown by v3 only.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        problems: Sequence[Problem] = (),
        headers: dict[str, str] | None = None,
        code: str = "",
        title: str = "",
    ) -> None:
        super().__init__(message)
        self.status, self.message = status, message
        self.problems, self.headers = tuple(problems), headers
        self.code, self.title = code, title

    @classmethod
    def of_fields(cls, problems: Sequence[Problem]) -> Refusal:
        message = ", ".join(f"{p.field}: '{p.message}'" for p in problems)
        return cls(400, message, problems=problems)


Dialect = Callable[[HttpRequest, Refusal], HttpResponse]


def field_problems(error: ValidationError, under: Path = ()) -> list[Problem]:
    """Pydantic's errors as problems with sentences of ours."""
    found = error.errors(include_url=False, include_input=False)
    return [
        Problem((*under, *item["loc"]), shape_sentence(item))
        for item in found
        # Pydantic does not count bad items, so it calls their list too short as well.
        if item["type"] != "too_short"
        or not any(_is_within(other["loc"], item["loc"]) for other in found)
    ]


def v2_error(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    body = {
        "error": {
            "code": refusal.status,
            "request": request.path_info.strip("/"),
            "message": refusal.message,
        }
    }
    return JsonResponse(body, status=refusal.status, headers=refusal.headers)


def v3_error(request: HttpRequest, refusal: Refusal) -> HttpResponse:  # noqa: ARG001
    code = refusal.code or _V3_CODES.get(refusal.status, "invalid")
    shared = {"status": str(refusal.status), "code": code}
    if refusal.title:
        shared["title"] = refusal.title
    errors = [
        {**shared, "detail": p.message, "source": {"pointer": _pointer(p.path)}}
        for p in refusal.problems
    ]
    body = {"errors": errors or [{**shared, "detail": refusal.message}]}
    return JsonResponse(body, status=refusal.status, headers=refusal.headers)


def _pointer(path: Path) -> str:
    # Theirs puts brackets around the order's position and around no other.
    first, *rest = path or ("",)
    head = f"[{first}]" if isinstance(first, int) else first
    return "/".join(["/data/attributes", str(head), *map(str, rest)])


def _is_within(inner: Path, outer: Path) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer
