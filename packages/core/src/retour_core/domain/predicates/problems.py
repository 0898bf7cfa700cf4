"""What is wrong with data that somebody wants to save, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from retour_core.domain.errors import DomainError


@dataclass(frozen=True)
class Problem:
    """``index`` is the condition's, ``None`` for the whole; ``context`` holds what a
    translated sentence needs; ``pointer`` is the field's RFC 6901 JSON pointer."""

    code: str
    message: str
    index: int | None = None
    context: Mapping[str, Any] = field(default_factory=dict)
    pointer: str = ""


class RuleInvalid(DomainError):
    """This rule cannot be saved; every problem says what to change."""

    code = "rule_invalid"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))


class Refused(Exception):
    """One problem, on its way to whoever knows where it happened.

    ``member`` is the member of the condition it is about.
    """

    def __init__(
        self, code: str, message: str, *, member: str = "values", **context: Any
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.member = member
        self.context = context

    def at(self, index: int) -> Problem:
        pointer = f"/conditions/{index}"
        if self.member:
            pointer += f"/{self.member}"
        return Problem(self.code, self.message, index, self.context, pointer)
