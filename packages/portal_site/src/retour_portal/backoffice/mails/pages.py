"""A brand's mails: each kind, when it is sent, and whose words it has."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from retour_core.notifications.kinds import KINDS
from retour_core.notifications.models import MailText
from retour_portal.backoffice.access import PUBLISHES_CONTENT
from retour_portal.backoffice.own_texts.about import languages
from retour_portal.backoffice.own_texts.pages import TextsPage


class MailsPage(TextsPage):
    roles = PUBLISHES_CONTENT
    header_icon = "mail"
    page_title = gettext_lazy("Mails")
    template_name = "retour_backoffice/mails/index.html"
    edit_name = "mails:edit_mail"

    def texts(self) -> list[dict[str, Any]]:
        rows = {
            (row.kind, row.language): row
            for row in MailText.objects.for_brands([self.switch.chosen.pk])
        }
        return [
            {
                "kind": kind,
                "title": kind.title,
                "about": kind.sent,
                "row": rows.get((kind.key, self.language)),
                "instead": self._instead(kind.key, rows),
                "others": self.others(kind.key, rows),
                "edit_url": self.edit_url(kind.key),
            }
            for kind in KINDS.values()
        ]

    def _instead(self, key: str, rows: Any) -> str:
        """The language of the text that readers of this one get in its place."""
        own = self.switch.chosen.default_locale
        if KINDS[key].is_statutory or (key, self.language) in rows:
            return ""
        return languages().get(own, own) if (key, own) in rows else ""
