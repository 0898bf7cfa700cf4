"""Texts of a draft's pages."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from retour_portal.flow.slots.kinds import (
    BRAND,
    ORDER,
    FlowStep,
    Slot,
    button,
    lead,
    line,
    note,
    title,
)
from retour_portal.flow.ways import FIXED_HINTS, STEP, WAYS


def _of_ways() -> Iterator[Slot]:
    for method, (name, hint, _icon) in WAYS.items():
        yield title(name, BRAND, method.value)
        if method not in FIXED_HINTS:
            yield line(f"{method.value}_hint", hint)


CHOOSING = (
    FlowStep(
        "items",
        (
            title(_("Choose what goes back"), ORDER),
            note(ORDER),
            title(_("Which item has a problem?"), ORDER, "claim_title"),
            note(ORDER, "claim_note"),
            button(_("Continue"), ORDER),
            line(
                "other_order",
                _("Something from another order, too? Have your orders mailed to you."),
                ORDER,
            ),
            line(
                "nothing_wrong",
                _("Nothing is wrong: I want to send something back"),
                ORDER,
            ),
        ),
    ),
    FlowStep(
        "reasons",
        (
            title(_("Why does it come back?"), ORDER),
            lead(_("Your answer helps us to do better."), ORDER),
            line(
                "comment_hint",
                _("For example what is damaged, or which size would fit."),
                ORDER,
            ),
            button(_("Continue"), ORDER),
        ),
    ),
    FlowStep(
        "resolutions",
        (
            title(_("What would you like?"), ORDER),
            note(ORDER),
            line("wish_hint", _("For example “size L” or “the blue one”."), ORDER),
            button(_("Continue"), ORDER),
        ),
    ),
    FlowStep(
        "method",
        (
            title(_("How does it get back?"), ORDER),
            note(ORDER),
            button(_("Continue"), ORDER),
        ),
    ),
    FlowStep(STEP, tuple(_of_ways())),
    FlowStep("review", (title(_("Check and send"), ORDER), note(ORDER))),
    FlowStep(
        "group",
        (
            title(_("Your orders"), BRAND),
            lead(
                _(
                    "Choose for each order what goes back. Then send all of them off "
                    "together."
                ),
                BRAND,
            ),
            note(BRAND),
            title(_("Your returns are registered"), BRAND, "sent_title"),
            lead(
                _(
                    "Each order is a return of its own, with its own number and label. "
                    "Pack them separately."
                ),
                BRAND,
                "sent_lead",
            ),
            note(BRAND, "sent_note"),
        ),
    ),
)
