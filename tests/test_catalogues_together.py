"""The catalogues of one process are one: of two translations of a text, Django takes
the first it meets."""

from __future__ import annotations

from collections import defaultdict

import polib
import pytest

from tests.catalogues import CUSTOMER_LANGUAGES, FOLDERS, LANGUAGES, catalogue

# These run in a shop's process.
OF_SHOPS = {"oscar", "store"}


@pytest.mark.parametrize("language", CUSTOMER_LANGUAGES)
def test_no_two_catalogues_translate_one_text_differently(language: str) -> None:
    """What is said of two nouns is marked with a context for each."""
    found = defaultdict(set)
    for folder in FOLDERS.keys() - OF_SHOPS:
        if language in LANGUAGES[folder]:
            for entry in polib.pofile(str(catalogue(folder, language))):
                forms = entry.msgstr_plural.values()
                found[entry.msgctxt, entry.msgid].add((entry.msgstr, *forms))
    assert [key for key, texts in found.items() if len(texts) > 1] == []
