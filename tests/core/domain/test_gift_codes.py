from __future__ import annotations

import pytest

from retour_core.domain.gift_codes import new_gift_code, normalise_gift_code


def test_a_code_is_sixty_bits_in_three_groups() -> None:
    asked: list[int] = []

    def bits(count: int) -> int:
        asked.append(count)
        return (1 << count) - 2

    assert new_gift_code(bits) == "ZZZZ-ZZZZ-ZZZY"
    assert asked == [60]


@pytest.mark.parametrize(
    "typed",
    ["o1ab-cdef-ghjk", " 01AB CDEF GHJK ", "OiABCDEFGHJK", "01ab\u2013cdef\u2013ghjk"],
)
def test_what_hands_make_of_a_code_is_read(typed: str) -> None:
    assert normalise_gift_code(typed) == "01AB-CDEF-GHJK"


@pytest.mark.parametrize("typed", ["", "01AB-CDEF", "01AB-CDEF-GHJU", "ä" * 12])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert normalise_gift_code(typed) is None
