"""What is wrong with a reason or a question, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from retour_core.domain.predicates import Problem

_TEXTS = {
    "name_missing": gettext_noop("Name the reason in at least one language."),
    "text_missing": gettext_noop("Write it in at least one language."),
    "question_missing": gettext_noop(
        "Write the follow-up question whose answer is required."
    ),
    "options_missing": gettext_noop("Offer at least two options to choose from."),
    "options_unused": gettext_noop(
        "Only “one of several” has options; take them out or choose that."
    ),
    "named_twice": gettext_noop("Name each of them once."),
    "not_plain_text": gettext_noop("Control characters are not allowed."),
    "value_too_long": gettext_noop("This is too long."),
    "too_many_values": gettext_noop("These are too many."),
}


def problem_text(problem: Problem) -> str:
    """The domain's own English where there is no translation."""
    known = _TEXTS.get(problem.code)
    return _(known) if known else problem.message


def too_many(most: int) -> str:
    return ngettext(
        "There is %(most)s already, which is the most; delete one first.",
        "There are %(most)s already, which is the most; delete one first.",
        most,
    ) % {"most": most}
