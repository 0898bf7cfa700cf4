"""Links that show a page's draft to somebody without an account."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from retour_portal.backoffice.drafts.shown import link_asked_for, links_shown
from retour_portal.backoffice.screen import Screen
from retour_portal.editorial.draft_links import DAYS, revoke_link
from retour_portal.editorial.models import DraftLink
from retour_portal.pages.queries import brand_of


class DraftLinksPage(Screen):
    """Of a page that its user edits; ``Http404`` for any other."""

    permission_required = ""
    header_icon = "link"
    page_title = gettext_lazy("Share the draft")
    template_name = "retour_backoffice/drafts/index.html"
    http_method_names = ["get", "head", "options", "post"]

    @cached_property
    def page(self) -> Page:
        page = get_object_or_404(Page, pk=self.kwargs["page_id"])
        if not page.permissions_for_user(self.request.user).can_edit():
            raise Http404
        return page

    def get_page_subtitle(self) -> str:
        return str(self.page.draft_title or self.page.title)

    def listed_under(self) -> dict[str, Any]:
        url = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return {"url": url, "label": self.get_page_subtitle()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brand, page = brand_of(self.page), self.page
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            links=[
                (link, url, reverse("revoke_draft_link", args=[page.pk, link.pk]))
                for link, url in links_shown(page, brand)
            ],
            days=DAYS,
            has_portal=bool(brand),
            action=reverse("draft_links", args=[page.pk]),
        )
        return context

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        if brand_of(self.page) is None:
            messages.error(request, _("This page belongs to no portal yet."))
        else:
            link_asked_for(request, self.page)
        return redirect("draft_links", self.page.pk)


class RevokeDraftLink(DraftLinksPage):
    http_method_names = ["post"]

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        rows = DraftLink.objects.filter(page=self.page)
        revoke_link(get_object_or_404(rows, pk=self.kwargs["link_id"]))
        messages.success(request, _("The link opens nothing any more."))
        return redirect("draft_links", self.page.pk)
