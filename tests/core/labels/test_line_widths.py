from __future__ import annotations

import json
import string

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from retour_core.labels.documents.compiler import _TEMPLATES, _fonts
from retour_core.labels.documents.lines import printed_line
from retour_core.labels.documents.printable import printable
from retour_core.labels.documents.widths import width_in_em

# Refuses to compile where a line runs wider than it was said to.
_JUDGE = b"""
#set text(font: "Noto Sans", size: 10pt, hyphenate: false)
#for line in json(bytes(sys.inputs.lines)) {
  for weight in ("regular", "bold") {
    context assert(measure(text(weight: weight, line.text)).width <= line.em * 10pt)
  }
}
"""
# Refuses to compile where lines take more rows than was reckoned.
_ROWS = b"""
#set text(font: "Noto Sans", hyphenate: false)
#show: spaced
#let lines = json(bytes(sys.inputs.lines)).filter(line => line.words != none)
#let width = float(sys.inputs.width) * 1pt
#for weight in ("regular", "bold") {
  let weighed = lines.map(line => line + (weight: weight))
  let rows = most-rows(weighed, 10pt, width)
  if rows not in (none, 0) {
    context assert(
      measure(block(width: width, stack-of(weighed, 10pt))).height
        <= (rows * pitch - 0.3) * 10pt + 0.01pt,
    )
  }
}
"""
_LETTERS = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x45F), min_size=1, max_size=40
) | st.text(string.ascii_letters + string.digits + " .,/-", min_size=1, max_size=6)


def judge(lines: list[str]) -> None:
    told = [{"text": line, "em": width_in_em(line)} for line in lines]
    known = [line for line in told if line["em"] is not None]
    typst.compile(
        _JUDGE, sys_inputs={"lines": json.dumps(known)}, font_paths=_fonts(),
        ignore_system_fonts=True,
    )  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(_LETTERS, min_size=1, max_size=20))
def test_no_line_runs_wider_than_it_is_said_to(lines: list[str]) -> None:
    judge([printable(line) for line in lines])


def test_a_width_that_is_too_small_is_noticed() -> None:
    with pytest.raises(typst.TypstError, match="assert"):
        typst.compile(
            _JUDGE,
            sys_inputs={"lines": json.dumps([{"text": "Anna Berg", "em": 3.0}])},
            font_paths=_fonts(),
            ignore_system_fonts=True,
        )


@settings(max_examples=10, deadline=None)
@given(st.lists(_LETTERS, min_size=1, max_size=4), st.integers(20, 300))
def test_lines_take_no_more_rows_than_reckoned(lines: list[str], width: int) -> None:
    typst.compile(
        (_TEMPLATES / "fit.typ").read_bytes() + _ROWS,
        sys_inputs={
            "lines": json.dumps([printed_line(line) for line in lines]),
            "width": str(width),
        },
        font_paths=_fonts(),
        ignore_system_fonts=True,
    )


@pytest.mark.parametrize("line", ["محمد علي", "張偉", "ＡＢ", "e\u0301a"])
def test_letters_that_join_or_stack_are_left_to_be_measured(line: str) -> None:
    assert width_in_em(line) is None


@pytest.mark.parametrize("line", ["Torstraße 1", "Ελλάδα", "Київ", "Übel – “so”"])
def test_plain_letters_have_a_width(line: str) -> None:
    assert 0.3 * len(line) < (width_in_em(line) or 0) < len(line)
