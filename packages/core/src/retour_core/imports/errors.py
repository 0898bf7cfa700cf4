from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from retour_core.domain.errors import DomainError


class FileRefused(DomainError):
    """This file cannot be read: save it as CSV UTF-8 and try again."""

    code = "file_refused"


class MappingIncomplete(DomainError):
    """Say which columns hold what an order needs, then start again.

    ``context["fields"]`` names the fields (or columns) and what is wrong with each.
    """

    code = "mapping_incomplete"


class ImportNotWaiting(DomainError):
    """This import runs already or is finished; open it to see how far it is."""

    code = "import_not_waiting"


_CLOSED = {
    "shop_paused": gettext_noop(
        "This shop is paused: resume it under “Shops”, then go on here."
    ),
    "shop_disconnected": gettext_noop(
        "This shop is disconnected: connect it again under “Shops”, then go on here."
    ),
}


def told(error: DomainError) -> str:
    """What went wrong, for people: in the active language where it is translated."""
    sentence = _CLOSED.get(error.code)
    return _(sentence) if sentence else error.message
