from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.refunds import LineBalance, line_refund

TEN_FOR_THREE = LineBalance(paid_minor=1000, units=3)


@pytest.mark.parametrize(
    ("balance", "quantity", "refund"),
    [
        (TEN_FOR_THREE, 1, 333),
        (TEN_FOR_THREE, 2, 666),
        (TEN_FOR_THREE, 3, 1000),
        (replace(TEN_FOR_THREE, taken_units=1, taken_minor=333), 1, 333),
        (replace(TEN_FOR_THREE, taken_units=2, taken_minor=666), 1, 334),
        (replace(TEN_FOR_THREE, units_elsewhere=1), 2, 667),
        (replace(TEN_FOR_THREE, units_elsewhere=3), 1, 0),
        (LineBalance(paid_minor=1001, units=3), 2, 667),
        (LineBalance(paid_minor=0, units=2), 2, 0),
        (LineBalance(paid_minor=1, units=2), 1, 0),
        (LineBalance(paid_minor=1, units=2, taken_units=1), 1, 1),
        (TEN_FOR_THREE, 0, 0),
        (TEN_FOR_THREE, -1, 0),
        # The shop lowered the line's price after a return had been promised more.
        (LineBalance(paid_minor=500, units=2, taken_units=1, taken_minor=900), 1, 0),
    ],
)
def test_the_refund_of_units(balance: LineBalance, quantity: int, refund: int) -> None:
    assert line_refund(balance, quantity) == refund


@given(
    paid=st.integers(0, 10**9),
    parts=st.lists(st.integers(1, 50), min_size=1, max_size=12),
)
def test_all_units_of_a_line_give_back_exactly_what_was_paid(
    paid: int, parts: list[int]
) -> None:
    balance = LineBalance(paid_minor=paid, units=sum(parts))
    refunds = []
    for part in parts:
        refunds.append(line_refund(balance, part))
        balance = replace(
            balance,
            taken_units=balance.taken_units + part,
            taken_minor=balance.taken_minor + refunds[-1],
        )

    assert sum(refunds) == paid
    assert min(refunds) >= 0


@given(
    paid=st.integers(0, 10**6),
    units=st.integers(1, 40),
    elsewhere=st.integers(0, 40),
    quantity=st.integers(1, 80),
)
def test_never_more_than_was_paid(
    paid: int, units: int, elsewhere: int, quantity: int
) -> None:
    balance = LineBalance(
        paid_minor=paid, units=units, units_elsewhere=min(elsewhere, units)
    )

    assert 0 <= line_refund(balance, quantity) <= paid
