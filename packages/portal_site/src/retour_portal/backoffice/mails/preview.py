"""The mail in a frame beside its editor, from what is in the form."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin

from retour_core.notifications.own import OwnText
from retour_portal.backoffice.mails.about import AboutOneMail
from retour_portal.backoffice.mails.rendering import rendered
from retour_portal.backoffice.mails.rows import read_text

# A mail has no scripts; its links must not replace the frame or the admin around it.
_POLICY = (
    "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src *"
)


@method_decorator(xframe_options_sameorigin, name="dispatch")
class PreviewMail(AboutOneMail):
    """GET shows what counts, POST what the form holds; ``view=text`` the plain text."""

    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self._shown(request, request.GET, OwnText.of(self.row))

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self._shown(
            request, request.POST, read_text(request.POST.dict(), self.language)
        )

    def _shown(
        self, request: HttpRequest, asked: Any, text: OwnText | None
    ) -> HttpResponse:
        mail = rendered(
            request.user,
            self.brand,
            self.kind,
            text,
            language=self.language,
            about=asked.get("return", ""),
        )
        if "text" in (request.GET.get("view"), asked.get("do")):
            response: HttpResponse = TemplateResponse(
                request,
                "retour_backoffice/mails/text.html",
                {"subject": mail.subject, "body": mail.body, "language": self.language},
            )
        else:
            [alternative] = mail.alternatives
            html = str(alternative[0])
            if self.brand.logo:
                html = html.replace("cid:brand-logo", self.brand.logo.url)
            response = HttpResponse(html)
        response["Content-Security-Policy"] = _POLICY
        return response
