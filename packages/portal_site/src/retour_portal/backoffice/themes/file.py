"""A look read from a file: who chose it made it here, elsewhere or by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from pydantic import ValidationError

from retour_core.brands.models import hex_colour
from retour_portal.editorial.look_file import LARGEST_FILE, LookFile
from retour_portal.theming.tokens import ThemeFileRefused

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_MOST_FAULTS = 20


def read(content: bytes) -> LookFile:
    """Raises ``ThemeFileRefused``, a fault of which names its field each."""
    if not content:
        raise ThemeFileRefused(_("Choose a file first."))
    if len(content) > LARGEST_FILE:
        raise ThemeFileRefused(
            _("The file is too large for a look: %(most)d MB at most.")
            % {"most": LARGEST_FILE // 1024**2}
        )
    try:
        return LookFile.model_validate_json(content)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        raise ThemeFileRefused(*_told_once(found)) from error


def _told_once(found: list[ErrorDetails]) -> list[str]:
    """A value of several kinds has a fault for each kind it might have been."""
    faults: dict[str, str] = {}
    for one in found:
        faults.setdefault(_field(one), _what_is_wrong(one))
    return list(faults.values())[:_MOST_FAULTS]


def _field(wrong: ErrorDetails) -> str:
    """``links.header_links.2.url``; rows are counted from 1, as people do."""
    parts = [p + 1 if isinstance(p, int) else p for p in wrong["loc"]]
    # What pydantic says of the kinds it tried.
    named = [str(p) for p in parts if not str(p).startswith(("constrained", "enum"))]
    most = 4 if named[:1] == ["links"] else 3 if named[:1] == ["pictures"] else 2
    return ".".join(named[:most])


def _what_is_wrong(wrong: ErrorDetails) -> str:
    """Pydantic's own words name regular expressions, and know one language."""
    field = _field(wrong)
    if not field:
        return _("The file is damaged or no look: it is not JSON. Save the look again.")
    if field == "retour_theme" or len(wrong["loc"]) == 1:
        if wrong["type"] == "literal_error":
            return _("The file was saved by another version of Retour: “retour_theme”.")
        return _(
            "“%(field)s”: this is no look that was saved here. Looks of other programs "
            "cannot be read; save one here as a file to see how it is written."
        ) % {"field": field}
    return f"“{field}”: {_reason(wrong)}"


def _reason(wrong: ErrorDetails) -> str:
    if wrong["type"] == "missing":
        return _("It is not in the file. Save the look again, or add it.")
    if wrong["type"] == "extra_forbidden" or "[key]" in wrong["loc"]:
        return _("A look has no field of this name. Take it out of the file.")
    if wrong["type"] == "enum":
        return _("Write one of these: %(values)s.") % {
            "values": wrong["ctx"]["expected"].replace("'", "")
        }
    if wrong["type"] in {"string_too_long", "too_long"}:
        return _("It is too long. Shorten it in the file.")
    if str(wrong["loc"][1]).endswith("_colour"):
        return str(hex_colour.message)
    return _("There is something else here than a word in quotation marks.")
