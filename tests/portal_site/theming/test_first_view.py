"""What a brand may put into a first view, at its heaviest."""

from __future__ import annotations

import io
import random

import pytest
from django.core.cache import caches
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image as Pillow
from wagtail.images.models import Image

from retour_portal.fonts.models import WebFont, WebFontPart
from retour_portal.theming.css import stylesheet
from retour_portal.theming.first_view import (
    FIRST_VIEW,
    PAGE,
    light_picture,
    room_for_picture,
)
from retour_portal.theming.models import Theme
from retour_portal.theming.tokens import ThemeFileRefused, Tokens, check, tokens_of

# Wagtail leaves the temporary file of a rendition to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture(autouse=True)
def no_renditions_of_other_tests() -> None:
    caches["renditions"].clear()


def font(theme: Theme, **sizes: int) -> WebFont:
    made = WebFont.objects.create(
        site=theme.site,
        digest="-".join(f"{script}{size}" for script, size in sizes.items()),
        weight="400",
        metrics={},
        digests={},
    )
    for script, size in sizes.items():
        WebFontPart.objects.create(
            font=made, script=script, digest=f"{made.pk}{script}", data=b"x" * size
        )
    return made


def picture(width: int, height: int, *, detailed: bool) -> Image:
    size = (width, height)
    drawn = Pillow.new("RGB", size, "#88aacc")
    if detailed:
        noise = random.Random(1).randbytes(width * height * 3)
        drawn = Pillow.frombytes("RGB", size, noise)
    file = io.BytesIO()
    drawn.save(file, "PNG")
    return Image.objects.create(title="Hero", file=ImageFile(file, name="hero.png"))


def test_the_heaviest_that_is_allowed_leaves_a_first_view_light(theme: Theme) -> None:
    theme.own_font = font(theme, latin=13_500, greek=5_000, cyrillic=1_000)
    theme.own_heading_font = font(theme, latin=8_000, greek=3_500)
    check(theme)
    room = room_for_picture(theme)
    assert room == FIRST_VIEW - PAGE - 30_000
    for width, height in ((1280, 1600), (700, 2800)):
        [hero] = light_picture(picture(width, height, detailed=True), room)
        assert hero.file.size <= room


def test_two_fonts_that_are_heavy_together_are_refused_with_the_way_out(
    theme: Theme,
) -> None:
    theme.own_font = font(theme, latin=13_500, greek=5_000)
    theme.own_heading_font = font(theme, latin=8_000, greek=3_600)
    with pytest.raises(ThemeFileRefused) as refused:
        check(theme)
    [fault] = refused.value.faults
    assert fault == (
        "Too heavy for phones: together, the two own fonts weigh 30.1 kB in one "
        "language, of 30.0. Use one of them for everything, or upload a lighter one."
    )
    theme.own_heading_font = theme.own_font
    check(theme)


def test_a_picture_that_fits_keeps_its_width_and_wide_windows_get_a_larger(
    theme: Theme,
) -> None:
    renditions = light_picture(
        picture(1400, 900, detailed=False), room_for_picture(theme)
    )
    assert [one.width for one in renditions] == [640, 1280]


def test_without_own_fonts_a_picture_has_their_room(theme: Theme) -> None:
    assert room_for_picture(theme) == FIRST_VIEW - PAGE


def test_phones_fetch_no_background_which_the_sheet_would_cover(theme: Theme) -> None:
    tokens: Tokens = tokens_of(theme)
    css = stylesheet(tokens, background="/media/hills.webp")
    before, _, behind = css.partition("@media (min-width:48rem)")
    assert "hills" not in before
    assert behind == '{:root{--brand-background:url("/media/hills.webp")}}\n'
    page = Client(headers={"host": theme.site.hostname}).get("/brand.css")
    assert "--brand-background" not in page.text
