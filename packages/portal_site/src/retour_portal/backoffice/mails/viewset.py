from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from retour_core.notifications.models import MailText
from retour_portal.backoffice.mails.editor import EditMail
from retour_portal.backoffice.mails.history import MailHistory, UseMailVersion
from retour_portal.backoffice.mails.pages import MailsPage
from retour_portal.backoffice.mails.preview import PreviewMail
from retour_portal.backoffice.scoping import BrandScopedViewSet


class MailViewSet(BrandScopedViewSet):
    """By brand, kind and language, as most mails have no row: the standard counts."""

    model = MailText
    name = "mails"
    icon = "mail"
    menu_label = _("Mails")
    offered = frozenset({"index"})

    @property
    def index_view(self) -> Any:
        return self.construct_view(MailsPage)

    def get_urlpatterns(self) -> list[Any]:
        standard = [p for p in super().get_urlpatterns() if p.name == "index"]
        mail = "<int:brand>/<slug:kind>/<slug:language>/"
        use = f"{mail}<int:version>/use/"
        return [
            *standard,
            path(mail, self.construct_view(EditMail), name="edit_mail"),
            path(
                f"{mail}preview/",
                self.construct_view(PreviewMail),
                name="mail_preview",
            ),
            path(
                f"{mail}history/",
                self.construct_view(MailHistory),
                name="mail_history",
            ),
            path(use, self.construct_view(UseMailVersion), name="use_mail"),
        ]
