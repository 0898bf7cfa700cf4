"""The form of a theme, in the order an editor thinks of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
)

from retour_portal.fonts.panels import OWN_FONT_PANELS
from retour_portal.theming.forms import ColourInput


def _colour(name: str) -> FieldPanel:
    return FieldPanel(name, widget=ColourInput)


# What a draft holds, of a brand's portal.
LOOK_PANELS = [
    HelpPanel(template="retour_backoffice/themes/form_help.html"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("logo"), FieldPanel("print_logo")]),
            FieldRowPanel([FieldPanel("favicon"), FieldPanel("background")]),
            FieldPanel("social_image"),
        ],
        _("Pictures"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([_colour("primary_colour"), _colour("accent_colour")]),
            FieldRowPanel([_colour("header_colour"), _colour("footer_colour")]),
            _colour("page_colour"),
            FieldRowPanel([FieldPanel("font"), FieldPanel("heading_font")]),
            *OWN_FONT_PANELS,
            FieldRowPanel([FieldPanel("corners"), FieldPanel("spacing")]),
        ],
        _("Colours and type"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("tagline"),
            FieldPanel("shop_url"),
            FieldRowPanel([FieldPanel("privacy_url"), FieldPanel("imprint_url")]),
            FieldPanel("language_addresses"),
        ],
        _("Foot of the page"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("header_links"),
            FieldPanel("footer_links"),
            FieldPanel("socials"),
        ],
        _("Links"),
    ),
]

# Of a site that is no brand's yet: nobody sees it, so it is saved at once.
PANELS = [
    # Whoever may change which brand a site belongs to could take another's over.
    FieldPanel("brand", permission="superuser"),
    *LOOK_PANELS,
]
