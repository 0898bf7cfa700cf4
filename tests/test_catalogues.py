"""Every catalogue of translations, checked with Python alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import polib
import pytest

from tests.catalogues import FOLDERS, LANGUAGES, catalogue, marked_strings

pytestmark = pytest.mark.parametrize(
    ("folder", "language"),
    [(folder, language) for folder in FOLDERS for language in LANGUAGES[folder]],
)


@cache
def entries(folder: str, language: str) -> tuple[polib.POEntry, ...]:
    return tuple(polib.pofile(str(catalogue(folder, language))))


def test_every_marked_string_is_in_the_catalogue(folder: str, language: str) -> None:
    known = {(entry.msgctxt or "", entry.msgid) for entry in entries(folder, language)}
    assert sorted(marked_strings(folder).keys() - known) == []


def test_every_entry_is_translated_and_none_is_a_guess(
    folder: str, language: str
) -> None:
    found = entries(folder, language)
    assert [e.msgid for e in found if not e.translated() or e.fuzzy] == []


def test_no_translation_is_a_list_in_its_notation(folder: str, language: str) -> None:
    texts = [e.msgstr for e in entries(folder, language) if e.msgstr.startswith("['")]
    assert texts == []


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w*\}|</?\w+[^>]*>", text))


def test_a_translation_keeps_placeholders_and_tags(folder: str, language: str) -> None:
    broken = [
        text
        for entry in entries(folder, language)
        for source, text in sources_and_texts(entry)
        if placeholders(text) != placeholders(source)
    ]
    assert broken == []


def sources_and_texts(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each text of an entry beside what it says in English."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [
        (entry.msgid if form == 0 else entry.msgid_plural, text)
        for form, text in entry.msgstr_plural.items()
    ]


def test_the_compiled_catalogue_is_the_one_written(folder: str, language: str) -> None:
    path = catalogue(folder, language)
    compiled = polib.mofile(str(path.with_suffix(".mo")))

    def content(listed: Iterable[polib.POEntry]) -> dict[object, object]:
        return {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in listed}

    assert content(compiled) == content(entries(folder, language))
