from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.orders.numbers import LONGEST, number_key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("NW-1001", "NW1001"),
        (" #nw-1001 ", "NW1001"),
        ("nw 1001", "NW1001"),
        ("ＮＷ１００１", "NW1001"),
        ("№1001", "NO1001"),
        ("straße-7", "STRASSE7"),
        ("---", "---"),
        ("", ""),
        ("\0", ""),
        ("\ud800", ""),
    ],
)
def test_an_order_number_is_what_people_mean_by_it(typed: str, key: str) -> None:
    assert number_key(typed) == key


@given(st.text(max_size=120))
def test_a_key_can_always_be_stored_and_looked_up(text: str) -> None:
    key = number_key(text)

    assert len(key) <= LONGEST
    assert "\0" not in key
    key.encode()
