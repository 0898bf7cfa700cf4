from __future__ import annotations

import random

import pytest

from retour_core.domain.counter_codes import (
    CounterCode,
    code_to_scan,
    read_counter_code,
)
from retour_core.domain.rma import new_rma_number

RMA = new_rma_number(random.Random(7).getrandbits)
# With one Y and one Z in it.
SWAPPABLE = next(
    number
    for seed in range(1000)
    if {"Y", "Z"} <= set(number := new_rma_number(random.Random(seed).getrandbits))
)
KEY = "k3y-of_a-private_link-4f7"


@pytest.mark.parametrize(
    "typed",
    [
        RMA,
        code_to_scan(RMA),
        f"  {RMA.lower()}\r\n",
        RMA.replace("-", " "),
        RMA.replace("-", "–"),
        RMA.replace("-", "ß"),
        RMA.replace("0", "O").replace("1", "l"),
    ],
)
def test_an_rma_number_is_read_however_it_is_typed(typed: str) -> None:
    assert read_counter_code(typed) == CounterCode(rma_number=RMA)


def test_a_scanner_with_the_other_keyboard_is_understood() -> None:
    swapped = SWAPPABLE.translate(str.maketrans("YZ", "ZY"))
    assert read_counter_code(swapped) == CounterCode(rma_number=SWAPPABLE)


def test_a_link_and_a_parcels_number_are_understood_too() -> None:
    for tail in ("", "/", "/done/"):
        link = f"https://returns.example/r/{KEY}{tail}"
        assert read_counter_code(link) == CounterCode(private_key=KEY)
    sscc = "006141411234567890"
    for typed in (f"(00){sscc}", f"]C100{sscc}", f"00{sscc}"):
        assert sscc in read_counter_code(typed).parcel_numbers
    assert read_counter_code("1z 999").parcel_numbers == ("1Z999",)[:0]
    assert read_counter_code("1z 999 aa1").parcel_numbers == ("1Z999AA1",)


@pytest.mark.parametrize("typed", ["", " ", "\x00", "–", "👟" * 600, RMA[:-1] + "\x00"])
def test_what_is_no_code_names_nothing(typed: str) -> None:
    assert read_counter_code(typed) == CounterCode()
