from __future__ import annotations

from wagtail.admin.panels import FieldPanel, FieldRowPanel

OWN_FONT_PANELS = [
    FieldRowPanel([FieldPanel("font_file"), FieldPanel("heading_font_file")]),
    FieldRowPanel([FieldPanel("drops_font"), FieldPanel("drops_heading_font")]),
]
