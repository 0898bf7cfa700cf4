"""The French catalogue, checked with Python alone: no gettext tools are needed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

import retour_portal

PACKAGE = Path(retour_portal.__file__).parent
CATALOGUE = PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def marked_strings(source: str) -> set[str]:
    """The singular of every string marked for translation in Python source."""
    found = extract("python", io.BytesIO(source.encode()), KEYWORDS)
    return {
        message if isinstance(message, str) else message[0]
        for _, message, _, _ in found
    }


def strings_of_the_portal() -> Iterator[tuple[str, str]]:
    for file in sorted(PACKAGE.rglob("*")):
        if file.suffix == ".py":
            source = file.read_text()
        elif file.suffix in (".html", ".txt"):
            # Django turns a template into something like Python, indented anyhow.
            code = templatize(file.read_text(), origin=str(file))
            source = "\n".join(line.strip() for line in code.splitlines())
        else:
            continue
        for message in marked_strings(source):
            yield str(file.relative_to(PACKAGE)), message


def entries() -> list[polib.POEntry]:
    return list(polib.pofile(str(CATALOGUE)))


def test_every_string_of_the_portal_is_in_the_french_catalogue() -> None:
    known = {entry.msgid for entry in entries()}
    strings = list(strings_of_the_portal())
    assert ("templates/retour/flow/review.html", "Send my return") in strings
    assert ("flow/words.py", "Too small") in strings
    assert [pair for pair in strings if pair[1] not in known] == []


def test_every_entry_is_translated_and_none_is_a_guess() -> None:
    assert [e.msgid for e in entries() if not e.translated() or e.fuzzy] == []


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w*\}|</?\w+[^>]*>", text))


def test_a_translation_keeps_placeholders_and_tags() -> None:
    broken = [
        text
        for entry in entries()
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


def test_the_compiled_catalogue_is_the_one_written() -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))

    def content(catalogue: list[polib.POEntry]) -> dict[object, object]:
        return {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in catalogue}

    assert content(list(compiled)) == content(entries())
