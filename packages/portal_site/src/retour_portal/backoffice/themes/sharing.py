"""Links that show the portal in a drafted look to somebody without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from retour_portal.backoffice.drafts.shown import link_asked_for, links_shown
from retour_portal.backoffice.themes.about import AboutLook
from retour_portal.editorial.draft_links import DAYS, revoke_link
from retour_portal.editorial.models import DraftLink


class LookLinks(AboutLook):
    page_title = gettext_lazy("Share the draft")
    template_name = "retour_backoffice/themes/links.html"
    http_method_names = ["get", "head", "options", "post"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brand = self.switch.chosen
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            links=[
                (link, url, reverse("looks:revoke_look_link", args=[brand.pk, link.pk]))
                for link, url in links_shown(self.theme, brand)
            ],
            days=DAYS,
            has_portal=True,
            action=self._here,
        )
        return context

    def post(self, request: HttpRequest, *_a: Any, **_kw: Any) -> HttpResponseBase:
        link_asked_for(request, self.theme)
        return redirect(self._here)

    @property
    def _here(self) -> str:
        return reverse("looks:look_links", args=[self.switch.chosen.pk])


class RevokeLookLink(LookLinks):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_a: Any, **_kw: Any) -> HttpResponseBase:
        rows = DraftLink.objects.filter(theme=self.theme)
        revoke_link(get_object_or_404(rows, pk=self.kwargs["link"]))
        messages.success(request, _("The link opens nothing any more."))
        return redirect(self._here)
