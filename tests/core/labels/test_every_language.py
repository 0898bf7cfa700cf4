"""A label on its sheet speaks each language of the portal, whole and in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pytest
from django.conf import settings

from retour_core.labels.documents import SlipLine, render_label, render_label_sheet
from retour_core.labels.documents.captions import capitals, captions, print_locale
from retour_core.labels.paper import sheet_steps
from tests.core.labels.label_samples import LABEL, type_sizes

LANGUAGES = [code for code, _name in settings.LANGUAGES]
MM = 72 / 25.4
# The sheet's margin, and where its label's edge is.
SHEET, LABEL_EDGE = 12, 12 + 105
LINE = SlipLine(quantity=2, title="Trail Jacket", sku="TJ-W-M", reason="Too small")


@pytest.fixture(scope="module", params=LANGUAGES)
def sheet(
    request: pytest.FixtureRequest,
) -> Iterator[tuple[str, pypdfium2.PdfTextPage]]:
    language = request.param
    label = replace(LABEL, locale=language)
    pdf = render_label_sheet(label, [LINE], sheet_steps(language))
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    yield language, document[0].get_textpage()
    document.close()


def test_every_word_is_there_in_the_language_of_the_return(
    sheet: tuple[str, pypdfium2.PdfTextPage],
) -> None:
    language, page = sheet
    locale = print_locale(language)
    words = captions(locale)
    capital = ("from", "to", "order", "rma", "date", "weight", "track")
    whole = ("return", "cut", "steps", "slip", "quantity", "item", "sku", "reason")
    printed = [capitals(words[name], locale) for name in capital]
    printed += [words[name] for name in whole]
    printed += sheet_steps(language)
    text = page.get_text_range()
    assert [line for line in printed if _letters(line) not in _letters(text)] == []
    assert "\ufffd" not in text


def test_nothing_runs_over_the_label_or_into_the_next_caption(
    sheet: tuple[str, pypdfium2.PdfTextPage],
) -> None:
    _language, page = sheet
    rects = [page.get_rect(n) for n in range(page.count_rects())]
    top = page.page.get_height() - (SHEET + 8 + 148) * MM
    on_label = [r for r in rects if r[1] > top and r[0] < LABEL_EDGE * MM]
    edge = (LABEL_EDGE - 3.5) * MM
    assert [rect for rect in on_label if rect[2] > edge] == []
    for one in on_label:
        over = [
            r
            for r in on_label
            if r != one and _area(one, r) > 0.3 * min(_of(one), _of(r))
        ]
        assert over == []


def test_only_english_is_english() -> None:
    english = captions(print_locale("en"))
    # Words that are the same elsewhere: a brand of code, a loan word.
    alike = {"sku", "matrix_alt", "logo_alt", "track"}
    for language in LANGUAGES:
        words = captions(print_locale(language))
        same = {name for name in words if words[name] == english[name]} - alike
        assert (language, len(same) > 3) == (language, language == "en")


def test_a_language_the_portal_lacks_is_all_in_english() -> None:
    assert captions(print_locale("ja")) == captions(print_locale("en"))


def _letters(text: str) -> str:
    """Lines may end at blanks and hyphens."""
    return "".join(sign for sign in text if sign.isalnum())


def _of(rect: tuple[float, ...]) -> float:
    return (rect[2] - rect[0]) * (rect[3] - rect[1])


def _area(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0) * max(height, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_of_a_label_is_smaller_than_6_points(language: str) -> None:
    full = replace(LABEL, locale=language, service="10/10", weight_grams=31_500)
    assert [size for size in type_sizes(render_label(full)) if size < 6] == []
