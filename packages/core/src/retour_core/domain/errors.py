from __future__ import annotations

from typing import Any, ClassVar


class DomainError(Exception):
    """Something a caller asked for that the rules of returns do not allow.

    ``code`` is stable and part of the API; the message is a sentence for people
    and may change. ``context`` holds JSON-safe facts for a machine or a
    translated template (for example ``{"available": 1}``).
    """

    code: ClassVar[str] = "domain_error"

    def __init__(self, message: str | None = None, **context: Any) -> None:
        super().__init__(message or self.__doc__ or self.code)
        self.context = context

    @property
    def message(self) -> str:
        return str(self)
