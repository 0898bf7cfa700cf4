from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.customs import (
    CustomsForm,
    Goods,
    MissingFact,
    form_for,
    missing_facts,
)
from retour_core.domain.customs.goods import total_grams, total_value
from retour_core.domain.money import Money

SOCKS = Goods(
    description="Socks",
    quantity=2,
    net_grams=180,
    value=Money(39_80, "CHF"),
    hs_code="6115.95",
    origin="PT",
)


@pytest.mark.parametrize(
    ("minor", "currency", "grams", "form"),
    [
        (320_00, "EUR", 2000, CustomsForm.CN22),
        (320_01, "EUR", 2000, CustomsForm.CN23),
        (320_00, "EUR", 2001, CustomsForm.CN23),
        (50_000, "JPY", 100, CustomsForm.CN22),
        (1, "KWD", 100, CustomsForm.CN23),
    ],
)
def test_only_what_is_small_in_both_has_the_small_form(
    minor: int, currency: str, grams: int, form: CustomsForm
) -> None:
    assert form_for(Money(minor, currency), grams) is form


def test_what_is_not_known_has_the_large_form() -> None:
    assert form_for(None, 100) is CustomsForm.CN23
    assert form_for(Money(100, "EUR"), None) is CustomsForm.CN23


@given(st.integers(0, 10**7), st.integers(1, 10**5), st.integers(0, 10**6))
def test_more_of_anything_never_has_a_smaller_form(
    minor: int, grams: int, more: int
) -> None:
    if form_for(Money(minor, "EUR"), grams) is CustomsForm.CN23:
        assert form_for(Money(minor + more, "EUR"), grams) is CustomsForm.CN23
        assert form_for(Money(minor, "EUR"), grams + more) is CustomsForm.CN23


def test_what_nobody_told_is_named_with_its_goods() -> None:
    jacket = Goods(description="Jacket", quantity=1, hs_code="6201", origin="VN")
    assert missing_facts([SOCKS, jacket]) == {
        MissingFact.HS_CODE: ["Jacket"],
        MissingFact.WEIGHT: ["Jacket"],
        MissingFact.VALUE: ["Jacket"],
    }
    assert missing_facts([SOCKS]) == {}


def test_a_total_is_known_if_all_of_it_is() -> None:
    unknown = Goods(description="Jacket", quantity=1)
    assert (total_grams([SOCKS, SOCKS]), total_value([SOCKS, SOCKS])) == (
        360,
        Money(79_60, "CHF"),
    )
    assert (total_grams([SOCKS, unknown]), total_value([SOCKS, unknown])) == (
        None,
        None,
    )
    assert (total_grams([]), total_value([])) == (None, None)
