"""What every screen about mails stands on: one brand of its user's, kind, language."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from retour_core.notifications.kinds import KINDS, MailKind
from retour_core.notifications.models import MailText
from retour_portal.backoffice.own_texts.about import AboutOneText


class AboutOneMail(AboutOneText):
    """Of a brand whose content its user publishes."""

    namespace = "mails"
    named = "kind"
    header_icon = "mail"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in KINDS:
            raise Http404
        self.kind: MailKind = KINDS[kwargs["kind"]]

    @cached_property
    def row(self) -> MailText | None:
        """The brand's own text in this very language."""
        return MailText.objects.filter(
            brand=self.brand, kind=self.kind.key, language=self.language
        ).first()

    def get_page_title(self) -> str:
        return str(self.kind.title)

    def list_label(self) -> str:
        return _("Mails")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            kind=self.kind,
            edit_url=self.url("edit_mail"),
            history_url=self.url("mail_history"),
        )
