from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from retour_core.brands.models import Brand
from retour_core.domain.phone_numbers import PhoneNumberUnfit, tidy_phone_number
from retour_portal.consent.choice import allow_agreed, consent_on
from retour_portal.page_cache.kept import public_page
from retour_portal.pages.blocks import ContentBody, PortalBody
from retour_portal.pages.help_search import answers_for, words_asked
from retour_portal.pages.queries import brand_of
from retour_portal.pages.reaching import contact_of
from retour_portal.places.stores_page import stores_page
from retour_portal.theming.content_policy import under_policy
from retour_portal.theming.preview import FRAMED


class PortalPage(Page):
    """What the portal's pages share; never a page by itself."""

    social_image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture for social networks"),
        help_text=_("Shown with a link to this page, instead of the theme's."),
    )

    promote_panels = [*Page.promote_panels, FieldPanel("social_image")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # The language links are made from the page being shown.
        request.portal_page = self  # type: ignore[attr-defined]
        context = super().get_context(request, *args, **kwargs)
        context["consent"] = consent_on(request)
        return context

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
        response = super().serve(request, *args, **kwargs)
        consent = consent_on(request)
        if consent is not None and consent.choice is not None:
            return allow_agreed(response, consent)
        return public_page(response)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        theme = getattr(request, "theme", None)
        if theme is not None:
            request.brand_css_url = theme.embedded_css_url  # type: ignore[attr-defined]
        # The editor's window frames the page, on a host that has no theme to serve.
        return under_policy(super().serve_preview(request, mode_name), FRAMED)


class PortalHomePage(PortalPage):
    """A brand's portal in one language; the root page of the brand's site.

    Its translations are siblings below Wagtail's root.
    """

    tagline = models.CharField(
        _("tagline"),
        max_length=140,
        blank=True,
        help_text=_(
            "One line at the foot of every page in this language. Empty: the theme's."
        ),
    )
    body = StreamField(PortalBody(), verbose_name=_("content"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body"), FieldPanel("tagline")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "retour_pages.ContentPage",
        "retour_pages.HelpPage",
        "retour_pages.StoresPage",
        "retour_pages.ContactPage",
    ]
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


class TextPage(PortalPage):
    """What the pages below a brand's home page share; never a page by itself."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=400)
    body = StreamField(ContentBody(), verbose_name=_("content"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    parent_page_types = ["retour_pages.PortalHomePage"]
    subpage_types: list[str] = []

    class Meta:
        abstract = True

    def brand_shown(self, request: HttpRequest) -> Brand | None:
        """The host's brand, or the page's own where an editor previews it."""
        brand: Brand | None = getattr(request, "brand", None)
        return brand or brand_of(self)


class ContentPage(TextPage):
    """A policy, a legal notice: text below a brand's home page."""

    template = "retour/pages/content.html"
    page_description = _("Help, a policy or a legal notice.")

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


class HelpPage(TextPage):
    """Questions that open to show their answers, with a search among them (``?q=``)."""

    template = "retour/pages/help.html"
    page_description = _("Questions and answers, with a search among them.")

    class Meta:
        verbose_name = _("help page")
        verbose_name_plural = _("help pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)
        asked = words_asked(request.GET.get("q", ""))
        context["asked"] = asked
        if asked:
            context["answers"] = answers_for(asked, self.body)
        return context


class StoresPage(TextPage):
    """The brand's return addresses that are stores, as the back office has them."""

    template = "retour/pages/stores.html"
    page_description = _("Your stores, from the return addresses marked as stores.")

    class Meta:
        verbose_name = _("stores page")
        verbose_name_plural = _("stores pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)
        context |= stores_page(request, self.brand_shown(request))
        return context


class ContactPage(TextPage):
    """How to reach the brand: mail and address are those of its settings."""

    phone = models.CharField(
        _("phone"),
        max_length=40,
        blank=True,
        help_text=_("With + and the country. Without one, the return address's."),
    )
    support_hours = models.TextField(
        _("when somebody answers"),
        max_length=240,
        blank=True,
        help_text=_("As customers shall read it: Mon–Fri, 9:00 to 17:00."),
    )

    content_panels = [
        *TextPage.content_panels[:-1],
        FieldPanel("phone"),
        FieldPanel("support_hours"),
        FieldPanel("body"),
    ]
    template = "retour/pages/contact.html"
    page_description = _("Address, phone, e-mail and hours.")

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def clean(self) -> None:
        super().clean()
        if not self.phone:
            return
        try:
            self.phone = tidy_phone_number(self.phone, country="")
        except PhoneNumberUnfit as unfit:
            raise ValidationError({"phone": unfit.message}) from unfit

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)
        context["contact"] = contact_of(self.brand_shown(request), phone=self.phone)
        return context
