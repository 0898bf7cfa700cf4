"""A step's slots as form fields: ``text-<slot>``, empty where the standard counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from retour_core.brands.models import Brand
from retour_portal.backoffice.step_texts.words import slot_label
from retour_portal.flow.slots.kinds import FlowStep, Slot, SlotKind
from retour_portal.step_texts.checking import standard_in
from retour_portal.step_texts.queries import Place


@dataclass(frozen=True)
class Field:
    """``other`` is what the language that is translated from says."""

    slot: Slot
    label: str
    text: str
    standard: str
    other: str
    problem: str

    @property
    def name(self) -> str:
        return f"text-{self.slot.name}"

    @property
    def is_long(self) -> bool:
        return self.slot.kind.is_long

    @property
    def is_note(self) -> bool:
        return self.slot.kind is SlotKind.NOTE

    @property
    def tokens(self) -> list[tuple[str, Any]]:
        return [("{" + p.name + "}", p.about) for p in self.slot.placeholders()]


def names_of(step: FlowStep, brand: Brand) -> list[tuple[str, Any, str]]:
    """Token, meaning and example of every placeholder some slot of the step may use."""
    found = {p.name: p for slot in step.slots for p in slot.placeholders()}
    own = {"brand": brand.name}
    return [
        ("{" + name + "}", p.about, own.get(name, p.example))
        for name, p in found.items()
    ]


def posted_texts(step: FlowStep, data: Mapping[str, str]) -> dict[str, str]:
    """What was posted, with nothing checked."""
    return {slot.name: data.get(f"text-{slot.name}", "") for slot in step.slots}


def fields_of(
    place: Place,
    texts: Mapping[str, str],
    problems: Mapping[str, str],
    others: Mapping[str, str],
) -> list[Field]:
    return [
        Field(
            slot=slot,
            label=slot_label(slot.name),
            text=texts.get(slot.name, ""),
            standard=standard_in(slot, place.language),
            other=others.get(slot.name, ""),
            problem=problems.get(slot.name, ""),
        )
        for slot in place.step.slots
    ]
