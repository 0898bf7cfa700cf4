"""Which colours of a theme could not be read, and the nearest that can."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from retour_core.brands.models import hex_colour
from retour_portal.theming import contrast

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from retour_portal.theming.models import Theme

CONTRAST_TOO_LOW = "contrast_too_low"


@dataclass(frozen=True)
class Refusal:
    """``nearest`` is the colour that passes and differs least."""

    colour: str
    nearest: str
    sentence: _StrPromise

    def as_error(self) -> ValidationError:
        return ValidationError(
            self.sentence,
            code=CONTRAST_TOO_LOW,
            params={"colour": self.colour, "nearest": self.nearest},
        )


_TOO_LIGHT_FOR_TEXT = _(
    "%(colour)s is too light for buttons and links: people could not read them. "
    "The nearest colour that can be read is %(nearest)s."
)
_TOO_LIGHT_FOR_MARKS = _(
    "%(colour)s is too light to be seen on the page. "
    "The nearest colour that shows is %(nearest)s."
)
_TOO_DARK_FOR_A_PAGE = _(
    "%(colour)s is too dark to be written on. "
    "The nearest colour that text can be read on is %(nearest)s."
)


def refusals_of(theme: Theme) -> dict[str, Refusal]:
    """By field; what is no ``#rrggbb`` is left to its field's own check."""
    found = {}
    page = theme.page_colour if _is_colour(theme.page_colour) else contrast.PAGE
    if not contrast.carries_text(page):
        nearest = contrast.nearest_ground(page)
        found["page_colour"] = Refusal(page, nearest, _TOO_DARK_FOR_A_PAGE)
        # The other colours are judged on the page there can be.
        page = nearest
    rules: dict[str, tuple[Callable[[str, str], bool], _StrPromise]] = {
        "primary_colour": (contrast.reads_as_text, _TOO_LIGHT_FOR_TEXT),
        "accent_colour": (contrast.shows_as_graphic, _TOO_LIGHT_FOR_MARKS),
    }
    for field, (passes, sentence) in rules.items():
        colour = getattr(theme, field)
        if not _is_colour(colour) or passes(colour, page):
            continue
        nearest = contrast.nearest_passing(colour, passes, page)
        found[field] = Refusal(colour, nearest, sentence)
    return found


def _is_colour(text: str) -> bool:
    try:
        hex_colour(text)
    except ValidationError:
        return False
    return True
