from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from retour_core.brands.addresses import (
    AddressInvalid,
    save_return_address,
    save_sender_address,
    written_lines,
)
from retour_core.brands.models import ReturnAddress, SenderAddress
from retour_core.brands.operations import set_unshipped_returns
from retour_core.domain.address_lines import address_lines
from retour_core.domain.addresses import (
    PostalAddress,
    address_problems,
    printed_postal_code,
    required_fields,
    tidy_address,
)
from retour_core.domain.countries import country_codes
from retour_core.domain.tax_numbers import (
    EoriNumberUnfit,
    VatNumberUnfit,
    tidy_eori_number,
    tidy_vat_number,
)
from tests.factories import make_brand


@pytest.mark.parametrize(
    ("country", "typed", "printed"),
    [
        ("DE", "20357", "20357"),
        ("DE", "D-20357", "20357"),
        ("DE", "２０３５７", "20357"),
        ("DE", "1067", "01067"),
        ("NL", "1234ab", "1234 AB"),
        ("NL", "NL-1234 AB", "1234 AB"),
        ("IE", "d02 af30", "D02 AF30"),
        ("GB", "sw1a1aa", "SW1A 1AA"),
        ("GB", "m25bq", "M2 5BQ"),
        ("PL", "00950", "00-950"),
        ("PT", "1000 001", "1000-001"),
        ("LV", "1010", "LV-1010"),
        ("US", "10118-1234", "10118-1234"),
        ("JP", "1500001", "150-0001"),
        ("CA", "k1a0b1", "K1A 0B1"),
        ("DE", "ABC", None),
        ("GB", "SW1A", None),
        ("NL", "1234", None),
        ("HK", "anything", "anything"),
    ],
)
def test_a_postal_code_is_put_into_its_countrys_form(
    country: str, typed: str, printed: str | None
) -> None:
    assert printed_postal_code(country, typed) == printed


@pytest.mark.parametrize(
    ("country", "needed"),
    [
        ("DE", {"street", "city", "postal_code"}),
        ("US", {"street", "city", "postal_code", "region"}),
        ("HK", {"street", "city", "region"}),
        ("IE", {"street", "city"}),
    ],
)
def test_each_country_needs_its_own_fields(country: str, needed: set[str]) -> None:
    assert required_fields(country) == needed


def test_what_is_missing_or_wrong_is_named_by_field() -> None:
    address = PostalAddress("US", street="1 Main St", postal_code="ABC")
    found = [(p.field, p.code) for p in address_problems(address)]
    assert found == [
        ("city", "field_missing"),
        ("region", "field_missing"),
        ("postal_code", "postal_code_unfit"),
    ]


def test_an_unknown_country_is_a_problem() -> None:
    [problem] = address_problems(PostalAddress("XX"))
    assert (problem.field, problem.code) == ("country", "country_unknown")


def test_a_region_is_written_by_its_code() -> None:
    assert tidy_address(PostalAddress("US", region="new york")).region == "NY"
    assert tidy_address(PostalAddress("US", region="Elsewhere")).region == "Elsewhere"


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (
            PostalAddress(
                "DE", "Nord GmbH", "Anna Berg", "Lager 5", "", "20357", "Hamburg"
            ),
            ["Anna Berg", "Nord GmbH", "Lager 5", "20357 HAMBURG", "GERMANY"],
        ),
        (
            PostalAddress(
                "US", "Inc", "", "1 Main St", "Dock 3", "10118", "New York", "NY"
            ),
            ["Inc", "1 Main St", "Dock 3", "NEW YORK, NY 10118", "UNITED STATES"],
        ),
        (
            PostalAddress("JP", "KK", "", "1-1", "", "150-0001", "渋谷区", "東京都"),
            ["〒150-0001", "東京都", "渋谷区", "1-1", "KK", "JAPAN"],
        ),
        (
            PostalAddress("SG", "Pte", "", "1 Road", "", "018956", "Singapore"),
            ["Pte", "1 Road", "SINGAPORE 018956", "SINGAPORE"],
        ),
    ],
)
def test_an_address_is_written_as_its_country_does(
    address: PostalAddress, lines: list[str]
) -> None:
    assert address_lines(address, locale="en") == lines


@pytest.mark.parametrize("country", sorted(country_codes()))
def test_no_country_loses_street_city_or_company(country: str) -> None:
    address = PostalAddress(
        country, "Company", "Contact", "Street 1", "Floor 2", "", "Somewhere"
    )
    written = " ".join(address_lines(address, locale="en")).upper()
    for part in ("COMPANY", "CONTACT", "STREET 1", "FLOOR 2", "SOMEWHERE"):
        assert part in written


@pytest.mark.parametrize(
    ("typed", "country", "tidy"),
    [
        ("de 123 456 789", "DE", "DE123456789"),
        ("123456789", "DE", "DE123456789"),
        ("FR 12 345678901", "DE", "FR12345678901"),
        ("EL123456789", "GR", "EL123456789"),
        ("123456789", "GR", "EL123456789"),
        ("CHE-123.456.789 MWST", "CH", "CHE123456789MWST"),
        ("NL123456789B01", "NL", "NL123456789B01"),
        ("51824753556", "AU", "51824753556"),
    ],
)
def test_a_vat_number_is_known_by_its_shape(
    typed: str, country: str, tidy: str
) -> None:
    assert tidy_vat_number(typed, country=country) == tidy


@pytest.mark.parametrize(
    ("typed", "country"),
    [("DE12", "DE"), ("FR1234", "AU"), ("hello world!", "AU"), ("12345678", "DE")],
)
def test_a_vat_number_of_no_shape_is_refused(typed: str, country: str) -> None:
    with pytest.raises(VatNumberUnfit):
        tidy_vat_number(typed, country=country)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("de 1234567", "DE1234567"),
        ("GB123456789000", "GB123456789000"),
        ("FR12345678901234", "FR12345678901234"),
    ],
)
def test_an_eori_number_is_known_by_its_shape(typed: str, tidy: str) -> None:
    assert tidy_eori_number(typed) == tidy


@pytest.mark.parametrize("typed", ["US123", "GB123", "DE", "1234567", "CH1234567"])
def test_an_eori_number_of_no_shape_is_refused(typed: str) -> None:
    with pytest.raises(EoriNumberUnfit):
        tidy_eori_number(typed)


def _values(**values: Any) -> dict[str, Any]:
    return {
        "label": "Depot",
        "company": "Nord BV",
        "street": "Kade 1",
        "postal_code": "1234ab",
        "city": "Amsterdam",
        "country": "NL",
        **values,
    }


@pytest.mark.django_db
def test_a_sender_address_is_saved_tidy() -> None:
    address = SenderAddress(brand=make_brand(), **_values(vat_number="123456789b01"))
    save_sender_address(address)
    address.refresh_from_db()
    assert (address.postal_code, address.vat_number) == ("1234 AB", "NL123456789B01")
    assert written_lines(address, locale="fr")[-2:] == [
        "1234 AB AMSTERDAM",
        "PAYS-BAS",
    ]


@pytest.mark.django_db
def test_all_that_is_wrong_with_an_address_is_told_at_once() -> None:
    address = SenderAddress(
        brand=make_brand(),
        **_values(postal_code="x", vat_number="NL1", eori_number="US1"),
    )
    with pytest.raises(AddressInvalid) as refused:
        save_sender_address(address)
    assert [problem.field for problem in refused.value.problems] == [
        "postal_code",
        "vat_number",
        "eori_number",
    ]
    assert address.pk is None


@pytest.mark.django_db
def test_a_new_default_takes_the_place_of_the_old_and_one_always_stays() -> None:
    brand = make_brand()
    old = brand.return_addresses.get()
    new = save_return_address(
        ReturnAddress(brand=brand, **_values()), make_default=True
    )
    old.refresh_from_db()
    assert (old.is_default, new.is_default) == (False, True)
    assert save_return_address(new, make_default=False).is_default is True


@pytest.mark.django_db
def test_the_switch_and_its_words_are_saved_together() -> None:
    brand = make_brand()
    assert brand.allow_unshipped_returns is False
    set_unshipped_returns(
        brand, allow=True, message=" Wait a day. ", support_url="https://a.example"
    )
    brand.refresh_from_db()
    assert brand.allow_unshipped_returns is True
    assert brand.unshipped_message == "Wait a day."
    assert brand.support_url == "https://a.example"


@pytest.mark.parametrize("model", [ReturnAddress, SenderAddress])
@pytest.mark.parametrize(
    ("language", "name"), [("de", "Deutschland"), ("fr", "Allemagne")]
)
def test_countries_of_addresses_are_named_in_the_readers_language(
    model: type[ReturnAddress | SenderAddress], language: str, name: str
) -> None:
    choices = model._meta.get_field("country").choices
    with translation.override(language):
        named = list(choices or ())
        assert (dict(named)["DE"], len(named)) == (name, len(country_codes()))
        assert named == sorted(named, key=lambda choice: choice[1])
        assert model(country="DE").get_country_display() == name
