"""A brand's mails: each kind, when it is sent, and whose words it has."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from retour_core.notifications.kinds import KINDS
from retour_core.notifications.models import MailText
from retour_portal.backoffice.about_text import languages
from retour_portal.backoffice.access import PUBLISHES_CONTENT
from retour_portal.backoffice.screen import BrandScreen


class MailsPage(BrandScreen):
    """``?brand=`` and ``?language=`` choose; an unknown language is the brand's own."""

    roles = PUBLISHES_CONTENT
    header_icon = "mail"
    page_title = gettext_lazy("Mails")
    template_name = "retour_backoffice/mails/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brand, names = self.switch.chosen, languages()
        language = self.request.GET.get("language", brand.default_locale)
        if language not in names:
            language = next(iter(names))
        rows = {
            (row.kind, row.language): row
            for row in MailText.objects.for_brands([brand.pk])
        }
        mails = [
            {
                "kind": kind,
                "row": rows.get((kind.key, language)),
                "instead": self._instead(kind.key, language, rows),
                "others": [
                    names.get(code, code)
                    for key, code in sorted(rows)
                    if key == kind.key and code != language
                ],
            }
            for kind in KINDS.values()
        ]
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            switch=self.switch,
            brand=brand,
            languages=names.items(),
            language=language,
            mails=mails,
        )
        return context

    def _instead(self, key: str, language: str, rows: Any) -> str:
        """The language of the text that readers of ``language`` get in its place."""
        own = self.switch.chosen.default_locale
        if KINDS[key].is_statutory or (key, language) in rows:
            return ""
        return languages().get(own, own) if (key, own) in rows else ""
