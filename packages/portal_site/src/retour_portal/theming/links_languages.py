"""Links of the look are for languages the brand offers: its form lists no others."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from wagtail.blocks import BlockField

from retour_portal.theming.languages import offered_languages

if TYPE_CHECKING:
    from django.forms import Form

    from retour_portal.theming.models import Theme


def narrow_languages(form: Form | Any, theme: Theme) -> None:
    """In every row of links of ``form``. One that a row of the theme has already stays
    to be chosen, or the row could not be saved as it is."""
    if theme.brand is None:
        return
    offered = set(offered_languages(theme.brand))
    for name, field in form.fields.items():
        if not isinstance(field, BlockField):
            continue
        used = _used(getattr(theme, name))
        block = _narrowed(field.block, offered | used)
        if block is not None:
            form.fields[name] = _like(field, block)


def _used(rows: Iterable[Any]) -> set[str]:
    found = (row.value for row in rows)
    return {value["language"] for value in found if "language" in value}


def _narrowed(block: Any, codes: set[str]) -> Any:
    """A copy with these languages; ``None`` where its rows are for no language."""
    copy = deepcopy(block)
    has_language = False
    for row in copy.child_blocks.values():
        chooser = row.child_blocks.get("language")
        if chooser is None:
            continue
        has_language = True
        choices = [one for one in chooser.field.choices if one[0] in {"", *codes}]
        chooser.field.choices = choices
    return copy if has_language else None


def _like(field: BlockField, block: Any) -> BlockField:
    made = BlockField(
        block=block,
        required=field.required,
        label=field.label,
        help_text=field.help_text,
        initial=field.initial,
    )
    made.disabled = field.disabled
    return made
