from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.countries import country_codes
from retour_core.domain.customs import Place, needs_papers, relief_claimed, territory_of
from retour_core.domain.customs.territories import EU_MEMBERS, Territory

HAMBURG = Place("DE", "20457")
places = st.builds(
    Place,
    st.sampled_from(sorted(country_codes())),
    st.text(alphabet="0123456789ABTIMJEGY- ", max_size=9),
)
members = st.sampled_from(sorted(EU_MEMBERS))


@given(places, places)
def test_a_border_is_one_from_both_sides(start: Place, end: Place) -> None:
    assert needs_papers(start, end) == needs_papers(end, start)


@given(places)
def test_nothing_is_declared_at_home(place: Place) -> None:
    assert not needs_papers(place, place)


@given(members, members)
def test_goods_move_freely_between_the_members(start: str, end: str) -> None:
    assert not needs_papers(Place(start), Place(end))


@given(st.sampled_from(sorted(country_codes() - EU_MEMBERS - {"MC"})), members)
def test_from_every_other_country_goods_are_declared(start: str, end: str) -> None:
    assert needs_papers(Place(start), Place(end))


@pytest.mark.parametrize(
    ("country", "typed", "code"),
    [
        ("es", " 35 001 ", "35001"),
        ("GB", "bt15gs", "BT1 5GS"),
        ("DE", "D-27498", "27498"),
        ("FI", "AX-22100", "22100"),
        ("US", "00802-1234", "00802"),
        ("US", "802", "00802"),
    ],
)
def test_a_postal_code_means_the_same_however_it_is_typed(
    country: str, typed: str, code: str
) -> None:
    assert territory_of(Place(country, typed)) == territory_of(
        Place(country.upper(), code)
    )


@pytest.mark.parametrize(
    ("country", "code", "customs", "tax"),
    [
        ("ES", "35001", "EU", "IC"),
        ("ES", "38670", "EU", "IC"),
        ("ES", "28001", "EU", "EU"),
        ("ES", "51001", "EA-CEUTA", "EA-CEUTA"),
        ("FI", "22100", "EU", "AX"),
        ("FI", "FI-22100", "EU", "AX"),
        ("AX", "22100", "EU", "AX"),
        ("GB", "BT1 5GS", "EU", "EU"),
        ("GB", "SW1A 1AA", "GB", "GB"),
        ("GB", "BS1 4DJ", "GB", "GB"),
        ("GB", "im1 1ad", "GB", "GB"),
        ("JE", "JE2 3AB", "JE", "JE"),
        ("GB", "JE2 3AB", "JE", "JE"),
        ("DE", "78266", "CH", "CH"),
        ("CH", "8238", "CH", "CH"),
        ("DE", "D-27498", "DE-HELGOLAND", "DE-HELGOLAND"),
        ("IT", "23041", "IT-LIVIGNO", "IT-LIVIGNO"),
        ("IT", "22061", "EU", "IT-CAMPIONE"),
        ("LI", "9490", "CH", "CH"),
        ("MC", "98000", "EU", "EU"),
        ("FR", "97400", "EU", "RE"),
        ("FR", "97500", "PM", "PM"),
        ("GR", "63086", "EU", "GR-ATHOS"),
        ("PT", "9000-001", "EU", "EU"),
        ("DK", "3900", "GL", "GL"),
        ("NO", "9170", "SJ", "SJ"),
        ("PR", "00901", "US", "US"),
        ("US", "00802-1234", "VI", "VI"),
        ("AD", "AD500", "AD", "AD"),
        ("SM", "47890", "SM", "SM"),
        ("TR", "34000", "TR", "TR"),
    ],
)
def test_a_place_lies_in_a_customs_and_a_tax_territory(
    country: str, code: str, customs: str, tax: str
) -> None:
    assert territory_of(Place(country, code)) == Territory(customs, tax)


@pytest.mark.parametrize(
    ("country", "code", "needed"),
    [
        ("CH", "8001", True),
        ("GB", "SW1A 1AA", True),
        ("GB", "BT1 5GS", False),
        ("NO", "0150", True),
        ("ES", "35001", True),
        ("FI", "22100", True),
        ("IT", "23041", True),
        ("DE", "78266", True),
        ("TR", "34000", True),
        ("FR", "75002", False),
        ("MC", "98000", False),
    ],
)
def test_a_parcel_to_hamburg_needs_papers_or_not(
    country: str, code: str, needed: bool
) -> None:
    assert needs_papers(Place(country, code), HAMBURG) == needed


def test_parcels_cross_the_irish_sea_without_papers() -> None:
    belfast, london, dublin = Place("GB", "BT1 5GS"), Place("GB", "EC1A"), Place("IE")
    assert not needs_papers(belfast, london)
    assert not needs_papers(london, belfast)
    assert not needs_papers(belfast, dublin)
    assert needs_papers(london, dublin)


def test_the_isle_of_man_is_one_with_britain_and_jersey_is_not() -> None:
    london = Place("GB", "EC1A 1BB")
    assert not needs_papers(Place("IM", "IM1 1AD"), london)
    assert needs_papers(Place("JE", "JE2 3AB"), london)


def test_the_relief_is_that_of_where_goods_come_back_to() -> None:
    assert "UCC art. 203" in relief_claimed(HAMBURG)
    assert relief_claimed(Place("GB", "BT1 5GS")) == relief_claimed(HAMBURG)
    assert "Returned Goods Relief" in relief_claimed(Place("GB", "EC1A 1BB"))
    assert relief_claimed(Place("BR", "01310-100")) == ""
