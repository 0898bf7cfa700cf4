"""Why a font was refused, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from retour_portal.fonts.reading import LARGEST_PAIR, FontRefused

OWN_FONT = _("Own font")
OWN_HEADING_FONT = _("Own font of headings")

_REASONS = {
    "large": _("This file is larger than %(most)d MB. Upload one font, not a family."),
    "no_font": _("This is no font: upload a WOFF2, WOFF, TTF or OTF file."),
    "unreadable": _("This font is damaged. Get it again from where you have it."),
    "no_outlines": _(
        "This font has only pictures of letters. Upload one with outlines."
    ),
    "letters": _(
        "This font lacks letters that every page needs: %(letters)s. Choose another."
    ),
    "restricted": _(
        "The licence in this font does not allow embedding it in pages (“restricted "
        "licence”). Ask its foundry for a web font."
    ),
    "no_subsetting": _(
        "The licence in this font forbids making it smaller, and whole it is too "
        "heavy. Ask its foundry for a web font."
    ),
    "bitmaps_only": _(
        "The licence in this font allows embedding of bitmaps only. Ask its foundry "
        "for a web font."
    ),
    "heavy": _(
        "Too heavy for phones: its letters (%(script)s) weigh %(size).1f kB, of "
        "%(most).1f. Upload a single weight instead of a variable font, or a simpler "
        "font."
    ),
}
_PAIR = _(
    "Too heavy for phones: together, the two own fonts weigh %(size).1f kB in one "
    "language, of %(most).1f. Use one of them for everything, or upload a lighter one."
)


def pair_sentence(size: int) -> str:
    """``size`` in bytes, too many for two fonts."""
    return str(_PAIR % {"size": size / 1000, "most": LARGEST_PAIR / 1000})


def sentence(refused: FontRefused) -> str:
    return str(_REASONS[refused.reason] % refused.details)
