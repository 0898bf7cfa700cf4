from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse

from retour_core.notifications.own import OwnText
from retour_core.notifications.sms import (
    beyond_gsm,
    sender,
    sms_length,
    sms_parts,
)
from retour_portal.backoffice.mails.about import AboutOneMail
from retour_portal.backoffice.mails.rendering import rendered, rendered_sms
from retour_portal.backoffice.mails.rows import read_text
from retour_portal.backoffice.own_texts.preview import PreviewOneText


class PreviewMail(PreviewOneText, AboutOneMail):
    """The mail, or with ``state=text`` its plain text, each below its subject; with
    ``state=sms`` the text message."""

    # A mail has no scripts; its links must replace neither frame nor admin.
    policy = (
        "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src *"
    )

    def saved(self) -> OwnText | None:
        return OwnText.of(self.row)

    def written(self) -> OwnText:
        return read_text(self.request.POST.dict(), self.language)

    def shown(self, text: OwnText | None, asked: Any) -> HttpResponse:
        if asked.get("state") == "sms" and self.kind.may_sms:
            return self._as_sms(text, asked.get("return", ""))
        mail = rendered(
            self.request.user,
            self.brand,
            self.kind,
            text,
            language=self.language,
            about=asked.get("return", ""),
        )
        if asked.get("state") == "text":
            return TemplateResponse(
                self.request,
                "retour_backoffice/mails/text.html",
                {"subject": mail.subject, "body": mail.body, "language": self.language},
            )
        [alternative] = mail.alternatives
        html = str(alternative[0])
        if self.brand.logo:
            html = html.replace("cid:brand-logo", self.brand.logo.url)
        return HttpResponse(_below(str(mail.subject), html))

    def _as_sms(self, text: OwnText | None, about: str) -> HttpResponse:
        said = ""
        if text is not None and text.sms.strip():
            said = rendered_sms(
                self.request.user, self.brand, self.kind, text, about=about
            )
        return TemplateResponse(
            self.request,
            "retour_backoffice/mails/sms.html",
            {
                "parts": sms_parts(said),
                "length": sms_length(said),
                "beyond": beyond_gsm(said),
                "is_sent": sender() is not None,
                "language": self.language,
            },
        )


def _below(subject: str, html: str) -> str:
    """As mail programs show it: the subject first, and apart from the mail itself."""
    said = render_to_string(
        "retour_backoffice/mails/subject.html", {"subject": subject}
    )
    return re.sub(r"<body[^>]*>", lambda body: body[0] + said, html, count=1)
