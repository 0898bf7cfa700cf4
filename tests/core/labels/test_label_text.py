from __future__ import annotations

import pytest

from retour_core.labels.documents.printable import is_right_to_left, printable


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  two\n words\t ", "two words"),
        ("a\x00b\u202ec\ud800d\u200be", "abcde"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Łódź Ελλάδα Київ 東京 서울 กรุง", "Łódź Ελλάδα Київ 東京 서울 กรุง"),
        ("e\u0301", "é"),
        ("Anna 🌸", "Anna"),
        ("Anna 🌸👩\u200d👩\u200d👧 Müller", "Anna Müller"),
        ("👩\u200d👧 Anna 👩\u200d👧", "Anna"),
        ("\U0001d400\U0001d401", "AB"),
        # No font of ours, but a carrier reads it.
        ("अदिति शर्मा", "aditi srma"),
        ("ትግርኛ", "tgrnya"),
        ("\u1843", "?"),
        ("W" * 90, "W" * 90),
        ("W" * 91, "W" * 89 + "…"),
    ],
)
def test_text_is_made_printable(typed: str, shown: str) -> None:
    assert printable(typed) == shown


@pytest.mark.parametrize(
    ("line", "rtl"),
    [("12 Main", False), ("5، شارع", True), ("(רוטשילד) A", True), ("123", False)],
)
def test_the_first_letter_gives_a_line_its_direction(line: str, *, rtl: bool) -> None:
    assert is_right_to_left(line) is rtl
