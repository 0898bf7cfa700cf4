from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.tracking_numbers import Doubt, doubt_about, recognise


@pytest.mark.parametrize(
    ("text", "doubt", "carrier"),
    [
        ("RB473124828DE", Doubt.MISTYPED, "Deutsche Post"),
        ("rb 473124 92 9 de", Doubt.MISTYPED, "Deutsche Post"),
        ("RB47312482DE", Doubt.LENGTH, "Deutsche Post"),
        ("RB4731248299DE", Doubt.LENGTH, "Deutsche Post"),
        ("1Z5R89390357567128", Doubt.MISTYPED, "UPS"),
        ("1Z5R8939035756712", Doubt.LENGTH, "UPS"),
        ("00340434161094042558", Doubt.MISTYPED, "DHL"),
        ("RB473124829XX", Doubt.UNKNOWN, ""),
        ("QX4711000123", Doubt.UNKNOWN, ""),
        ("my parcel", Doubt.NONE_AT_ALL, ""),
        ("12345", Doubt.NONE_AT_ALL, ""),
        ("4711 4711 4711 äöü", Doubt.NONE_AT_ALL, ""),
        ("9" * 90, Doubt.NONE_AT_ALL, ""),
        ("<b>1234567</b>", Doubt.NONE_AT_ALL, ""),
        ("", Doubt.NONE_AT_ALL, ""),
    ],
)
def test_a_number_tells_what_is_wrong_with_it(
    text: str, doubt: Doubt, carrier: str
) -> None:
    found = doubt_about(text)
    assert found is not None
    assert (found.doubt, found.carrier) == (doubt, carrier)


@given(st.text(alphabet="0123456789ABDEGRTXZ -", max_size=30))
def test_exactly_what_no_carrier_has_is_in_doubt(text: str) -> None:
    assert (doubt_about(text) is None) == bool(recognise(text))
