"""What another look would change, in words an editor reads before it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from retour_portal.theming.look import FILES, ROWS, Look, completed, files_in
from retour_portal.theming.models import Theme

# How a file is called, by field, where the look's own key does not lead to it.
Names = Mapping[str, str]

_NONE: Names = MappingProxyType({})


@dataclass(frozen=True)
class Change:
    """``is_colour`` where both are ``#rrggbb`` or empty."""

    field: str
    label: str
    before: list[str]
    after: list[str]
    is_colour: bool = False


def differences(before: Look, after: Look, *, new_files: Names = _NONE) -> list[Change]:
    """In the order of the form; what one of them does not name is left out. No more
    than two queries for each model of files."""
    before, after = completed(before), completed(after)
    changed = [
        name
        for name in before
        if name in new_files or (name in after and before[name] != after[name])
    ]
    old = _titles(before, changed)
    new = _titles(after, changed) | dict(new_files)
    return [
        Change(
            name,
            field_label(name),
            _words(name, before[name], old),
            _words(name, after[name], new),
            is_colour=name.endswith("_colour"),
        )
        for name in changed
    ]


def field_label(name: str) -> str:
    return capfirst(str(Theme._meta.get_field(name).verbose_name))  # noqa: SLF001 - public


def _titles(look: Look, changed: list[str]) -> dict[str, str]:
    asked = {name: look[name] for name in changed if name in FILES}
    return {name: str(row) for name, row in files_in(asked).items()} if asked else {}


def _words(name: str, value: Any, titles: Names) -> list[str]:
    if name in FILES:
        if name in titles:
            return [titles[name]]
        return [_("a picture that was deleted since")] if value else []
    if name in ROWS:
        return [_row(row["value"]) for row in value]
    choices = dict(Theme._meta.get_field(name).choices or ())  # noqa: SLF001 - public
    return [str(choices.get(value, value))] if value else []


def _row(value: Mapping[str, Any]) -> str:
    return " · ".join(str(part) for part in value.values() if part)
