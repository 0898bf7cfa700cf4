"""What an editor may say in their own words on the customer's pages, and what not.

A slot is a place for one text. What the law or accessibility needs is none: the words
and buttons of the withdrawal function, errors, labels of fields, facts (prices, days,
addresses, what a return costs or pays) and the buttons that bind a customer. Where a
text of that kind is owed, an editor's stands beside it, in a slot of kind ``NOTE``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.utils.functional import Promise

from retour_core.notifications.kinds import KINDS, Placeholder


class SlotKind(Enum):
    """The value is the most characters; ``NOTE`` is empty unless an editor fills it."""

    BUTTON = 60
    TITLE = 90
    LINE = 200
    PARAGRAPH = 600
    NOTE = 1000

    @property
    def is_long(self) -> bool:
        return self in (SlotKind.PARAGRAPH, SlotKind.NOTE)


@dataclass(frozen=True)
class Slot:
    """``standard`` is a message of the catalogues, "" for a note; ``renamed`` leads
    from the names it has there to placeholders. ``names`` are the placeholders that
    always have a value where the slot is shown."""

    name: str
    kind: SlotKind
    standard: str | Promise = ""
    names: tuple[str, ...] = ("brand",)
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def most(self) -> int:
        return self.kind.value

    def standard_text(self) -> str:
        """In the active language, with placeholders in braces."""
        text = str(self.standard)
        if not self.renamed:
            return text
        return text % {old: f"{{{new}}}" for old, new in self.renamed.items()}

    def placeholders(self) -> list[Placeholder]:
        return [KNOWN[name] for name in self.names]


@dataclass(frozen=True)
class FlowStep:
    key: str
    slots: tuple[Slot, ...]

    def key_of(self, slot: Slot) -> str:
        """What templates call it by."""
        return f"{self.key}.{slot.name}"


# Described and exemplified once, for mails.
KNOWN = {
    placeholder.name: placeholder
    for kind in KINDS.values()
    for placeholder in kind.placeholders
}


BRAND = ("brand",)
ORDER = ("brand", "order")
RETURN = ("brand", "order", "rma")


def title(text: Promise, names: tuple[str, ...], name: str = "title") -> Slot:
    return Slot(name, SlotKind.TITLE, text, names)


def lead(text: Promise, names: tuple[str, ...], name: str = "lead") -> Slot:
    return Slot(name, SlotKind.PARAGRAPH, text, names)


def button(text: Promise, names: tuple[str, ...], name: str = "button") -> Slot:
    return Slot(name, SlotKind.BUTTON, text, names)


def line(name: str, text: Promise, names: tuple[str, ...] = BRAND) -> Slot:
    return Slot(name, SlotKind.LINE, text, names)


def note(names: tuple[str, ...], name: str = "note") -> Slot:
    return Slot(name, SlotKind.NOTE, "", names)
