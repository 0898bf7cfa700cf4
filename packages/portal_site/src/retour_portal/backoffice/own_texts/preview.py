"""A text in a frame beside its editor, from what is in the form."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin


@method_decorator(xframe_options_sameorigin, name="dispatch")
class PreviewOneText(View):
    """GET shows what was saved, POST what the form holds. ``policy`` is all that the
    shown page may do; which of its looks is asked for is ``state``."""

    http_method_names = ["get", "post", "head", "options"]
    policy: ClassVar[str]

    def saved(self) -> Any:
        raise NotImplementedError

    def written(self) -> Any:
        raise NotImplementedError

    def shown(self, text: Any, asked: Any) -> HttpResponse:
        """``asked`` is what came with the request, ``state`` among it."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self._framed(self.shown(self.saved(), request.GET))

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self._framed(self.shown(self.written(), request.POST))

    def _framed(self, response: HttpResponse) -> HttpResponse:
        response["Content-Security-Policy"] = self.policy
        return response
