from __future__ import annotations

from dataclasses import replace

import pytest

from retour_core.domain.withdrawal import (
    Statement,
    StatementInvalid,
    StatementLine,
    check_statement,
    clean_statement,
    valid_statement,
)

GOOD = Statement(name="Zoë Ōe", contract="10042", email="zoe@example.com")
LAMP = StatementLine("Lamp", 2, "line-1")

ACCEPTED = [
    ("name, contract and e-mail are enough", GOOD),
    ("one name is a name", replace(GOOD, name="Ō")),
    ("the contract in words", replace(GOOD, contract="the lamp of last Monday")),
    ("an address with a plus and many dots", replace(GOOD, email="a.b+c@d.e.example")),
    ("an address in letters of its own", replace(GOOD, email="søren@bücher.example")),
    ("a part of it", replace(GOOD, is_partial=True, lines=(LAMP,))),
    (
        "an item in words, as the order was not found",
        replace(GOOD, is_partial=True, lines=(StatementLine("the blue one"),)),
    ),
    ("a message", replace(GOOD, message="Too bright.\nThank you.")),
]


@pytest.mark.parametrize(
    "statement", [case[1] for case in ACCEPTED], ids=[case[0] for case in ACCEPTED]
)
def test_a_statement_is_accepted_with(statement: Statement) -> None:
    assert check_statement(statement) == []
    assert valid_statement(statement) == statement


REFUSED = [
    ("no name", replace(GOOD, name=" "), [("/name", "required")]),
    ("no contract", replace(GOOD, contract=""), [("/contract", "required")]),
    ("no e-mail", replace(GOOD, email=""), [("/email", "required")]),
    (
        "all three missing, all three told",
        Statement(name="", contract="", email=""),
        [("/name", "required"), ("/contract", "required"), ("/email", "required")],
    ),
    ("no @", replace(GOOD, email="zoe.example.com"), [("/email", "email_unclear")]),
    ("no domain", replace(GOOD, email="zoe@"), [("/email", "email_unclear")]),
    ("no dot", replace(GOOD, email="zoe@example"), [("/email", "email_unclear")]),
    ("two of them", replace(GOOD, email="a@b.c, d@e.f"), [("/email", "email_unclear")]),
    ("a name too long", replace(GOOD, name="x" * 201), [("/name", "too_long")]),
    (
        "a message too long",
        replace(GOOD, message="x" * 2001),
        [("/message", "too_long")],
    ),
    (
        "a part, but of what",
        replace(GOOD, is_partial=True),
        [("/lines", "required")],
    ),
    (
        "an item without a name",
        replace(GOOD, is_partial=True, lines=(LAMP, StatementLine(" "))),
        [("/lines/1/description", "required")],
    ),
    (
        "none of an item",
        replace(GOOD, is_partial=True, lines=(replace(LAMP, quantity=0),)),
        [("/lines/0/quantity", "quantity_unclear")],
    ),
    (
        "too many items",
        replace(GOOD, is_partial=True, lines=(LAMP,) * 201),
        [("/lines", "too_many")],
    ),
]


@pytest.mark.parametrize(
    ("statement", "problems"),
    [case[1:] for case in REFUSED],
    ids=[case[0] for case in REFUSED],
)
def test_a_statement_is_sent_back_with_pointers(
    statement: Statement, problems: list[tuple[str, str]]
) -> None:
    with pytest.raises(StatementInvalid) as caught:
        valid_statement(statement)

    assert [(p.pointer, p.code) for p in caught.value.problems] == problems


CLEANED = [
    ("spaces around and within", "  Zoë \t Ōe ", "Zoë Ōe"),
    ("line breaks in a name", "Zoë\nŌe", "Zoë Ōe"),
    ("control characters", "Zoë\x00\x1b Ōe", "Zoë Ōe"),
    ("half a character", "Zoë\ud800", "Zoë"),
    ("letters and their accents apart", "Zoe\u0308", "Zoë"),
]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [case[1:] for case in CLEANED],
    ids=[case[0] for case in CLEANED],
)
def test_what_typing_leaves_behind_is_removed(typed: str, kept: str) -> None:
    assert clean_statement(replace(GOOD, name=typed)).name == kept


def test_a_message_keeps_its_lines() -> None:
    found = clean_statement(replace(GOOD, message=" one\r\ntwo\rthree\x07 "))

    assert found.message == "one\ntwo\nthree"


def test_items_are_ignored_when_the_whole_is_withdrawn() -> None:
    assert clean_statement(replace(GOOD, lines=(LAMP,))).lines == ()
