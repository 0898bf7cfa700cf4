from __future__ import annotations

import pytest

from retour_core.domain.address_lines import lines_before_country
from retour_core.domain.addresses import PostalAddress


def _town(country: str, city: str, code: str = "", region: str = "") -> list[str]:
    """What is written below the street, or above it where it begins with that."""
    address = PostalAddress(
        country, "Co", "Ada", "Street 1", "Floor 2", code, city, region
    )
    people = {"co", "ada", "street 1", "floor 2"}
    lines = lines_before_country(address)
    return [line for line in lines if line.casefold() not in people]


@pytest.mark.parametrize(
    ("country", "city", "code", "region", "lines"),
    [
        ("US", "New York", "10118", "New York", ["NEW YORK, NY 10118"]),
        ("US", "Springfield", "62704", "", ["SPRINGFIELD, 62704"]),
        ("CA", "Toronto", "m5v3l9", "Ontario", ["TORONTO ON M5V 3L9"]),
        ("AU", "Sydney", "2000", "NSW", ["SYDNEY NSW 2000"]),
        ("GB", "Leeds", "ls14ap", "West Yorkshire", ["LEEDS", "LS1 4AP"]),
        ("IE", "Dublin 2", "D02 AF30", "", ["DUBLIN 2", "D02 AF30"]),
        ("IE", "Ennis", "", "Co. Clare", ["ENNIS", "Co. Clare"]),
        ("DE", "Berlin", "10115", "BE", ["10115 BERLIN"]),
        ("IT", "Roma", "00144", "Roma", ["00144 ROMA RM"]),
        ("ES", "Alcobendas", "28100", "M", ["28100 ALCOBENDAS MADRID"]),
        ("ES", "Madrid", "28013", "Madrid", ["28013 MADRID"]),
        ("LT", "Vilnius", "LT-01100", "", ["LT-01100 VILNIUS"]),
        ("SE", "Stockholm", "111 22", "", ["SE-111 22 STOCKHOLM"]),
        ("SE", "Stockholm", "", "", ["STOCKHOLM"]),
        ("CZ", "Praha", "11000", "", ["110 00 PRAHA"]),
        ("GR", "Αθήνα", "10564", "", ["105 64 ΑΘΗΝΑ"]),
        ("TR", "Diyarbakır", "21000", "", ["21000 DİYARBAKIR"]),
        ("MX", "Mérida", "97000", "", ["97000 MÉRIDA"]),
        ("BR", "São Paulo", "01310-100", "SP", ["SÃO PAULO-SP", "01310-100"]),
        ("AE", "Dubai", "", "Dubai", ["Dubai"]),
        ("MT", "Valletta", "VLT 1117", "", ["VALLETTA VLT 1117"]),
        ("LV", "Rīga", "1050", "", ["RĪGA, LV-1050"]),
        ("DE", "Berlin", "Ring 4, gate 123", "", ["Ring 4, gate 123 BERLIN"]),
    ],
)
def test_the_town_is_written_as_its_post_reads_it(
    country: str, city: str, code: str, region: str, lines: list[str]
) -> None:
    assert _town(country, city, code, region) == lines


def test_hungarian_towns_stand_above_the_street_and_codes_below() -> None:
    address = PostalAddress("HU", "", "Ada", "Fő utca 1", "", "1051", "Budapest")
    assert lines_before_country(address) == ["ADA", "BUDAPEST", "FŐ UTCA 1", "1051"]


def _japanese(street: str, city: str, region: str) -> list[str]:
    return lines_before_country(
        PostalAddress("JP", "", "Ada", street, "", "1000005", city, region)
    )


def test_a_japanese_address_begins_with_what_its_script_begins_with() -> None:
    own = ["〒100-0005", "東京都", "千代田区", "丸の内2-7", "Ada"]
    assert _japanese("丸の内2-7", "千代田区", "Tokyo") == own
    latin = ["Ada", "2-7", "Chiyoda-ku, TOKYO", "100-0005"]
    assert _japanese("2-7", "Chiyoda-ku", "Tokyo") == latin


def test_a_country_nothing_is_known_of_is_written_plainly() -> None:
    address = PostalAddress("QX", "", "Ada", "Street 1", "", "123", "Town", "Land")
    assert lines_before_country(address) == ["Ada", "Street 1", "123 Town", "Land"]
