from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from retour_portal.page_cache.kept import public_page
from retour_portal.pages.blocks import ContentBody, PortalBody
from retour_portal.theming.css import embedded_url
from retour_portal.theming.preview import FRAMED


class PortalPage(Page):
    """What the portal's pages share; never a page by itself."""

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # The language links are made from the page being shown.
        request.portal_page = self  # type: ignore[attr-defined]
        return super().get_context(request, *args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """A page that is live without a revision is kept as one first: Wagtail would
        take it down at once when a change to it is scheduled for later."""
        if self.live and self.live_revision_id is None:
            live = type(self).objects.get(pk=self.pk)
            kept = super(PortalPage, live).save_revision(changed=False)
            Page.objects.filter(pk=self.pk).update(live_revision=kept)
            self.live_revision = kept
        return super().save_revision(*args, **kwargs)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return public_page(super().serve(request, *args, **kwargs))

    # The editor's window frames the page, on a host that has no theme to serve.
    @csp_replace(FRAMED)  # type: ignore[arg-type]
    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        theme = getattr(request, "theme", None)
        if theme is not None:
            request.brand_css_url = embedded_url(theme.css)  # type: ignore[attr-defined]
        return super().serve_preview(request, mode_name)


class PortalHomePage(PortalPage):
    """A brand's portal in one language; the root page of the brand's site.

    Its translations are siblings below Wagtail's root.
    """

    body = StreamField(PortalBody(), verbose_name=_("content"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["retour_pages.ContentPage"]
    template = "retour/pages/home.html"
    page_description = _("The first page of a brand's portal, where a return begins.")

    class Meta:
        verbose_name = _("portal home page")
        verbose_name_plural = _("portal home pages")

    @property
    def has_lookup(self) -> bool:
        """Whether a block already offers the form that finds an order."""
        return any(
            block.block_type == "hero" and block.value["show_lookup"]
            for block in self.body
        )


class ContentPage(PortalPage):
    """Help, a policy, a legal notice: text below a brand's home page."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=400)
    body = StreamField(ContentBody(), verbose_name=_("content"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    parent_page_types = ["retour_pages.PortalHomePage"]
    subpage_types: list[str] = []
    template = "retour/pages/content.html"
    page_description = _("Help, a policy or a legal notice.")

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")
