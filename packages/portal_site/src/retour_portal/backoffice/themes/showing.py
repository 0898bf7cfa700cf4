"""The portal's home page in one version of a look, for who decides on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator
from wagtail.utils.decorators import xframe_options_sameorigin_override

from retour_portal.backoffice.themes.about import AboutLook
from retour_portal.theming.look import put_look


@method_decorator(xframe_options_sameorigin_override, name="get")
class ShowLook(AboutLook):
    """As the form's preview shows it. With ``?picture`` nothing on the page can be
    pressed, so that who goes by keyboard does not go through it: for a frame, beside
    which a link leads to the page without."""

    def get(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        version = self.theme.versions.filter(number=kwargs["number"]).first()
        if version is None:
            raise Http404
        put_look(self.theme, version.look)
        shown: HttpResponseBase = self.theme.make_preview_request(
            request, "", {"is_picture": "picture" in request.GET}
        )
        return shown
