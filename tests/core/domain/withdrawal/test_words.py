from __future__ import annotations

import pytest

from retour_core.domain.windows import Place
from retour_core.domain.withdrawal import (
    EXEMPTIONS,
    STATUTORY_WORDS,
    Basis,
    FormData,
    Settled,
    as_label,
    exemption,
    form_language,
    function_sentence,
    is_statutory,
    model_form,
    statutory_words,
)
from retour_core.domain.withdrawal.scope import EEA_COUNTRIES, EU_COUNTRIES

# /work/shared/reference/consumer-law.md §5.2
REFERENCE = [
    ("en", "withdraw from contract here", "confirm withdrawal"),
    ("de", "Vertrag widerrufen", "Widerruf bestätigen"),
    ("fr", "renoncer au contrat ici", "confirmer la rétractation"),
    ("it", "recedere dal contratto qui", "conferma recesso"),
    ("es", "desistir del contrato aquí", "confirmar desistimiento"),
]


@pytest.mark.parametrize(("language", "entry", "confirm"), REFERENCE)
def test_the_words_are_those_of_the_law(
    language: str, entry: str, confirm: str
) -> None:
    words = statutory_words(language)

    assert (words.entry, words.confirm, words.basis) == (
        entry,
        confirm,
        Basis.REFERENCE,
    )


def test_all_24_languages_of_the_union_have_words() -> None:
    languages = (
        "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
    )

    assert sorted(STATUTORY_WORDS) == languages.split()
    for words in STATUTORY_WORDS.values():
        assert words.entry != words.confirm
        for text in (words.entry, words.confirm):
            assert text == " ".join(text.split())


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de-AT", "de"),
        ("pt_PT", "pt"),
        ("FR", "fr"),
        ("nb", "en"),
        ("is", "en"),
        ("", "en"),
    ],
)
def test_a_locale_finds_its_language_or_english(locale: str, language: str) -> None:
    assert statutory_words(locale).language == language


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("confirm withdrawal", "Confirm withdrawal"),
        ("Vertrag widerrufen", "Vertrag widerrufen"),
        ("ångra avtalet här", "Ångra avtalet här"),
        ("πατήστε εδώ", "Πατήστε εδώ"),
    ],
)
def test_a_label_only_gets_a_capital(words: str, label: str) -> None:
    assert as_label(words) == label


def test_the_union_has_27_members_and_the_area_30() -> None:
    assert (len(EU_COUNTRIES), len(EEA_COUNTRIES)) == (27, 30)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        pytest.param(Place("DE"), True, id="a member state"),
        pytest.param(Place("NO"), True, id="the EEA"),
        pytest.param(Place("LI"), True, id="Liechtenstein"),
        pytest.param(Place("CH"), False, id="Switzerland has none"),
        pytest.param(Place("GB"), False, id="the United Kingdom has left"),
        pytest.param(Place("US"), False, id="overseas"),
        pytest.param(Place("RE"), True, id="Réunion is part of the Union"),
        pytest.param(Place("FR", "97400"), True, id="Réunion written as France"),
        pytest.param(Place("NC"), False, id="New Caledonia is not"),
        pytest.param(Place("FR", "98800"), False, id="nor is it written as France"),
        pytest.param(Place("AX"), True, id="Åland is"),
        pytest.param(Place("GL"), False, id="Greenland is not"),
        pytest.param(Place("ES", "35001"), True, id="the Canaries are"),
        pytest.param(Place(""), True, id="on doubt it is not withheld"),
    ],
)
def test_the_consumer_s_country_decides(place: Place, expected: bool) -> None:
    assert is_statutory(place) is expected


def test_article_16_has_the_letters_a_to_m() -> None:
    assert "".join(EXEMPTIONS) == "abcdefghijklm"


@pytest.mark.parametrize(
    ("letter", "settled"),
    [
        ("c", Settled.AT_SALE),
        ("E", Settled.AT_INSPECTION),
        (" i ", Settled.AT_INSPECTION),
        ("m", Settled.AT_PERFORMANCE),
    ],
)
def test_an_exemption_says_when_it_is_settled(letter: str, settled: Settled) -> None:
    found = exemption(letter)

    assert found is not None
    assert found.settled == settled


@pytest.mark.parametrize("letter", ["", "n", "cc"])
def test_other_letters_are_no_exemption(letter: str) -> None:
    assert exemption(letter) is None


def test_the_model_form_is_filled_in_as_far_as_known() -> None:
    data = FormData(
        merchant=["Maison Lune SARL", "1 rue A, 75001 Paris", "bonjour@lune.example"],
        goods=["2 × Lampe"],
        ordered_on="2 novembre 2026",
        name="Zoë Ōe",
    )

    lines = {line.id: line for line in model_form("fr-BE", data)}

    assert list(lines) == [
        "title",
        "instruction",
        "to",
        "goods",
        "ordered",
        "name",
        "address",
        "signature",
        "date",
        "footnote",
    ]
    assert lines["title"].text == "Modèle de formulaire de rétractation"
    assert lines["goods"].values == ("2 × Lampe",)
    assert lines["ordered"].values == ("2 novembre 2026",)
    assert lines["name"].values == ("Zoë Ōe",)
    assert lines["address"].values == ()


@pytest.mark.parametrize(
    ("locale", "language"),
    [("de-CH", "de"), ("nl", "nl"), ("es", "es"), ("it", "it"), ("ro", "en")],
)
def test_the_form_exists_in_six_languages(locale: str, language: str) -> None:
    assert form_language(locale) == language


@pytest.mark.parametrize(
    ("locale", "start", "official"),
    [
        ("en", "You can also exercise your right of withdrawal online at P. If", False),
        ("de-AT", "Sie können Ihr Widerrufsrecht auch online unter P ausüben.", True),
        ("fr", "Vous pouvez également exercer votre droit de rétractation", False),
        ("pl", "You can also exercise your right", False),
    ],
)
def test_the_sentence_says_where_the_function_is(
    locale: str, start: str, official: bool
) -> None:
    found = function_sentence(locale, place="P")

    assert found.text.startswith(start)
    assert "{" not in found.text
    assert found.is_official is official
