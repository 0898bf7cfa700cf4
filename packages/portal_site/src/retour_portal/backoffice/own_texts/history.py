"""All versions of a text, the newest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from retour_portal.backoffice.own_texts.about import AboutOneText


class TextHistory(AboutOneText):
    http_method_names = ["get", "head", "options"]

    @property
    def counting(self) -> int:
        """The version that counts; 0 where the standard text does."""
        raise NotImplementedError

    def versions(self) -> Iterable[Any]:
        raise NotImplementedError

    def said(self, row: Any) -> dict[str, Any]:
        """What the template shows of a version, ``use_url`` among it."""
        raise NotImplementedError

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        versions = [
            {
                "row": row,
                "is_current": row.version == self.counting,
                **self.said(row),
            }
            for row in self.versions()
        ]
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(versions=versions)
        )
        return response
