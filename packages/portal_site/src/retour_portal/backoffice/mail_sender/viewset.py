from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from retour_portal.backoffice.mail_sender import pages
from retour_portal.backoffice.scoping import BrandScopedViewSet
from retour_portal.domains.models import MailSender


class MailSenderViewSet(BrandScopedViewSet):
    """One screen a brand: whom its mails are from."""

    model = MailSender
    name = "mail-sender"
    icon = "mail"
    menu_label = _("Mail sender")
    offered = frozenset({"index"})

    @property
    def index_view(self) -> Any:
        return self.construct_view(pages.MailSenderPage)

    def get_urlpatterns(self) -> list[Any]:
        standard = [p for p in super().get_urlpatterns() if p.name == "index"]
        check = self.construct_view(pages.CheckMailSender)
        return [*standard, path("<int:pk>/check/", check, name="check")]

    def register_admin_url_finder(self) -> None:
        """A sender has no page of its own."""
