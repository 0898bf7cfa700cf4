"""The steps of the customer's way, and every slot by what templates call it."""

from __future__ import annotations

from retour_portal.flow.slots.afterwards import AFTERWARDS
from retour_portal.flow.slots.choosing import CHOOSING
from retour_portal.flow.slots.finding import FINDING
from retour_portal.flow.slots.kinds import FlowStep, Slot

STEPS: dict[str, FlowStep] = {
    step.key: step for step in (*FINDING, *CHOOSING, *AFTERWARDS)
}
SLOTS: dict[str, Slot] = {
    step.key_of(slot): slot for step in STEPS.values() for slot in step.slots
}
