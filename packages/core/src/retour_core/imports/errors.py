from __future__ import annotations

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
