"""Ready for languages that are written from right to left, though none is offered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

import retour_portal

SHEETS = sorted(
    path
    for path in (Path(retour_portal.__file__).parent / "static/retour/css").glob(
        "*.css"
    )
    if path.name != "devmail.css"
)
_PHYSICAL = re.compile(
    r"(?:margin|padding|border|inset)-(?:left|right)|text-align:\s*(?:left|right)"
    r"|(?<![\w-])(?:left|right):|(?:float|clear):\s*(?:left|right)",
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_names_no_side_of_the_screen(sheet: Path) -> None:
    lines = sheet.read_text().splitlines()
    assert [line for line in lines if _PHYSICAL.search(line)] == []


@pytest.mark.parametrize(
    ("language", "opening"),
    [
        ("ar", '<html lang="ar" dir="rtl">'),
        ("he", '<html lang="he" dir="rtl">'),
        ("el", '<html lang="el">'),
    ],
)
def test_a_page_says_which_way_it_is_read(language: str, opening: str) -> None:
    with translation.override(language):
        html = render_to_string("retour/errors/404_neutral.html")
    assert re.findall(r"<html[^>]*>", html) == [opening]
