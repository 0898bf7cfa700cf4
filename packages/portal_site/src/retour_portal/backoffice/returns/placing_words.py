"""Why a label does not go on a paper, in the staff's words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from retour_core.labels.placing import CannotPlace

_WORDS = {
    "label_too_large_for_paper": gettext_noop(
        "The label is %(width_mm)s × %(height_mm)s mm, larger than this paper. Made "
        "smaller it would not scan: print it on larger paper or as it was made."
    ),
    "label_document_locked": gettext_noop(
        "The carrier's document asks for a password: print it as it was made."
    ),
    "label_dots_unknown": gettext_noop(
        "The carrier's picture does not say how large it is: print it as it was made."
    ),
    "label_codes_lost": gettext_noop(
        "The label's codes would not scan on this paper: print it as it was made."
    ),
    "labels_too_many_at_once": gettext_noop(
        "These are more labels than can be put on another paper at once: print them as "
        "they were made, or make fewer together."
    ),
}
_ELSE = gettext_noop(
    "The carrier's document cannot be taken apart: print it as it was made."
)


def reason_of(refusal: CannotPlace) -> str:
    return _(_WORDS.get(refusal.code, _ELSE)) % refusal.context
