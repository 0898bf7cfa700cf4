"""A look read from a file: who chose it made it here, elsewhere or by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from pydantic import ValidationError

from retour_core.brands.models import hex_colour
from retour_portal.theming.tokens import ThemeFile, ThemeFileRefused, Tokens

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

LARGEST_FILE = 64 * 1024


def read(content: bytes) -> Tokens:
    """Raises ``ThemeFileRefused``, which names the first field that is wrong."""
    if not content:
        raise ThemeFileRefused(_("Choose a file first."))
    if len(content) > LARGEST_FILE:
        raise ThemeFileRefused(_("The file is too large for a look."))
    try:
        return ThemeFile.model_validate_json(content).tokens
    except ValidationError as error:
        raise ThemeFileRefused(_what_is_wrong(error)) from error


def _what_is_wrong(error: ValidationError) -> str:
    """Pydantic's own words name regular expressions, and know one language."""
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"][:2])
    if not field:
        return _("The file is damaged or no look: it is not JSON. Save the look again.")
    if field == "retour_theme" or len(first["loc"]) == 1:
        if first["type"] == "literal_error":
            return _("The file was saved by another version of Retour: “retour_theme”.")
        return _(
            "“%(field)s”: this is no look that was saved here. Looks of other programs "
            "cannot be read; save one here as a file to see how it is written."
        ) % {"field": field}
    return f"“{field}”: {_reason(first)}"


def _reason(wrong: ErrorDetails) -> str:
    if wrong["type"] == "missing":
        return _("It is not in the file. Save the look again, or add it.")
    if wrong["type"] == "extra_forbidden":
        return _("A look has no field of this name. Take it out of the file.")
    if wrong["type"] == "enum":
        return _("Write one of these: %(values)s.") % {
            "values": wrong["ctx"]["expected"].replace("'", "")
        }
    if str(wrong["loc"][1]).endswith("_colour"):
        return str(hex_colour.message)
    return _("There is something else here than a word in quotation marks.")
