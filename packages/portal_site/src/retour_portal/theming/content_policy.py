from __future__ import annotations

from typing import TypeVar

from django.http import HttpResponse

_Response = TypeVar("_Response", bound=HttpResponse)


def under_policy(response: _Response, policy: dict[str, list[str]]) -> _Response:
    """With these directives in place of the portal's own of the same names.

    As django-csp's ``csp_replace``, which is typed for views without arguments and
    cannot know what a request says.
    """
    response._csp_replace = policy  # type: ignore[attr-defined]  # noqa: SLF001
    return response
