from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import retour_portal
from retour_core.domain.colours import contrast_ratio
from retour_portal.theming.contrast import (
    DRAWN,
    INK,
    PAGE,
    SURFACE_SHARE,
    WRITTEN,
    carries_text,
    mix,
    nearest_ground,
    nearest_passing,
    on_colour,
    reads_as_text,
    shows_as_graphic,
)

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
GREYS = [f"#{level:02x}{level:02x}{level:02x}" for level in range(256)]


@pytest.mark.parametrize(
    ("colour", "share", "mixed"),
    [
        ("#000000", 0.0, "#ffffff"),
        ("#000000", 1.0, "#000000"),
        ("#000000", 0.5, "#808080"),
        ("#0f5a47", 0.05, "#f3f7f6"),
    ],
)
def test_a_tint_is_what_css_mixes_in_srgb(
    colour: str, share: float, mixed: str
) -> None:
    assert mix(colour, share) == mixed


@pytest.mark.parametrize(
    ("background", "text"),
    [
        ("#000000", "#ffffff"),
        ("#ffffff", "#000000"),
        ("#0f5a47", "#ffffff"),
        ("#ffcc00", "#000000"),
        ("#767676", "#ffffff"),
        ("#777777", "#000000"),
    ],
)
def test_text_on_a_colour_is_white_while_white_can_be_read(
    background: str, text: str
) -> None:
    assert on_colour(background) == text


def test_text_can_be_read_on_every_grey() -> None:
    unreadable = [grey for grey in GREYS if contrast_ratio(on_colour(grey), grey) < 4.5]
    assert unreadable == []


@pytest.mark.parametrize(
    ("colour", "as_text", "as_graphic"),
    [
        ("#000000", True, True),
        ("#0f5a47", True, True),
        # 4.54 on white, below 4.5 on its own tint.
        ("#767676", False, True),
        ("#949494", False, True),
        ("#959595", False, False),
        ("#ffcc00", False, False),
        ("#ffffff", False, False),
    ],
)
def test_text_needs_more_contrast_than_a_mark(
    colour: str, *, as_text: bool, as_graphic: bool
) -> None:
    assert (reads_as_text(colour), shows_as_graphic(colour)) == (as_text, as_graphic)


@pytest.mark.parametrize("colour", ["#0f5a47", "#000000", "#2b2344"])
def test_a_colour_that_passes_is_its_own_nearest(colour: str) -> None:
    assert nearest_passing(colour.upper(), reads_as_text) == colour


@pytest.mark.parametrize(
    ("colour", "nearest"),
    [
        ("#ffffff", "#727272"),
        ("#ffcc00", "#8b6e00"),
        ("#7fb69c", "#547a68"),
    ],
)
def test_a_light_colour_is_answered_with_the_nearest_that_reads(
    colour: str, nearest: str
) -> None:
    assert nearest_passing(colour, reads_as_text) == nearest


@pytest.mark.parametrize("colour", ["#ffffff", "#ffcc00", "#ff66cc", "#00ffff"])
def test_the_nearest_colour_passes_with_nothing_to_spare(colour: str) -> None:
    nearest = nearest_passing(colour, reads_as_text)
    worst = min(
        contrast_ratio(nearest, PAGE),
        contrast_ratio(nearest, mix(nearest, SURFACE_SHARE)),
    )
    assert 4.5 <= worst < 4.6


@given(page=COLOURS, colour=COLOURS)
def test_on_any_page_colours_can_be_found_that_read(page: str, colour: str) -> None:
    ground = nearest_ground(page)
    assert carries_text(ground)
    assert reads_as_text(nearest_passing(colour, reads_as_text, ground), ground)
    assert shows_as_graphic(nearest_passing(colour, shows_as_graphic, ground), ground)


@given(page=COLOURS)
def test_the_nearest_page_is_tinted_no_less_than_it_must_be(page: str) -> None:
    ground = nearest_ground(page)
    inks = [contrast_ratio(ink, ground) / 4.5 for ink in (INK, *WRITTEN)]
    spare = min(contrast_ratio(DRAWN, ground) / 3, *inks)
    assert ground == page or 1 <= spare < 1.03


def test_what_is_judged_is_what_the_pages_are_written_in() -> None:
    css = Path(retour_portal.__file__).parent / "static/retour/css/tokens.css"
    defined = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css.read_text()))
    names = ("ink", "ink-soft", "success", "warning", "danger", "control-line")
    assert [defined[name] for name in names] == [INK, *WRITTEN, DRAWN]
