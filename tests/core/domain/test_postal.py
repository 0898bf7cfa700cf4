from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.countries import is_country
from retour_core.domain.postal import (
    has_postal_codes,
    normalise_postal_code,
    same_postal_code,
)
from retour_core.domain.postal.formats import formats

MATCHES = [
    ("GB", "SW1A 1AA", "sw1a1aa", "case and blank"),
    ("GB", "SW1A 1AA", " SW1A  1AA ", "stray blanks"),
    ("GB", "SW1A 1AA", "SW1A-1AA", "a sign"),
    ("GB", "SW1A 1AA", "SW1A IAA", "I for 1 in the inward code"),
    ("GB", "SW1A 1AA", "SW1A LAA", "L for 1 in the inward code"),
    ("GB", "CR0 2YR", "CRO 2YR", "O for 0 in the outward code"),
    ("GB", "BL0 9AA", "BLO 9AA", "one correction rather than two"),
    ("GB", "SW1A 1AA", "GB-SW1A 1AA", "country in front"),
    ("GB", "RH6 0NP", "GBRH60NP", "GB in front, not GBR"),
    ("GB", "EC1Y 8SY", "ЕС1У 8ЅУ", "Cyrillic look-alikes"),
    ("GB", "M2 5BQ", "UK M2 5BQ", "UK in front"),
    ("GB", "BFPO 61", "bfpo61", "the forces' own form"),
    ("UK", "E1 6AN", "e16an", "UK for GB"),
    ("IM", "IM1 1AA", "im11aa", "IM is part of the code"),
    ("NL", "1234 AB", "1234ab", "case and blank"),
    ("NL", "1234 AB", "NL-1234 AB", "country in front"),
    ("NL", "1012 AB", "IO12AB", "I and O among digits"),
    ("NL", "1234 AB", "1234 ΑΒ", "Greek look-alikes"),
    ("NL", "1234 AB", "１２３４　ＡＢ", "full width"),
    ("nl", "1234AB", "1234 AB", "lower-case country"),
    ("NLD", "1234AB", "1234 AB", "alpha-3 country"),
    ("DE", "01067", "D-01067", "the sign of road traffic"),
    ("DE", "D-01067", "1067", "a zero lost and a prefix"),
    ("DE", "01067", "1067.0", "a spreadsheet's number"),
    ("DE", "01067", "O1067", "O for 0"),
    ("DE", "01067", "DE 01067", "ISO code"),
    ("DE", "01067", "DEU-01067", "alpha-3"),
    ("DE", "10115", "lOll5", "l and O for digits"),
    ("DE", "01067", "'01067", "a spreadsheet's apostrophe"),
    ("DE", "01067", "PLZ: 01067", "the word for it"),
    ("DE", "01067", "01 067", "a blank inside"),
    ("US", "02108-1234", "2108", "ZIP+4 and a zero lost"),
    ("US", "02108", "02108-1234", "ZIP+4"),
    ("US", "02108-1234", "021081234", "ZIP+4 in one"),
    ("US", "02108", "2108-1234", "ZIP+4, a zero lost"),
    ("US", "00501", "501", "two zeros lost"),
    ("US", "10001", "IOOOl", "letters for digits"),
    ("PR", "00601-1234", "601", "the ZIP area outside the states"),
    ("CA", "K1A 0B6", "K1A OB6", "O for 0"),
    ("CA", "K1A 0B6", "kia ob6", "I for 1 as well"),
    ("CA", "K1A 0B6", "k1a-0b6", "a sign"),
    ("IE", "D02 AF30", "d02af30", "case and blank"),
    ("IE", "D02 AF30", "DO2 AF3O", "an Eircode has no letter O"),
    ("IE", "D6W XY00", "d6wxyoo", "the one key with a letter at its end"),
    ("AT", "1010", "A-1010", "Austria's A"),
    ("CH", "8001", "CH-8001", "CH"),
    ("LI", "9490", "FL-9490", "FL"),
    ("LU", "1009", "L-1009", "L is a prefix, not a 1"),
    ("LU", "1009", "L1009", "L without a gap"),
    ("LV", "LV-1073", "1073", "written with LV by rule"),
    ("LV", "LV-1073", "LV-LV-1073", "prefix twice"),
    ("LT", "LT-01100", "1100", "a zero lost"),
    ("FI", "00100", "100", "two zeros lost"),
    ("FI", "00100", "FIN-00100", "FIN"),
    ("SE", "113 51", "SE-113 51", "SE"),
    ("SE", "113 51", "S-11351", "S"),
    ("NO", "0150", "N-150", "N and a zero lost"),
    ("FR", "75001", "F-75001", "F"),
    ("FR", "75001", "75 001", "a blank inside"),
    ("MC", "98000", "F-98000", "Monaco in the French system"),
    ("IT", "00144", "I-00144", "I set apart is Italy"),
    ("IT", "10144", "I0144", "I without a gap is a 1"),
    ("ES", "08001", "8001", "a zero lost"),
    ("PT", "1000-205", "1000", "four of seven"),
    ("PT", "1000-205", "P-1000 205", "P"),
    ("PL", "00-950", "00950", "no hyphen"),
    ("PL", "00-950", "950", "two zeros lost"),
    ("CZ", "110 00", "PSČ 11000", "the Czech word"),
    ("SI", "1000", "SLO-1000", "SLO"),
    ("GR", "151 24", "GR-15124", "GR"),
    ("EL", "151 24", "15124", "EL for Greece"),
    ("MD", "MD-2012", "2012", "MD"),
    ("AD", "AD500", "500", "AD"),
    ("MT", "VLT 1117", "vlt1117", "Malta"),
    ("MT", "VLT 1117", "MT-VLT lll7", "Malta with a prefix and l for 1"),
    ("JP", "100-0001", "〒100-0001", "the postal mark"),
    ("JP", "100-0001", "１００－０００１", "full width"),
    ("JP", "060-0001", "600001", "a zero lost"),
    ("KR", "03051", "우)03051", "a Korean abbreviation"),
    ("CN", "010000", "10000", "a zero lost"),
    ("BR", "01310-100", "1310100", "a zero lost"),
    ("BR", "01310-100", "CEP 01310-100", "the Brazilian word"),
    ("AR", "C1425DKE", "1425", "the old form is in use"),
    ("AR", "B1636FDA", "b1636", "the old form with a province"),
    ("MX", "06000", "C.P. 6000", "the Spanish word, a zero lost"),
    ("IN", "110001", "PIN 110001", "the Indian word"),
    ("IN", "110001", "११०००१", "Devanagari digits"),
    ("SA", "12345", "١٢٣٤٥-٦٧٨٩", "Arabic-Indic digits and four more"),
    ("IR", "11936-12345", "۱۱۹۳۶۱۲۳۴۵", "Persian digits"),
    ("AU", "0800", "800", "a zero lost"),
    ("SG", "018956", "18956", "a zero lost"),
    ("KY", "KY1-1104", "ky11104", "Cayman Islands"),
    ("BB", "BB23026", "BB-BB23026", "prefix twice"),
    ("BM", "HM GX", "hmgx", "letters only"),
    ("DE", "unknown", "Unknown", "what is no code is still equal to itself"),
    ("QQ", "ab-12 γ", "AB12Γ", "a country not known here"),
]

DIFFERENT = [
    ("GB", "SW1A 1AA", "SW1A", "outward code alone"),
    ("GB", "SW1A 1AA", "1AA", "inward code alone"),
    ("GB", "SW1A 1AA", "SW1A 1", "a sector"),
    ("GB", "SW1A 1AA", "SW1A 1AB", "another code"),
    ("GB", "B10 9AA", "BLO 9AA", "BL0 is a place of its own"),
    ("NL", "1234 AB", "1234", "digits alone"),
    ("NL", "1234 AB", "1234 AC", "another code"),
    ("NL", "1234 AB", "AB", "letters alone"),
    ("IE", "D02 AF30", "D02", "routing key alone"),
    ("IE", "D02 AF30", "AF30", "unique part alone"),
    ("IE", "D02 AF30", "D02 AF31", "another code"),
    ("CA", "K1A 0B6", "K1A", "sortation area alone"),
    ("CA", "K1A 0B6", "K1A 0B7", "another code"),
    ("DE", "01067", "10670", "digits shifted"),
    ("DE", "10670", "1067.0", "a spreadsheet's number is not five digits"),
    ("DE", "01067", "01069", "another code"),
    ("DE", "01067", "010670", "a digit too many"),
    ("DE", "75001", "F-75001", "another country's prefix"),
    ("DE", "00011", "oil", "a word is no number"),
    ("US", "02108", "02109", "another code"),
    ("US", "02108-1234", "1234", "the four further digits alone"),
    ("US", "02108", "021", "a prefix of it"),
    ("PT", "1000-205", "1001-205", "another four"),
    ("PT", "1000-205", "205", "the last three"),
    ("AT", "1010", "101", "not the zero in front"),
    ("IT", "00144", "I0144", "I without a gap is a 1"),
    ("AR", "C1425DKE", "C1425DKF", "another block"),
    ("AR", "B1000TBU", "C1000WAM", "another province"),
    ("AR", "C1425DKE", "142", "part of the digits"),
    ("JP", "100-0001", "100", "the first three"),
    ("BR", "01310-100", "01310", "the first five"),
    ("TW", "106", "10603", "two codes of different length"),
    ("DE", "", "", "empty matches nothing"),
    ("DE", "", "01067", "empty matches nothing"),
    ("DE", "01067", "  ", "blanks are empty"),
    ("DE", "-", "-", "signs are empty"),
    ("GB", "\u200b", "\u200b", "invisible signs are empty"),
    ("AE", "", "", "empty matches nothing without codes either"),
    ("QQ", "", "", "empty matches nothing anywhere"),
    ("QQ", "0123", "123", "a country not known here keeps its zeros"),
    ("", "0123", "123", "no country keeps zeros"),
]


@pytest.mark.parametrize(("country", "a", "b", "reason"), MATCHES)
def test_the_same_code_matches_however_it_is_written(country, a, b, reason):
    assert same_postal_code(country, a, b), reason
    assert same_postal_code(country, b, a), reason
    assert same_postal_code(country.lower(), a, b), reason


@pytest.mark.parametrize(("country", "a", "b", "reason"), DIFFERENT)
def test_different_or_partial_codes_do_not_match(country, a, b, reason):
    assert not same_postal_code(country, a, b), reason
    assert not same_postal_code(country, b, a), reason
    assert not same_postal_code(country.lower(), a, b), reason


@pytest.mark.parametrize(
    ("country", "text", "key"),
    [
        ("DE", "D-1067", "01067"),
        ("US", "2108-1234", "02108"),
        ("PT", "1000-205", "1000"),
        ("GB", "sw1a iaa", "SW1A1AA"),
        ("GB", "SW1A", "SW1A"),
        ("NL", "nl 1234 ab", "1234AB"),
        ("LV", "LV-1073", "1073"),
        ("AR", "c1425dke", "C1425DKE"),
        ("HK", "n/a", "NA"),
        ("XX", "12-34 é", "1234E"),
        ("DE", "?", ""),
    ],
)
def test_the_key_to_store_holds_what_counts(country, text, key):
    assert normalise_postal_code(country, text) == key


def written_by_shape(country):
    symbols = {"9": "0123456789", "A": "ABCDEFGHJKMNPQRSTVWXYZ"}
    return st.sampled_from(formats()[country].shapes).flatmap(
        lambda shape: st.tuples(
            *(
                st.sampled_from(symbols.get(place, "ACDEFHKNPRTVWXY0123456789"))
                for place in shape
            )
        ).map("".join)
    )


codes = st.sampled_from(sorted(formats())).flatmap(
    lambda country: st.tuples(st.just(country), written_by_shape(country))
)


@given(codes)
def test_a_code_in_its_countrys_shape_is_kept(drawn):
    country, code = drawn

    assert normalise_postal_code(country, code) == code[: formats()[country].keep]


@given(codes)
def test_the_alpha_2_code_in_front_changes_nothing(drawn):
    country, code = drawn

    assert same_postal_code(country, code, f"{country.lower()}-{code}")


@given(codes, st.sampled_from(" -./_\u2010\u2011\u2013\u00a0\u3000"))
def test_signs_between_the_symbols_change_nothing(drawn, sign):
    country, code = drawn

    assert same_postal_code(country, code, sign.join(code))


@given(st.sampled_from([*sorted(formats()), "QQ", ""]), st.text(max_size=20))
def test_any_text_has_a_key_which_matches_itself(country, text):
    key = normalise_postal_code(country, text)

    assert same_postal_code(country, text, text) == (key != "")


@pytest.mark.parametrize("country", ["AE", "HK", "hk", "QA", "HKG"])
def test_countries_without_codes_are_known(country):
    assert not has_postal_codes(country)


@pytest.mark.parametrize("country", ["DE", "gb", "UK", "IE", "NLD", "US", "QQ", ""])
def test_a_code_can_be_asked_for_elsewhere(country):
    assert has_postal_codes(country)


def test_every_country_with_a_shape_exists_and_has_codes():
    assert [code for code in formats() if not is_country(code)] == []
    assert [code for code in formats() if not has_postal_codes(code)] == []


def test_every_country_has_a_shape_or_no_codes():
    from babel import Locale

    countries = [code for code in Locale("en").territories if is_country(code)]

    assert [
        code for code in countries if code not in formats() and has_postal_codes(code)
    ] == []
