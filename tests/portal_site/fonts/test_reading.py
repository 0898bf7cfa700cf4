from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from retour_portal.fonts.reading import LARGEST_UPLOAD, FontRefused, read_font
from retour_portal.fonts.scripts import SCRIPTS, letters_of
from tests.portal_site.fonts.tiny_font import LETTERS, tiny_font


def refusal(data: bytes) -> str:
    with pytest.raises(FontRefused) as refused:
        read_font(data)
    return refused.value.reason


@pytest.mark.parametrize("flavor", ["", "woff", "woff2"])
def test_a_font_becomes_a_small_file_for_each_script_it_has(flavor: str) -> None:
    read = read_font(tiny_font(flavor=flavor))
    assert (read.name, read.weight) == ("Tiny", "400")
    assert [part.script for part in read.parts] == ["latin", "greek", "cyrillic"]
    kept = [set(TTFont(io.BytesIO(part.data)).getBestCmap()) for part in read.parts]
    assert kept[1:] == [{ord("Ω")}, {ord("Ж")}]
    assert kept[0] == set(map(ord, LETTERS)) - {ord("Ω"), ord("Ж")}
    assert {part.data[:4] for part in read.parts} == {b"wOF2"}


@pytest.mark.parametrize(
    ("rights", "reason"),
    [
        (0x0002, "restricted"),
        (0x0100, "no_subsetting"),
        (0x0108, "no_subsetting"),
        (0x0200, "bitmaps_only"),
    ],
)
def test_a_font_that_may_not_be_used_so_is_refused(rights: int, reason: str) -> None:
    assert refusal(tiny_font(rights=rights)) == reason


@pytest.mark.parametrize("rights", [0, 4, 8])
def test_a_font_that_may_be_embedded_is_taken(rights: int) -> None:
    assert read_font(tiny_font(rights=rights)).name == "Tiny"


def test_what_is_no_whole_font_is_refused() -> None:
    font = tiny_font(flavor="woff2")
    assert refusal(b"<svg/>") == "no_font"
    assert refusal(b"") == "no_font"
    assert refusal(b"ttcf" + font) == "no_font"
    assert refusal(font[:200]) == "unreadable"
    assert refusal(b"wOF2") == "unreadable"
    # A head that announces four gigabytes is not unpacked to see whether it is true.
    assert refusal(font[:16] + b"\xff" * 4 + font[20:]) == "unreadable"
    assert refusal(b"\0" * (LARGEST_UPLOAD + 1)) == "large"


def test_a_font_without_the_letters_of_every_page_is_refused() -> None:
    assert refusal(tiny_font(letters="ABC")) == "letters"


@pytest.mark.parametrize("letter", ["é", "ł"])
def test_a_font_too_heavy_for_a_first_view_is_refused(letter: str) -> None:
    font = tiny_font(letters=LETTERS + "ł", heavy={letter: 8000})
    assert refusal(font) == "heavy"


def test_a_script_too_heavy_beside_latin_is_left_to_the_typeface() -> None:
    read = read_font(tiny_font(heavy={"Ж": 8000}))
    assert [part.script for part in read.parts] == ["latin", "greek"]
    read = read_font(tiny_font(heavy={"A": 4000, "Ж": 3000, "Ω": 100}))
    assert [part.script for part in read.parts] == ["latin", "greek"]


@given(st.binary(max_size=400))
def test_bytes_that_only_begin_like_a_font_are_refused(rest: bytes) -> None:
    assert refusal(b"\0\1\0\0" + rest) == "unreadable"


def test_the_fallback_takes_the_room_of_the_font() -> None:
    narrow = read_font(tiny_font(width=400)).metrics
    wide = read_font(tiny_font(width=800)).metrics
    assert wide["size-adjust"] == pytest.approx(2 * narrow["size-adjust"], abs=0.02)
    # The line is as high whatever the fallback's letters are scaled by.
    for metrics in (narrow, wide):
        high = metrics["size-adjust"] * metrics["ascent-override"] / 100
        assert high == pytest.approx(80, abs=0.01)


@given(st.integers(0x20, 0x2FFF))
def test_no_letter_is_fetched_twice(code: int) -> None:
    found = [script for script in SCRIPTS if letters_of(script, [code])]
    assert len(found) <= 1
