"""Tables of prices: each weight of a country has one price, or the table is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.money import Money
from retour_core.domain.return_prices import (
    ELSEWHERE,
    PriceRow,
    PriceTable,
    ReturnPricesInvalid,
)


def row(country: str, first: int, last: int | None, minor: int = 495) -> PriceRow:
    return PriceRow(country, first, last, Money(minor, "EUR"))


def problems_of(*rows: PriceRow) -> list[tuple[int, str]]:
    with pytest.raises(ReturnPricesInvalid) as caught:
        PriceTable(rows)
    found: list[tuple[int, str]] = caught.value.context["problems"]
    return found


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ([], [(0, "empty")]),
        ([row("DE", 1, None)], [(1, "gap")]),
        ([row("DE", 0, 1000), row("DE", 1002, None)], [(2, "gap")]),
        ([row("DE", 0, 1000), row("DE", 1000, None)], [(2, "overlap")]),
        ([row("DE", 0, None), row("DE", 5, 9)], [(2, "overlap")]),
        ([row("XX", 0, None)], [(1, "country")]),
        ([row("DE", 0, None, -1)], [(1, "amount")]),
        ([row("DE", 9, 3)], [(1, "gap"), (1, "weight")]),
        (
            [row("DE", 0, 9), PriceRow("DE", 10, None, Money(1, "CHF"))],
            [(2, "currencies")],
        ),
    ],
)
def test_a_table_that_leaves_a_weight_without_its_one_price_is_refused(
    rows: list[PriceRow], problems: list[tuple[int, str]]
) -> None:
    assert problems_of(*rows) == problems


def test_a_country_without_rows_has_those_of_everywhere_else() -> None:
    table = PriceTable((row("DE", 0, None, 100), row(ELSEWHERE, 0, 2000, 900)))

    assert table.price_of("DE", 5000, "EUR") == Money(100, "EUR")
    assert table.price_of("FR", 2000, "EUR") == Money(900, "EUR")
    assert table.price_of("FR", 2001, "EUR") is None
    assert table.price_of("DE", 1, "CHF") is None


@given(
    bounds=st.lists(st.integers(0, 30_000), min_size=1, max_size=6, unique=True),
    grams=st.none() | st.integers(0, 40_000),
    prices=st.lists(st.integers(0, 10_000), min_size=7, max_size=7),
)
def test_every_weight_has_the_price_of_the_row_it_is_in(
    bounds: list[int], grams: int | None, prices: list[int]
) -> None:
    ends = [*sorted(bounds), None]
    firsts = [0, *(end + 1 for end in ends if end is not None)]
    rows = [
        row("DE", first, end, minor)
        for first, end, minor in zip(firsts, ends, prices, strict=False)
    ]
    table = PriceTable(tuple(reversed(rows)))
    weight = grams or 0
    [fitting] = [
        one
        for one in rows
        if one.from_grams <= weight and (one.to_grams is None or weight <= one.to_grams)
    ]

    assert table.price_of("DE", grams, "EUR") == fitting.price
