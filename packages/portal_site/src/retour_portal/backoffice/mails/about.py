"""What every screen about mails stands on: one brand of its user's, kind, language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from retour_core.brands.models import Brand
from retour_core.notifications.kinds import KINDS, MailKind
from retour_core.notifications.models import MailText
from retour_portal.backoffice.access import PUBLISHES_CONTENT
from retour_portal.backoffice.brand_switch import chosen_brand


def languages() -> dict[str, str]:
    """The names, in the reader's language, by code."""
    return {code: str(name) for code, name in settings.LANGUAGES}


class AboutOneMail(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """The brand is asked for by id among those whose content its user writes; another
    one answers 404. It is no row's ``pk``, as a text that nobody wrote yet has none."""

    model: Any = None
    permission_required = "change"
    header_icon = "mail"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in KINDS or kwargs["language"] not in languages():
            raise Http404
        self.kind: MailKind = KINDS[kwargs["kind"]]
        self.language: str = kwargs["language"]

    @cached_property
    def brand(self) -> Brand:
        asked = str(self.kwargs["brand"])
        return chosen_brand(self.request.user, asked, PUBLISHES_CONTENT).chosen

    @cached_property
    def row(self) -> MailText | None:
        """The brand's own text in this very language."""
        return MailText.objects.filter(
            brand=self.brand, kind=self.kind.key, language=self.language
        ).first()

    def url(self, name: str, *more: Any) -> str:
        where = [self.brand.pk, self.kind.key, self.language, *more]
        return reverse(f"mails:{name}", args=where)

    @property
    def list_url(self) -> str:
        index = reverse("mails:index")
        return f"{index}?brand={self.brand.pk}&language={self.language}"

    def get_page_title(self) -> str:
        return str(self.kind.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listed = {"url": self.list_url, "label": _("Mails")}
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, listed, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            brand=self.brand,
            kind=self.kind,
            language=self.language,
            languages=languages().items(),
            language_name=languages()[self.language],
            list_url=self.list_url,
            edit_url=self.url("edit_mail"),
            history_url=self.url("mail_history"),
        )
        return context
