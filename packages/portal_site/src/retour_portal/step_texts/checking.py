"""Whether what an editor wrote can stand in its slots."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import override

from retour_core.domain.errors import DomainError
from retour_core.notifications.blocks import unknown_words
from retour_portal.flow.slots.kinds import FlowStep, Slot

# Letters, numbers, punctuation, symbols: what a reader sees.
_SEEN = frozenset("LNPS")


class StepTextRefused(DomainError):
    """``problems`` are sentences by the name of the slot."""

    code = "step_text_refused"

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


def checked_texts(
    step: FlowStep, texts: Mapping[str, str], language: str
) -> dict[str, str]:
    """Tidied, without those that are empty or say the standard text in ``language``.
    Raises ``StepTextRefused`` with everything that is wrong; names that are no
    slot of the step are passed over."""
    kept, problems = {}, {}
    for slot in step.slots:
        text = _tidy(slot, texts.get(slot.name, ""))
        if not text or text == standard_in(slot, language):
            continue
        kept[slot.name] = text
        problem = _wrong_with(slot, text)
        if problem:
            problems[slot.name] = problem
    if problems:
        raise StepTextRefused(problems)
    return kept


def standard_in(slot: Slot, language: str) -> str:
    with override(language):
        return slot.standard_text()


def _tidy(slot: Slot, text: str) -> str:
    """Nothing but invisible characters is nothing, so that no heading is left empty."""
    lines = [line.strip() for line in text.strip().splitlines()]
    if not any(unicodedata.category(sign)[0] in _SEEN for sign in text):
        return ""
    return ("\n" if slot.kind.is_long else " ").join(lines)


def _wrong_with(slot: Slot, text: str) -> str:
    if len(text) > slot.most:
        return _("Use at most {most} characters; these are {number}.").format(
            most=slot.most, number=len(text)
        )
    return unknown_words(text, slot.names)
