"""What an integrator reads: no name of a class of ours, no regular expression."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from retour_core.domain.shape_words import shape_sentence
from retour_core.domain.wire import OrderIn
from tests.factories import line_data, order_data

TIME = "Write a time with its offset, like 2026-11-20T12:00:00Z."
AMOUNT = "Write an amount with a point before its decimals, like “19.90”."


def told(raw: Any) -> list[str]:
    try:
        OrderIn.model_validate(raw)
    except ValidationError as error:
        return [shape_sentence(item) for item in error.errors()]
    return []


def order(**values: Any) -> dict[str, Any]:
    return order_data(**values)


def one_line(**values: Any) -> dict[str, Any]:
    return order(lines=[line_data(**values)])


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (None, "Write this as an object."),
        (order(lines="none"), "Write this as a list."),
        (
            order(colour="red"),
            "There is no field of this name; check its spelling or omit it.",
        ),
        (order(number=7), "Write this as text."),
        (one_line(title=""), "Give this field a value."),
        (order(number="x" * 101), "Use at most 100 characters."),
        (order(number="a\nb"), "Leave out line breaks and control characters."),
        (one_line(title="a\0b"), "Leave out control characters."),
        (order(currency="EURO"), "Write the three letters of ISO 4217, like “EUR”."),
        (
            order(shipping_address={"country": "Germany"}),
            "Write the two letters of ISO 3166-1, like “DE”.",
        ),
        (order(placed_at="2026-11-06T10:00:00"), TIME),
        (order(placed_at="2026-11-06"), TIME),
        (order(placed_at="yesterday"), TIME),
        (order(placed_at=[]), TIME),
        (order(status="shipped"), "Write one of these: 'open' or 'cancelled'."),
        (order(lines=[]), "Give at least 1."),
        (order(tags=["x"] * 51), "Give at most 50, not 51."),
        (one_line(quantity=-1), "Use 1 or more."),
        (one_line(quantity=1.5), "Write a whole number."),
        (one_line(quantity=100_001), "Use 100000 or less."),
        (one_line(total_incl_tax="19,90"), AMOUNT),
        (one_line(total_incl_tax="-1"), AMOUNT),
        (
            one_line(tax_rate="119"),
            "Write a percentage without its sign, like “19” or “5.5”.",
        ),
        (
            one_line(exemption="z"),
            "Write one letter from “a” to “m”, or leave it empty.",
        ),
    ],
)
def test_a_field_of_the_wrong_shape_is_told_with_the_way_out(
    raw: Any, sentence: str
) -> None:
    assert told(raw)[0] == sentence


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner)
    ),
    max_leaves=4,
)


@given(
    changes=st.dictionaries(st.sampled_from(sorted(OrderIn.model_fields)), ANYTHING),
    line=st.dictionaries(st.sampled_from(sorted(line_data())), ANYTHING),
)
def test_nothing_anybody_sends_is_answered_in_the_validators_words(
    changes: dict[str, Any], line: dict[str, Any]
) -> None:
    sent = {**order(lines=[{**line_data(), **line}]), **changes}
    theirs = [s for s in told(sent) if s.startswith(("Input ", "String ", "Value "))]
    assert theirs == []
