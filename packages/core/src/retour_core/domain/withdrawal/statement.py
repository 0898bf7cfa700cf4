"""What a consumer says to withdraw, and what may be asked of it: very little."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from retour_core.domain.errors import DomainError
from retour_core.domain.wire import FieldProblem

NAME_LENGTH = 200
CONTRACT_LENGTH = 500
EMAIL_LENGTH = 254
MESSAGE_LENGTH = 2000
LINE_LENGTH = 500
MOST_LINES = 200
MOST_UNITS = 1_000_000

# Enough to catch a slip. Whether an address works shows when it is written to.
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


class StatementInvalid(DomainError, ValueError):
    """The withdrawal cannot be sent yet: something in it is missing or unclear."""

    code = "withdrawal_invalid"

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__(problems=[problem.model_dump() for problem in problems])
        self.problems = problems


@dataclass(frozen=True, slots=True)
class StatementLine:
    """What to withdraw from, in the consumer's words or as the order calls it.

    ``line_id`` is the order line's, "" if the order was not found.
    """

    description: str
    quantity: int = 1
    line_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A withdrawal as submitted: from the whole contract, or from ``lines`` of it.

    ``contract`` is free text: an order number, or "the lamp of last Monday". Only name,
    contract and e-mail are needed (CRD art. 11a(2)); a reason is never asked for.
    """

    name: str
    contract: str
    email: str
    is_partial: bool = False
    lines: tuple[StatementLine, ...] = ()
    message: str = ""


def clean_statement(statement: Statement) -> Statement:
    """The statement without what typing and pasting leave behind.

    Spaces around, control characters and half characters go; letters are composed
    (NFC). A message keeps its line breaks. A withdrawal from the whole names no lines.
    """
    return replace(
        statement,
        name=_one_line(statement.name),
        contract=_one_line(statement.contract),
        email=_one_line(statement.email),
        message=_lines(statement.message),
        lines=tuple(
            replace(
                line,
                description=_one_line(line.description),
                line_id=_one_line(line.line_id),
            )
            for line in (statement.lines if statement.is_partial else ())
        ),
    )


def check_statement(statement: Statement) -> list[FieldProblem]:
    """Everything that keeps a cleaned statement from being submitted. Empty is good."""
    return [*_required(statement), *_too_long(statement), *_parts(statement)]


def valid_statement(statement: Statement) -> Statement:
    """The cleaned statement; raises StatementInvalid with all its problems."""
    cleaned = clean_statement(statement)
    if problems := check_statement(cleaned):
        raise StatementInvalid(problems)
    return cleaned


def _problem(pointer: str, code: str, message: str) -> FieldProblem:
    return FieldProblem(pointer=pointer, code=code, message=message)


def _required(statement: Statement) -> Iterator[FieldProblem]:
    if not statement.name:
        yield _problem("/name", "required", "Please give your name.")
    if not statement.contract:
        yield _problem(
            "/contract",
            "required",
            "Please say which order it is: its number, or what you bought and when.",
        )
    if not statement.email:
        yield _problem(
            "/email",
            "required",
            "Please give an e-mail address: the confirmation is sent there.",
        )
    elif not _EMAIL.fullmatch(statement.email):
        yield _problem(
            "/email",
            "email_unclear",
            "This is no complete e-mail address, such as name@example.com.",
        )


def _too_long(statement: Statement) -> Iterator[FieldProblem]:
    limits = [
        ("/name", statement.name, NAME_LENGTH),
        ("/contract", statement.contract, CONTRACT_LENGTH),
        ("/email", statement.email, EMAIL_LENGTH),
        ("/message", statement.message, MESSAGE_LENGTH),
    ]
    for index, line in enumerate(statement.lines):
        limits.append((f"/lines/{index}/description", line.description, LINE_LENGTH))
        limits.append((f"/lines/{index}/line_id", line.line_id, LINE_LENGTH))
    for pointer, text, most in limits:
        if len(text) > most:
            yield _problem(
                pointer, "too_long", f"Please use at most {most} characters here."
            )


def _parts(statement: Statement) -> Iterator[FieldProblem]:
    if statement.is_partial and not statement.lines:
        yield _problem(
            "/lines",
            "required",
            "Please choose what you withdraw from, or withdraw from the whole order.",
        )
    if len(statement.lines) > MOST_LINES:
        yield _problem(
            "/lines",
            "too_many",
            f"Please name at most {MOST_LINES} items, or withdraw from the whole.",
        )
    for index, line in enumerate(statement.lines[:MOST_LINES]):
        if not line.description and not line.line_id:
            yield _problem(
                f"/lines/{index}/description",
                "required",
                "Please say which item it is.",
            )
        if not 1 <= line.quantity <= MOST_UNITS:
            yield _problem(
                f"/lines/{index}/quantity",
                "quantity_unclear",
                "Please say how many: 1 or more.",
            )


def _one_line(text: str) -> str:
    return " ".join(_printable(text, keep="").split())


def _lines(text: str) -> str:
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _printable(unified, keep="\n").strip()


def _printable(text: str, *, keep: str) -> str:
    # Cc are control characters, Cs half characters that no file can hold.
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        symbol
        if symbol in keep or unicodedata.category(symbol) not in {"Cc", "Cs"}
        else " "
        for symbol in composed
    )
