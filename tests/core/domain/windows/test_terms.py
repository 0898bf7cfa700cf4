from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from retour_core.domain.windows import (
    AnchorKind,
    Place,
    Season,
    TermsInvalid,
    TermsOverride,
    WindowTerms,
    pick_terms,
    territory_of,
    zones_for,
)

DEFAULT = WindowTerms(days=30)
SWISS = WindowTerms(days=21)
SHOES = WindowTerms(days=60)
FAULTY = WindowTerms(days=None)
OVERRIDES = [
    TermsOverride(terms=FAULTY, reasons=frozenset({"damaged"})),
    TermsOverride(
        terms=SHOES, products=frozenset({"shoes"}), countries=frozenset({"DE", "AT"})
    ),
    TermsOverride(terms=SWISS, countries=frozenset({"CH"})),
]

PICKED = [
    ("nothing fits: the default", {"country": "FR"}, DEFAULT),
    ("the country fits", {"country": "CH"}, SWISS),
    ("product and country fit", {"country": "DE", "products": ["shoes"]}, SHOES),
    ("the product alone does not", {"country": "FR", "products": ["shoes"]}, DEFAULT),
    (
        "one of several products fits",
        {"country": "AT", "products": ["a", "shoes"]},
        SHOES,
    ),
    ("the reason fits", {"reason": "damaged"}, FAULTY),
    (
        "of two that fit, the first in order",
        {"country": "CH", "reason": "damaged"},
        FAULTY,
    ),
]


@pytest.mark.parametrize(
    ("case", "terms"),
    [case[1:] for case in PICKED],
    ids=[case[0] for case in PICKED],
)
def test_the_first_override_that_fits_counts(
    case: dict[str, Any], terms: WindowTerms
) -> None:
    assert pick_terms(DEFAULT, OVERRIDES, **case) is terms


@pytest.mark.parametrize(
    "terms",
    [
        pytest.param({"days": -1}, id="days below zero"),
        pytest.param({"days": 3661}, id="more than ten years"),
        pytest.param({"grace_days": -1}, id="grace below zero"),
        pytest.param({"transit_days": -1}, id="transit below zero"),
        pytest.param({"anchors": ()}, id="no anchor"),
        pytest.param({"anchors": (AnchorKind.ORDERED,) * 2}, id="an anchor twice"),
    ],
)
def test_terms_that_mean_nothing_are_refused(terms: dict[str, Any]) -> None:
    with pytest.raises(TermsInvalid):
        WindowTerms(**terms)


@pytest.mark.parametrize(
    "days",
    [
        pytest.param((2, 1, 3), id="ends before it begins"),
        pytest.param((1, 3, 2), id="is over before it ends"),
    ],
)
def test_a_season_out_of_order_is_refused(days: tuple[int, int, int]) -> None:
    with pytest.raises(TermsInvalid):
        Season(*(date(2026, 12, day) for day in days))


@pytest.mark.parametrize(
    ("country", "postal_code", "territory"),
    [
        pytest.param("FR", "97410", "RE", id="Réunion"),
        pytest.param("FR", "97150", "MF", id="Saint-Martin, within Guadeloupe's 971"),
        pytest.param("FR", "97133", "BL", id="Saint-Barthélemy, likewise"),
        pytest.param("FR", "98800", "NC", id="New Caledonia"),
        pytest.param("FR", "75001", "FR", id="Paris"),
        pytest.param("FR", "", "FR", id="no postal code"),
        pytest.param("FI", "22100", "AX", id="Åland"),
        pytest.param("DK", "3900", "GL", id="Greenland"),
        pytest.param("DE", "97421", "DE", id="Schweinfurt is not overseas"),
    ],
)
def test_a_territory_is_found_by_postal_code(
    country: str, postal_code: str, territory: str
) -> None:
    assert territory_of(Place(country, postal_code)) == territory


def test_every_country_has_a_zone() -> None:
    from retour_core.domain.countries import country_codes

    uninhabited = {"BV", "HM"}
    found = {code for code in country_codes() if zones_for(Place(code))[0].key != "UTC"}

    assert country_codes() - found == uninhabited
