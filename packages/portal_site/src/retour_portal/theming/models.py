from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin

from retour_core.brands.models import Brand, hex_colour
from retour_core.brands.operations import set_look
from retour_portal.fonts.css import inlined
from retour_portal.fonts.words import OWN_FONT, OWN_HEADING_FONT
from retour_portal.theming.css import OwnFonts, embedded_url, stylesheet
from retour_portal.theming.fonts import Corners, Font, Spacing
from retour_portal.theming.forms import ThemeForm
from retour_portal.theming.links_blocks import LanguageAddresses, PageLinks, SocialLinks
from retour_portal.theming.logo import ground_for, portable_logo
from retour_portal.theming.on_paper import preview_label, preview_mail
from retour_portal.theming.origins import origins_in, validate_origins
from retour_portal.theming.panels import PANELS
from retour_portal.theming.preview import preview_page
from retour_portal.theming.readable import refusals_of
from retour_portal.theming.tokens import COLOURS, tokens_of
from retour_portal.theming.version_models import Stage, ThemeVersion
from retour_portal.theming.versions import note_version

__all__ = ["Stage", "Theme", "ThemeVersion"]


@register_setting(icon="retour-look")
class Theme(PreviewableMixin, BaseSiteSetting):
    """How a brand's portal looks; its site is the brand's portal.

    Saving copies the look to the core ``Brand``, whose labels and mails wear it, and
    keeps a version. ``saved_by`` is the name of who saves it next.
    """

    base_form_class = ThemeForm
    saved_by = ""

    brand = models.OneToOneField(
        Brand,
        on_delete=models.PROTECT,
        null=True,
        related_name="theme",
        verbose_name=_("brand"),
        help_text=_("Whose returns this site takes. Without one, it takes none."),
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_(
            "On the portal, on labels and in mails. Best: dark, on a transparent "
            "ground, at least 500 pixels wide."
        ),
    )
    favicon = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("browser icon"),
        help_text=_("Square, at least 64 pixels wide."),
    )
    print_logo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo for print"),
        help_text=_("On labels and in mails, instead of the other: dark on white."),
    )
    background = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("background picture"),
        help_text=_("Around the white sheet of the steps; nothing is written on it."),
    )
    social_image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture for social networks"),
        help_text=_(
            "Shown with a link to the portal; at least 1200 × 630 pixels. Without one, "
            "the logo. A page can have its own."
        ),
    )
    primary_colour = models.CharField(
        _("main colour"),
        max_length=7,
        default="#1f3a5f",
        validators=[hex_colour],
        help_text=_("Buttons and links."),
    )
    accent_colour = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#b4532a",
        validators=[hex_colour],
        help_text=_("Numbers, marks and offers."),
    )
    header_colour = models.CharField(
        _("colour of the header"),
        max_length=7,
        default="#ffffff",
        validators=[hex_colour],
        help_text=_("Its text is black or white, whichever is read more easily."),
    )
    footer_colour = models.CharField(
        _("colour of the footer"),
        max_length=7,
        blank=True,
        validators=[hex_colour],
        help_text=_("Empty: a tint of the main colour."),
    )
    page_colour = models.CharField(
        _("colour of the page"),
        max_length=7,
        default="#ffffff",
        validators=[hex_colour],
        help_text=_("Light: everything is written on it."),
    )
    logo_ground = models.CharField(max_length=7, blank=True, editable=False)
    font = models.CharField(
        _("typeface"), max_length=20, choices=Font.choices, default=Font.SYSTEM
    )
    heading_font = models.CharField(
        _("typeface of headings"),
        max_length=20,
        choices=Font.choices,
        blank=True,
        help_text=_("Empty: the headings that go with the typeface."),
    )
    own_font = models.ForeignKey(
        "retour_fonts.WebFont",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=OWN_FONT,
    )
    own_heading_font = models.ForeignKey(
        "retour_fonts.WebFont",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=OWN_HEADING_FONT,
    )
    corners = models.CharField(
        _("corners"), max_length=10, choices=Corners.choices, default=Corners.SOFT
    )
    spacing = models.CharField(
        _("spacing"), max_length=10, choices=Spacing.choices, default=Spacing.NORMAL
    )
    header_links = StreamField(PageLinks(), blank=True, verbose_name=_("header links"))
    footer_links = StreamField(PageLinks(), blank=True, verbose_name=_("footer links"))
    socials = StreamField(SocialLinks(), blank=True, verbose_name=_("social networks"))
    embed_origins = models.TextField(
        _("pages that may embed the portal"),
        blank=True,
        max_length=2000,
        validators=[validate_origins],
        help_text=_(
            "Addresses of your shop, one a line, like https://shop.example. "
            "Nobody else can show the portal inside a page of theirs."
        ),
    )
    tagline = models.CharField(
        _("tagline"),
        max_length=140,
        blank=True,
        help_text=_("One line below the brand's name at the foot of every page."),
    )
    shop_url = models.URLField(_("address of the shop"), blank=True)
    imprint_url = models.URLField(
        _("legal notice"),
        blank=True,
        help_text=_("Where it is in your shop; or write a page here."),
    )
    privacy_url = models.URLField(_("privacy notice"), blank=True)
    language_addresses = StreamField(
        LanguageAddresses(),
        blank=True,
        verbose_name=_("other addresses on the pages of one language"),
    )

    select_related = [
        "brand__analytics",
        "logo",
        "favicon",
        "background",
        "social_image",
        "own_font",
        "own_heading_font",
    ]

    panels = PANELS

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")

    def save(self, *args: Any, **kwargs: Any) -> None:
        for name in COLOURS:
            setattr(self, name, getattr(self, name).lower())
        logo = self.logo
        self.logo_ground = ground_for(logo, self.header_colour) if logo else ""
        with transaction.atomic():
            super().save(*args, **kwargs)
            note_version(self)
            if self.brand is not None:
                self.brand = self._dressed(self.brand)

    def clean(self) -> None:
        super().clean()
        refusals = refusals_of(self)
        if refusals:
            raise ValidationError(
                {field: refusal.as_error() for field, refusal in refusals.items()}
            )

    @property
    def css(self) -> str:
        picture = self.background
        url = picture.get_rendition("max-1600x1600|format-webp").url if picture else ""
        return stylesheet(
            tokens_of(self),
            background=url,
            logo_ground=self.logo_ground,
            own=OwnFonts(self.own_font, self.own_heading_font),
        )

    @property
    def embedded_css_url(self) -> str:
        """For a preview on whatever host: a look that is not live has no address."""
        fonts = [font for font in (self.own_font, self.own_heading_font) if font]
        return embedded_url(inlined(self.css, fonts))

    @property
    def embedders(self) -> list[str]:
        """Origins whose pages may frame the form that finds an order."""
        return origins_in(self.embed_origins)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("Portal")), ("mail", _("Mail")), ("label", _("Label"))]

    def serve_preview(
        self,
        request: HttpRequest,
        mode_name: str,
    ) -> HttpResponse:
        if mode_name == "mail":
            return preview_mail(request, self)
        if mode_name == "label":
            return preview_label(request, self)
        return preview_page(request, self)

    def _dressed(self, brand: Brand) -> Brand:
        logo = self.print_logo or self.logo
        return set_look(
            brand,
            logo=portable_logo(logo) if logo else None,
            primary_colour=self.primary_colour,
            accent_colour=self.accent_colour,
            font=self.font,
        )
