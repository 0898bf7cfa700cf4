from __future__ import annotations

import pytest

from retour_core.domain.countries import (
    country_codes,
    country_name,
    is_country,
    is_locale,
)


def test_there_are_the_249_of_iso_and_kosovo() -> None:
    assert len(country_codes()) == 250
    assert is_country("XK")


@pytest.mark.parametrize("code", ["DE", "FR", "GB", "US", "AX", "SS", "TW", "PS", "BQ"])
def test_a_country_is_known(code: str) -> None:
    assert is_country(code)


@pytest.mark.parametrize(
    "code",
    ["UK", "EU", "XX", "ZZ", "AN", "CS", "YU", "de", "D", "DEU", "", "E1", "001"],
)
def test_what_is_no_country_is_not_one(code: str) -> None:
    assert not is_country(code)


@pytest.mark.parametrize(
    ("code", "locale", "name"),
    [
        ("DE", "en", "Germany"),
        ("DE", "fr", "Allemagne"),
        ("DE", "de_AT", "Deutschland"),
        ("DE", "fr-CA", "Allemagne"),
        ("QQ", "en", "QQ"),
    ],
)
def test_a_country_has_its_name_in_the_readers_language(
    code: str, locale: str, name: str
) -> None:
    assert country_name(code, locale) == name


@pytest.mark.parametrize(
    ("code", "known"),
    [
        *[
            (code, True)
            for code in ("en", "fr", "de_AT", "de-AT", "zh-Hant-TW", "pt_BR")
        ],
        *[
            (code, False)
            for code in ("", "xx", "klingon", "../../etc", "e", "de__", "é")
        ],
    ],
)
def test_a_language_is_known_or_not(code: str, known: bool) -> None:
    assert is_locale(code) is known
