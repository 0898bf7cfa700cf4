"""Why a tracking number is hardly right, for the customer who typed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from retour_core.domain.tracking_numbers import Doubt


def doubt_sentence(context: Mapping[str, Any]) -> str:
    """Of a ``NumberDoubtful``."""
    words = {
        Doubt.MISTYPED: _(
            "This looks like a number of %(carrier)s, but the last digit does not fit "
            "the others: one of them is probably mistyped."
        ),
        Doubt.LENGTH: _(
            "This looks like a number of %(carrier)s, but it has too few or too many "
            "characters."
        ),
        Doubt.UNKNOWN: _(
            "We know no carrier with numbers like this. Compare it with your receipt."
        ),
    }
    return words[Doubt(context["doubt"])] % {"carrier": context["carrier"]}
