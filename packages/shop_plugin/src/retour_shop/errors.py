"""Why Retour did not take something; every call to it raises these and no others."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

from retour_core.domain.errors import DomainError


class ErrorKind(StrEnum):
    CONFIG = "config"
    INPUT = "input"
    LIMIT = "limit"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"


class RetourError(DomainError):
    """Retour did not take what was sent.

    ``kind`` says whether trying again can help; ``problem_code`` is Retour's own
    stable code where it sent one; ``retry_after`` is how long it asked to wait.
    """

    code: ClassVar[str] = "retour_error"

    def __init__(
        self,
        message: str,
        *,
        kind: ErrorKind,
        status: int | None = None,
        problem_code: str = "",
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.status = status
        self.problem_code = problem_code
        self.retry_after = retry_after
