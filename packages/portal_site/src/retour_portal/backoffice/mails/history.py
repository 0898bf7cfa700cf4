"""All versions of a mail's own text, and going back to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.notifications.blocks import MailTextRefused
from retour_core.notifications.models import MailTextVersion
from retour_core.notifications.own import OwnText
from retour_core.notifications.texts import save_text, versions_of
from retour_core.returns.actors import Actor
from retour_portal.backoffice.mails.about import AboutOneMail
from retour_portal.backoffice.mails.rows import shown_rows
from retour_portal.backoffice.own_texts.history import TextHistory
from retour_portal.backoffice.refusals.words import refusal_words

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class MailHistory(TextHistory, AboutOneMail):
    template_name = "retour_backoffice/mails/history.html"

    def get_page_title(self) -> str:
        return _("History: {mail}").format(mail=self.kind.title)

    @property
    def counting(self) -> int:
        return self.row.version if self.row else 0

    def versions(self) -> list[MailTextVersion]:
        return list(versions_of(self.brand, self.kind, self.language))

    def said(self, row: MailTextVersion) -> dict[str, Any]:
        use_url = self.url("use_mail", row.version)
        return {"rows": shown_rows(_text(row), {}), "use_url": use_url}


class UseMailVersion(AboutOneMail):
    """Saves what a version says as a new one."""

    http_method_names = ["post", "options"]

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        row = MailTextVersion.objects.filter(
            brand=self.brand,
            kind=self.kind.key,
            language=self.language,
            version=self.kwargs["version"],
        ).first()
        if row is None:
            raise Http404
        actor = Actor.staff(cast("User", request.user)).name
        try:
            save_text(
                self.brand, self.kind, _text(row), actor=actor, now=timezone.now()
            )
        except MailTextRefused as refusal:
            messages.error(request, refusal_words(refusal))
            return redirect(self.url("mail_history"))
        messages.success(
            request,
            _("Version {number} counts again.").format(number=row.version),
        )
        return redirect(self.url("edit_mail"))


def _text(row: MailTextVersion) -> OwnText:
    return OwnText(row.language, row.subject, list(row.blocks), row.sms)
