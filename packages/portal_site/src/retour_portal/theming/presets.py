"""Looks to start from; each passes the contrast a theme must have."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retour_portal.theming.fonts import Corners, Font, Spacing
from retour_portal.theming.tokens import Tokens


@dataclass(frozen=True)
class Preset:
    key: str
    name: str | Promise
    tokens: Tokens


def _look(
    *colours: str,
    font: Font,
    corners: Corners,
    spacing: Spacing,
    page: str = "#ffffff",
) -> Tokens:
    primary, accent, header, footer = colours
    return Tokens(
        primary_colour=primary,
        accent_colour=accent,
        header_colour=header,
        footer_colour=footer,
        page_colour=page,
        font=font,
        corners=corners,
        spacing=spacing,
    )


PRESETS = [
    Preset(
        "clear",
        _("Clear: blue on white"),
        _look(
            *("#1f3a5f", "#b4532a", "#ffffff", ""),
            font=Font.SYSTEM,
            corners=Corners.SOFT,
            spacing=Spacing.NORMAL,
        ),
    ),
    Preset(
        "atelier",
        _("Atelier: black, ivory and gold"),
        _look(
            *("#1a1a1a", "#8a6a1f", "#f7f3ea", "#1a1a1a"),
            page="#fdfbf7",
            font=Font.SERIF,
            corners=Corners.SQUARE,
            spacing=Spacing.AIRY,
        ),
    ),
    Preset(
        "summit",
        _("Summit: forest and ember"),
        _look(
            *("#1f4d3a", "#c2410c", "#1f4d3a", "#12301f"),
            font=Font.GEOMETRIC,
            corners=Corners.SOFT,
            spacing=Spacing.NORMAL,
        ),
    ),
    Preset(
        "playground",
        _("Playground: violet and sunshine"),
        _look(
            *("#5b2bbf", "#c2185b", "#ffd84d", "#ede4ff"),
            font=Font.ROUNDED,
            corners=Corners.ROUND,
            spacing=Spacing.NORMAL,
        ),
    ),
    Preset(
        "harbour",
        _("Harbour: deep sea and sail"),
        _look(
            *("#0b4f6c", "#b02e0c", "#e8f1f5", "#0b2f40"),
            font=Font.HUMANIST,
            corners=Corners.SOFT,
            spacing=Spacing.COMPACT,
        ),
    ),
    Preset(
        "library",
        _("Library: paper and ink"),
        _look(
            *("#5a1f2b", "#6b4f1d", "#fbf7ef", "#f1e8d8"),
            page="#fffcf5",
            font=Font.LITERARY,
            corners=Corners.SQUARE,
            spacing=Spacing.AIRY,
        ),
    ),
    Preset(
        "studio",
        _("Studio: black and electric blue"),
        _look(
            *("#1d4ed8", "#be123c", "#0b0f19", "#0b0f19"),
            font=Font.GEOMETRIC,
            corners=Corners.SQUARE,
            spacing=Spacing.COMPACT,
        ),
    ),
]
BY_KEY = {preset.key: preset for preset in PRESETS}
