"""What pydantic found wrong, as problems with field pointers and stable codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from retour_core.domain.errors import DomainError
from retour_core.domain.predicates import Problem

# pydantic's names for what our own words say better.
_CODES = {
    "extra_forbidden": "member_unknown",
    "missing": "value_missing",
    "enum": "not_a_choice",
    "literal_error": "not_a_choice",
    "too_short": "value_missing",
    "string_too_short": "value_missing",
    "too_long": "too_many_values",
    "string_too_long": "value_too_long",
    "string_pattern_mismatch": "not_plain_text",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "decimal_max_places": "too_many_digits",
}
_MESSAGES = {
    "member_unknown": "There is no such field.",
    "value_missing": "Fill in a value.",
    "not_plain_text": "Control characters are not allowed.",
}
_JSON_SAFE = (str, int, float, bool, type(None))


class PolicyInvalid(DomainError):
    """This return policy cannot be saved; every problem says what to change."""

    code = "policy_invalid"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))


class Problems(ValueError):
    """Several problems found by one validator of ours, for pydantic to carry out."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))


def problems_of(error: ValidationError, prefix: str = "") -> list[Problem]:
    """Each thing wrong, with its RFC 6901 pointer below ``prefix``."""
    found: list[Problem] = []
    for detail in error.errors(include_url=False):
        context = detail.get("ctx", {})
        cause = context.get("error")
        pointer = prefix + pointer_to(detail["loc"])
        if isinstance(cause, Problems):
            found += [
                Problem(p.code, p.message, None, p.context, prefix + p.pointer)
                for p in cause.problems
            ]
        elif isinstance(cause, DomainError):
            found.append(
                Problem(cause.code, cause.message, None, cause.context, pointer)
            )
        else:
            code = _CODES.get(detail["type"], detail["type"])
            message = _MESSAGES.get(code) or _sentence(detail["msg"])
            found.append(Problem(code, message, None, _safe(context), pointer))
    return found


def pointer_to(location: Sequence[str | int]) -> str:
    parts = (str(part) for part in location if part != "[key]")
    return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in parts)


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _safe(context: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value if isinstance(value, _JSON_SAFE) else str(value)
        for key, value in context.items()
        if key != "error"
    }
