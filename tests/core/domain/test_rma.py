from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.rma import (
    InvalidRandomness,
    new_rma_number,
    normalise_rma_number,
)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

numbers = st.integers(0, 2**55 - 1).map(lambda bits: new_rma_number(lambda _: bits))


def with_symbol(number, place, symbol):
    bare = number.replace("-", "")
    return bare[:place] + symbol + bare[place + 1 :]


def test_a_number_depends_on_nothing_but_the_bits_given():
    first = new_rma_number(random.Random(7).getrandbits)

    assert first == new_rma_number(random.Random(7).getrandbits)
    assert first != new_rma_number(random.Random(8).getrandbits)
    assert new_rma_number(lambda _: 0) == "0000-0000-000E"


def test_a_number_asks_once_for_55_bits():
    asked = []

    def bits(count):
        asked.append(count)
        return 1

    new_rma_number(bits)

    assert asked == [55]


def test_different_bits_give_different_numbers():
    found = {new_rma_number(lambda _, bits=bits: bits) for bits in range(2000)}

    assert len(found) == 2000


@pytest.mark.parametrize("bits", [-1, 2**55, 0.5, None, "7"])
def test_a_broken_source_of_bits_is_refused(bits):
    with pytest.raises(InvalidRandomness):
        new_rma_number(lambda _: bits)


@given(numbers)
def test_a_number_has_three_groups_of_unmistakable_symbols(number):
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", number)
    assert normalise_rma_number(number) == number


@given(
    numbers,
    st.sampled_from(
        [
            str.lower,
            lambda number: number.replace("-", ""),
            lambda number: number.replace("-", " "),
            lambda number: number.replace("-", "–"),
            lambda number: number.replace("-", "\xa0-\xa0"),
            lambda number: f"  {number}\n",
            " ".join,
            lambda number: number.replace("0", "O").replace("1", "I"),
            lambda number: number.replace("0", "o").replace("1", "l"),
            lambda number: number.replace("1", "i").replace("0", "o").lower(),
            lambda number: "".join(
                chr(ord(c) + 0xFEE0) if c != "-" else c for c in number
            ),
        ]
    ),
)
def test_a_number_is_understood_the_way_people_type_it(number, typed):
    assert normalise_rma_number(typed(number)) == number


@given(numbers, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_every_single_wrong_symbol_is_found(number, place, symbol):
    mistyped = with_symbol(number, place, symbol)

    if mistyped != number.replace("-", ""):
        assert normalise_rma_number(mistyped) is None


@given(numbers, st.integers(0, 11), st.integers(0, 11))
def test_every_swap_of_two_symbols_is_found(number, one, other):
    bare = number.replace("-", "")
    swapped = with_symbol(with_symbol(bare, one, bare[other]), other, bare[one])

    if swapped != bare:
        assert normalise_rma_number(swapped) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "0000-0000-0000",
        "oooo-oooo-oooo",
        "0000-0000-000",
        "0000-0000-000E0",
        "0000-0000-000U",
        "0000_0000_000E",
        "0000/0000/000E",
        "RMA 0000-0000-000E",
        "٠٠٠٠-٠٠٠٠-٠٠٠G",
        "0000-0000-000Ğ",
        "ſ000-0000-000E",
        "ß000-0000-000",
    ],
)
def test_what_is_no_number(text):
    assert normalise_rma_number(text) is None
