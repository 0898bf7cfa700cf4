"""Type a brand can choose: fonts the reader's device has, so nothing is fetched."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

_SANS = (
    '-apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", '
    "system-ui, sans-serif"
)
_SERIF = (
    '"Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif Display", '
    '"Noto Serif", P052, Georgia, serif'
)
_HUMANIST = 'Optima, Candara, "Gill Sans", "Noto Sans", "Source Sans 3", sans-serif'
_ROUNDED = (
    'ui-rounded, "SF Pro Rounded", "Hiragino Maru Gothic ProN", Quicksand, Nunito, '
    'Comfortaa, "Arial Rounded MT Bold", "Noto Sans", sans-serif'
)
_GEOMETRIC = (
    'Avenir, "Avenir Next", "Century Gothic", Montserrat, "URW Gothic", Corbel, '
    '"Noto Sans", sans-serif'
)


class Font(models.TextChoices):
    SYSTEM = "system", _("Neutral: the device's own sans-serif")
    HUMANIST = "humanist", _("Humanist: warm sans-serif")
    GEOMETRIC = "geometric", _("Geometric: clear, modern sans-serif")
    ROUNDED = "rounded", _("Rounded: friendly sans-serif")
    SERIF = "serif", _("Classic: serif headings, neutral text")
    LITERARY = "literary", _("Literary: serif throughout")


@dataclass(frozen=True)
class Typeface:
    """CSS values: two font stacks, and how headings are set in theirs."""

    text: str
    headings: str
    heading_weight: int
    heading_spacing: str


TYPEFACES: dict[Font, Typeface] = {
    Font.SYSTEM: Typeface(_SANS, _SANS, 700, "-0.018em"),
    Font.HUMANIST: Typeface(_HUMANIST, _HUMANIST, 700, "-0.01em"),
    Font.GEOMETRIC: Typeface(_GEOMETRIC, _GEOMETRIC, 700, "-0.02em"),
    Font.ROUNDED: Typeface(_ROUNDED, _ROUNDED, 700, "0"),
    Font.SERIF: Typeface(_SANS, _SERIF, 500, "-0.01em"),
    Font.LITERARY: Typeface(_SERIF, _SERIF, 600, "0"),
}


class Corners(models.TextChoices):
    SQUARE = "square", _("Square")
    SOFT = "soft", _("Slightly rounded")
    ROUND = "round", _("Rounded")


RADII: dict[Corners, tuple[str, str]] = {
    Corners.SQUARE: ("0", "0"),
    Corners.SOFT: ("0.5rem", "0.375rem"),
    Corners.ROUND: ("1rem", "0.75rem"),
}


class Spacing(models.TextChoices):
    COMPACT = "compact", _("Compact")
    NORMAL = "normal", _("Normal")
    AIRY = "airy", _("Airy")


SPACES: dict[Spacing, str] = {
    Spacing.COMPACT: "0.8",
    Spacing.NORMAL: "1",
    Spacing.AIRY: "1.25",
}
