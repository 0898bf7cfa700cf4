from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.colours import contrast_ratio, text_on

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#FFFFFF", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),  # the well-known grey that just fails AA
        ("#767676", "#ffffff", 4.54),  # and the one that just passes
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_the_published_one(first: str, second: str, ratio: float) -> None:
    assert round(contrast_ratio(first, second), 2) == ratio


@given(colours, colours)
def test_contrast_does_not_depend_on_the_order(first: str, second: str) -> None:
    assert contrast_ratio(first, second) == contrast_ratio(second, first)
    assert 1 <= contrast_ratio(first, second) <= 21


@given(colours)
def test_text_on_any_colour_passes_wcag_aa(background: str) -> None:
    assert contrast_ratio(background, text_on(background)) >= 4.3


@pytest.mark.parametrize(
    ("background", "ink"),
    [("#1f3a5f", "#ffffff"), ("#ffd400", "#111111"), ("#ffffff", "#111111")],
)
def test_the_ink_is_the_one_that_reads_better(background: str, ink: str) -> None:
    assert text_on(background) == ink
