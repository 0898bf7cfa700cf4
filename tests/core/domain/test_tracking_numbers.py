from __future__ import annotations

import json
import time
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.tracking_numbers import (
    CarrierMatch,
    Parcel,
    normalise_tracking_number,
    parcel_of,
    recognise,
)
from retour_core.domain.tracking_numbers.carriers import CARRIERS, POST_OF_COUNTRY
from retour_core.domain.tracking_numbers.recognition import FORMATS

_SHARED = Path("/work/shared/data/tracking_numbers.json")

# What is typed, the names of all formats it may be (best first), and why it is here.
# Numbers are the carriers' published samples or made up to fit.
CASES: list[tuple[str, list[str], str]] = [
    ("1Z5R89390357567127", ["UPS"], "the published sample"),
    ("1z 5r8 939 03 5756 712 7", ["UPS"], "lower case and blanks"),
    ("1Z-5R89390357567127", ["UPS"], "a dash"),
    ("1Z879E930346834440", ["UPS"], "a letter among the shipper's digits"),
    ("1ZXX3150YW44070023", ["UPS"], "letters in the service too (SurePost)"),
    ("1Z999AA10123456784", ["UPS"], "the number of the UPS developer kit"),
    ("1Z5R89390357567128", [], "check digit one off"),
    ("1Z5R8939035756712", [], "one digit lost"),
    ("1Z5R8939035756712A", [], "the check digit is no letter"),
    ("2Z5R89390357567127", [], "not 1Z"),
    ("1Z1111111111111111", [], "check digit wrong for all ones"),
    ("K1506235620", ["UPS Waybill"], "a waybill"),
    ("V0490119172", ["UPS Waybill"], "a waybill that begins with V"),
    ("K1506235622", [], "waybill, check digit wrong"),
    (
        "A1506235620",
        ["UPS Waybill", "Amazon International"],
        "a waybill's check digit comes before Amazon's bare pattern",
    ),
    (
        "A1506235621",
        ["Amazon International"],
        "check digit wrong: Amazon's pattern alone is left",
    ),
    ("9400111206206406260787", ["USPS IMpb N"], "IMpb, AI 94"),
    (
        "420787459400111206206406260787",
        ["USPS IMpb N"],
        "the ZIP code in front is no part of the number",
    ),
    ("9405803699300124287899", ["USPS IMpb N"], "AI 94"),
    ("940011291234567812345678901233", ["USPS IMpb N"], "AI 94 with 30 digits"),
    ("9434611206206407667131", [], "AI 94, check digit wrong"),
    (
        "(420) 78745 (94) 00111206206406260787",
        ["USPS IMpb N"],
        "brackets as GS1 prints them",
    ),
    ("9212391234567812345670", ["USPS IMpb C"], "the example of Publication 199"),
    ("4201002334249200190132607600833457", ["USPS IMpb C"], "ZIP+4 in front"),
    (
        "4201028200009261290113185417468510",
        ["USPS IMpb C", "FedEx Express (34)"],
        "ZIP+4 in front; FedEx's 34 digits fit too",
    ),
    ("4201028200009261290113185417468511", [], "check digit wrong behind ZIP+4"),
    ("92748931507708513018050063", ["USPS IMpb C"], "26 digits"),
    ("9361289878700317633795", ["USPS IMpb C"], "AI 93, a mailer of six digits"),
    ("9505511069605048600624", ["USPS IMpb C"], "AI 95, retail"),
    ("9200000000000000000000", [], "a mailer of nine digits begins with 9"),
    (
        "420000000000000000000000000000",
        [],
        "no application identifier behind the ZIP code",
    ),
    ("2334611306206407667222", ["Post AT (22)"], "23 is no application identifier"),
    ("9101123456789000000013", ["USPS Legacy"], "AI 91"),
    ("420 22153 9101026837331000039521", ["USPS Legacy"], "AI 91 behind a ZIP code"),
    ("9101123456789000000014", [], "AI 91, check digit wrong"),
    ("71969010756003077385", ["USPS Legacy"], "91 is counted though not printed"),
    ("71969010756003077386", [], "check digit wrong with and without the 91"),
    ("03071790000523483741", ["USPS 20"], "20 digits"),
    ("0307 1790 0005 2348 3742", [], "20 digits, check digit wrong"),
    ("71123456789123456787", ["USPS 20"], "certified mail"),
    ("986578788855", ["FedEx Express (12)"], "the published sample"),
    (" 4 7 7 1 7 9 0 8 1 2 3 0 ", ["FedEx Express (12)"], "a blank between all digits"),
    ("996578788855", ["GLS (12)"], "check digit wrong"),
    (
        "287809468872",
        ["FedEx Express (12)", "Purolator (12)"],
        "two carriers' check digits fit",
    ),
    ("320595463938", ["Purolator (12)"], "Purolator's check digit only"),
    ("320595463939", ["DHL Paket (Identcode)"], "check digit wrong"),
    (
        "1001921334250001000300779017972697",
        ["FedEx Express (34)"],
        "the last twelve digits are the number",
    ),
    ("1195266473930007521100871079919940", ["FedEx Express (34)"], "a newer prefix"),
    ("1001901781990001000300617767839438", [], "34 digits, check digit wrong"),
    (
        "32971514560102447849175802862014",
        ["FedEx ASTRA (32)"],
        "ASTRA: the number is in the middle",
    ),
    ("32971514560102447849175802852014", [], "ASTRA, check digit wrong"),
    ("0414 4176 0228 964", ["FedEx Ground"], "Ground"),
    ("5682 8361 0012 732", [], "Ground, check digit wrong"),
    (
        "00 0123 4500 0000 0027",
        ["FedEx Ground (SSCC-18)", "SSCC (18)"],
        "FedEx's SSCC, and so anybody's SSCC",
    ),
    ("000000000000000001", [], "SSCC, check digit wrong"),
    (
        "9611020987654312345672",
        ["FedEx Ground 96 (22)"],
        "Ground 96: the last 15 digits are the number",
    ),
    ("9600000000000000000001", [], "Ground 96, check digit wrong"),
    ("9622001560001234567100794808390594", ["FedEx Ground GSN"], "Ground GSN"),
    ("9622001560001234567100794808390595", [], "Ground GSN, check digit wrong"),
    (
        "61299998820821171811",
        ["FedEx Ground Economy (20)"],
        "Ground Economy: 92 is counted though not printed",
    ),
    ("61299998820821171813", [], "Ground Economy, check digit wrong"),
    ("TBA305938274011", ["Amazon Logistics"], "Amazon in the United States"),
    ("tbc 000000000000", ["Amazon Logistics"], "Amazon in Canada"),
    ("TBM502887274000", ["Amazon Logistics"], "Amazon in Mexico"),
    ("TBB000000000000", [], "no TBB is known"),
    ("TBA50288727400A", [], "a letter at the end"),
    ("C1004444443", ["Amazon International"], "eleven signs"),
    ("D1234567890", [], "no D is known"),
    ("88000019255788Z", [], "La Poste, check sign wrong"),
    ("PKBW0E072936634R", [], "Correos, short, check letter wrong"),
    ("70123456789012347", [], "Bring's 17 digits, check digit wrong"),
    ("0073938000549297", ["Canada Post (16)"], "Canada Post"),
    ("0073938000549292", [], "Canada Post, check digit wrong"),
    ("D576002440000001718010", ["Canpar (22)"], "Canpar"),
    ("M576002440000002510003", [], "Canpar has no M"),
    ("GFUS01011884214464", ["GOFO Express (US)"], "GOFO"),
    ("GFUS0101188421446", [], "one digit lost"),
    ("LTN74207623N1", ["Landmark Global LTN"], "Landmark"),
    ("LSN74209518N1", [], "not LTN"),
    ("LX17635036", ["LaserShip LX"], "ten signs"),
    ("LX 176 35035", ["LaserShip LX"], "blanks"),
    ("LI12976442", ["LaserShip LX"], "another letter"),
    ("XA17635036", [], "not an L"),
    ("1LS717793482164", ["LaserShip 1LS7 (15)"], "fifteen signs"),
    ("1LS7119013618127-1", ["LaserShip 1LS7 (18)"], "the dash belongs to the number"),
    ("1LS71190136181271", ["LaserShip 1LS7 (18)"], "the dash is put back"),
    ("1LS7119013618127-2", [], "the last sign is a 1"),
    ("1LSCXVE005BUEFX", ["LaserShip 1LSCX (15)"], "letters"),
    ("1LSCZVE0058631Y", [], "not 1LSCX"),
    ("07209562763", ["Old Dominion", "GLS (11)"], "Old Dominion"),
    ("07209562773", ["GLS (11)"], "Luhn fails; a length of GLS is left"),
    (
        "80003280379",
        ["Old Dominion Guaranteed Shipment", "GLS (11)"],
        "Old Dominion, guaranteed",
    ),
    ("80003280389", ["GLS (11)"], "Luhn fails; a length of GLS is left"),
    ("C11031500001879", ["OnTrac"], "a 4 is counted in front"),
    ("C11031500001889", [], "check digit wrong"),
    ("D10011354453707", ["OnTrac D"], "a 5 is counted in front"),
    ("D10011342332144", [], "check digit wrong"),
    ("KYV009956937", ["Purolator (alpha + 9)"], "three letters"),
    ("KY009956937", [], "two letters"),
    ("SP029692510000920746", ["Spee-Dee (20)"], "Spee-Dee"),
    ("SX029692510000920746", [], "not SP"),
    ("3318810025", ["DHL Express"], "air waybill, modulo 7"),
    ("3318810010", [], "modulo 7 fails"),
    ("73891051146", ["DHL Express", "GLS (11)"], "eleven digits, modulo 7"),
    ("JJD0099999999", ["DHL Express (Piece ID)"], "a piece's number"),
    ("JVGL0999999990", ["DHL Express (Piece ID)"], "a piece's number"),
    ("XJD0099999998", [], "not JJD"),
    ("JVGL06123456789012345", ["DHL Parcel (JVGL)"], "longer, as DHL Parcel writes it"),
    ("GM2951173225174494", ["DHL E-Commerce"], "GM"),
    ("GM9E44608A27984866BA2D", ["DHL E-Commerce"], "letters behind the first digit"),
    ("GS295117494011169041", [], "not GM"),
    (
        "60120172242323",
        ["DHL E-Commerce (14)", "DPD (14, without check)"],
        "only a length",
    ),
    (
        "00340435061352161527",
        ["DHL Paket (20)", "SSCC (20)"],
        "NVE of DHL Paket, an SSCC as well",
    ),
    ("00340435061352161528", [], "NVE, check digit wrong"),
    ("JJD000390007882823456", ["DHL Paket (JJD)"], "licence plate, 18 digits"),
    ("JD014600003828392837", ["DHL Paket (JJD)"], "licence plate without the second J"),
    (
        "JD0002242617644732",
        ["Yodel", "DHL Parcel UK"],
        "16 digits: Yodel, or DHL in the United Kingdom",
    ),
    ("JD000225440506099", [], "15 digits"),
    (
        "201298452277",
        ["FedEx Express (12)", "DHL Paket (Identcode)", "GLS (12)"],
        "Identcode, the published example",
    ),
    (
        "0081 827 0998 0000 0200 45 327 276 N",
        ["DPD (28)"],
        "the barcode: postal code, number, service, country",
    ),
    ("008182709980000020033350276A", [], "28, check sign wrong"),
    (
        "09 9800 0002 0033 F",
        ["DPD (14)", "Chronopost (15)"],
        "the number as printed, with its check sign",
    ),
    ("09980000020033D", [], "check sign wrong"),
    (
        "09447104918387D",
        ["DPD (14)", "Chronopost (15)"],
        "DPD and Chronopost write alike",
    ),
    (
        "88000019255788Y",
        ["La Poste (15)", "DPD (14)", "Chronopost (15)"],
        "La Poste on the same network",
    ),
    (
        "866509472154917",
        ["La Poste (15)", "FedEx Ground", "DPD (14)", "Chronopost (15)"],
        "the check sign may be a digit",
    ),
    ("8R41234567891", ["Colissimo (13)"], "Colissimo"),
    ("8R41234567892", [], "Colissimo, check digit wrong"),
    ("3SABCD123456789", ["PostNL (3S)"], "PostNL"),
    ("3SDEVC012345678", ["PostNL (3S)"], "PostNL"),
    ("3S1234567", [], "not without letters"),
    ("323212345678901234", ["bpost (32)"], "bpost"),
    (
        "323299123456789012345678",
        ["bpost (32)", "InPost (24)"],
        "24 digits that begin with 32",
    ),
    ("841225178292", ["GLS (12)"], "GLS"),
    ("841225178293", [], "GLS, check digit wrong"),
    ("H1000000000000000001", ["Hermes (20)"], "Hermes"),
    (
        "02180171003654",
        ["Hermes (14)", "DHL E-Commerce (14)", "DPD (14, without check)"],
        "Hermes, and lengths of others",
    ),
    ("H00RVD0551541466", ["Evri (16)"], "Evri"),
    ("H00RVD0551541467", [], "Evri, check digit wrong"),
    ("T002FA0079665708", ["Evri (16)"], "Evri, a T"),
    ("PBAB1234567890", ["Parcelforce (PB)"], "Parcelforce"),
    ("JJFI12345678901234567", ["Posti (JJFI)"], "Posti"),
    ("12345678901SE", ["PostNord (SE)"], "PostNord"),
    ("370722152621578495", ["Bring (18)", "SSCC (18)"], "Bring"),
    ("370722152621578496", [], "Bring, check digit wrong"),
    ("00573132901903503247", ["SSCC (20)"], "an SSCC of PostNord"),
    (
        "00759007731234567891",
        ["Poczta Polska (20)", "SSCC (20)"],
        "Poczta Polska's own GS1 prefix",
    ),
    ("00759007731234567892", [], "the same, check digit wrong"),
    ("70123456789012346", ["Bring (17)"], "Bring's 17 digits"),
    ("PR123456789012345C", ["Correos (PR)"], "Correos, PR"),
    ("1UW1A2B3C4D5E", ["Poste Italiane (UW)"], "Poste Italiane, UW"),
    ("320123456789012345678", ["Royal Mail 2D"], "Royal Mail's 2D code, digits only"),
    ("32012345678900A1B2C3D", ["Royal Mail 2D"], "Royal Mail's 2D code"),
    ("PK0DLC0000085800128009G", ["Correos (23)"], "Correos"),
    ("PK0DLC0000085800128009A", [], "Correos, check letter wrong"),
    ("PKBW0E072936634T", ["Correos (16)"], "Correos, short"),
    ("990012345612345678", ["Swiss Post (18)"], "Swiss Post"),
    ("99.00.123456.12345678", ["Swiss Post (18)"], "as Swiss Post prints it"),
    ("1012345678901234567890", ["Post AT (22)"], "only a length"),
    ("612345678901234567890123", ["InPost (24)"], "only a length"),
    ("12345678", ["Mondial Relay (8)"], "only a length"),
    ("2IMA1234567890", ["Poste Italiane (2IMA)"], "Poste Italiane"),
    ("RA12345678901", ["Poste Italiane (RA)"], "Poste Italiane"),
    ("Z1234567890", ["Packeta (Z)"], "Packeta"),
    ("PX1234567890", ["Poczta Polska (PX)"], "Poczta Polska"),
    (
        "RB123456785GB",
        ["Royal Mail (S10)", "S10"],
        "the post the country names, then nobody in particular",
    ),
    ("rr 4731 2482 9 de", ["Deutsche Post (S10)", "S10"], "the example of UPU S10"),
    (
        "LX123456785CN",
        ["China Post (S10)", "S10"],
        "DHL's two letters, but a postal item",
    ),
    (
        "EE123456785FR",
        ["Chronopost (S10)", "La Poste (S10)", "S10"],
        "express mail in France",
    ),
    (
        "XW123456785FR",
        ["Chronopost (S10)", "La Poste (S10)", "S10"],
        "Chronopost's own service",
    ),
    ("CA123456785FR", ["La Poste (S10)", "S10"], "a French parcel"),
    ("LZ449705219CN", ["China Post (S10)", "S10"], "a real number"),
    ("UL494089685YP", [], "YP is no country"),
    ("RB123456785CV", ["S10"], "a post without an own entry"),
    ("RB123456786US", [], "check digit wrong"),
    ("RB123456785XX", [], "no such country"),
    ("JA123456785DE", [], "UPU has reserved J"),
    ("YT2229521272164446", ["YunExpress"], "YunExpress"),
    ("YT123456789012345", [], "one digit lost"),
    ("SF6047789135544", ["SF Express (SF)"], "SF Express"),
    ("SF8888888888888", [], "SF Express, check digit wrong"),
    ("LP00123456789012", ["Cainiao (LP)"], "Cainiao"),
    ("CNG00123456789012", ["Cainiao (CNG)"], "Cainiao"),
    ("4PX3000012345678CN", ["4PX"], "4PX"),
    ("000000000000000", [], "one digit repeated is never a number"),
    ("111111111111", [], "one digit repeated is never a number"),
    ("", [], "nothing"),
    ("   ", [], "blanks only"),
    ("hello world", [], "words"),
    ("1\uff3a5R89390357567127", [], "a full-width letter"),
    (
        "\u0663\u0663\u0661\u0668\u0668\u0661\u0660\u0660\u0662\u0665",
        [],
        "Arabic-Indic digits",
    ),
    ("98657878885\u2075", [], "a superscript"),
    ("1Z5R89390357567127 and more", [], "text behind"),
    ("1Z5R8939035756712#", [], "another sign"),
    (
        "9400\u20131112\u20130108\u20130805\u20134830\u201316",
        ["USPS IMpb N"],
        "dashes of a word processor",
    ),
]


@pytest.mark.parametrize(("text", "formats", "reason"), CASES)
def test_a_number_is_recognised_as_all_it_may_be_and_nothing_else(
    text: str, formats: list[str], reason: str
) -> None:
    assert [match.format_name for match in recognise(text)] == formats, reason


def test_every_format_has_a_case_that_it_recognises() -> None:
    national = {f"{CARRIERS[code].name} (S10)" for code in POST_OF_COUNTRY.values()}
    shown = {name for _, formats, _ in CASES for name in formats}
    assert {format_.name for format_ in FORMATS} - national - shown == set()


def test_each_national_post_is_named_for_its_country() -> None:
    named = {
        country: [match.carrier for match in recognise(f"RB123456785{country}")]
        for country in POST_OF_COUNTRY
    }
    assert named == {
        country: [carrier, "s10"] for country, carrier in POST_OF_COUNTRY.items()
    }


def test_no_national_post_is_named_for_a_wrong_check_digit() -> None:
    numbers = [f"{kind}123456786{c}" for kind in ("RB", "EE") for c in POST_OF_COUNTRY]
    assert [number for number in numbers if recognise(number)] == []


def test_every_carrier_named_by_a_format_is_described_and_every_one_is_used() -> None:
    assert {format_.carrier for format_ in FORMATS} == set(CARRIERS)


def test_a_match_says_who_and_where() -> None:
    assert recognise("1z 5R8 939 03 5756 7127") == [
        CarrierMatch(
            carrier="ups",
            carrier_name="UPS",
            format_name="UPS",
            number="1Z5R89390357567127",
            tracking_url="https://www.ups.com/track?tracknum=1Z5R89390357567127",
        )
    ]


def test_a_match_cannot_be_changed() -> None:
    match = recognise("1Z5R89390357567127")[0]
    with pytest.raises(FrozenInstanceError):
        match.number = ""  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("420787459400111206206406260787", "9400111206206406260787"),
        ("4201002334249200190132607600833457", "9200190132607600833457"),
        ("1001921334250001000300779017972697", "779017972697"),
        ("9622001560001234567100794808390594", "794808390594"),
        ("32971514560102447849175802862014", "784917580286"),
        ("9611020987654312345672", "987654312345672"),
        ("0081 827 0998 0000 0200 45 327 276 N", "09980000020045"),
        ("09 9800 0002 0033 F", "09980000020033"),
        ("1LS71190136181271", "1LS7119013618127-1"),
        (" 1 L S 7 1 1 9 0 1 3 6 1 8 1 2 7 - 1 ", "1LS7119013618127-1"),
        ("rr 4731 2482 9 de", "RR473124829DE"),
    ],
)
def test_the_number_is_what_the_carrier_asks_for(text: str, number: str) -> None:
    assert recognise(text)[0].number == number


def test_a_carrier_whose_page_wants_a_login_gets_no_link() -> None:
    assert [match.tracking_url for match in recognise("TBA305938274011")] == [""]


def test_one_carriers_services_may_have_pages_of_their_own() -> None:
    hosts = [
        recognise(text)[0].tracking_url.split("/")[2]
        for text in ("00340435061352161527", "3318810025", "GM2951173225174494")
    ]
    assert hosts == ["www.dhl.de", "www.dhl.com", "webtrack.dhlecs.com"]


def test_every_link_is_https_and_carries_the_number_once() -> None:
    matches = [match for text, _, _ in CASES for match in recognise(text)]
    wrong = [
        match
        for match in matches
        if match.tracking_url
        and not (
            match.tracking_url.startswith("https://")
            and match.tracking_url.count(match.number) == 1
        )
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("  1z 5r8-939.03_(5) ", "1Z5R8939035"),
        ("9400\u00a01118\u20139922\t3197\n4284\u200b97", "9400111899223197428497"),
        ("", ""),
        ("\u0661\u0662", "\u0661\u0662"),
        ("\u017f\u0131", "\u017f\u0131"),
        ("stra\u00dfe", "STRA\u00dfE"),
    ],
)
def test_normalising_drops_what_separates_and_raises_ascii_only(
    text: str, normalised: str
) -> None:
    assert normalise_tracking_number(text) == normalised


@pytest.mark.parametrize(
    "good", ["1Z999AA10123456784", "RR473124829DE", "9400111206206406260787"]
)
def test_no_digit_can_be_raised_by_one_unnoticed(good: str) -> None:
    altered = [
        good[:place] + str((int(sign) + 1) % 10) + good[place + 1 :]
        for place, sign in enumerate(good)
        if sign.isdigit()
    ]
    unnoticed = [
        text
        for text in altered
        if recognise(good)[0].format_name
        in {match.format_name for match in recognise(text)}
    ]
    assert unnoticed == []


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    normalised = normalise_tracking_number(text)
    assert normalise_tracking_number(normalised) == normalised
    recognise(text)


@given(st.from_regex(r"[0-9A-Z]{8,42}", fullmatch=True))
def test_no_likely_number_makes_it_fail_and_its_own_number_is_clean(text: str) -> None:
    for match in recognise(text):
        assert match.number.replace("-", "") in text
        assert match.carrier_name == CARRIERS[match.carrier].name


@given(
    st.sampled_from(FORMATS).flatmap(lambda f: st.from_regex(f.pattern, fullmatch=True))
)
def test_whatever_fits_a_shape_can_be_checked_and_has_a_listed_length(
    text: str,
) -> None:
    fitting = [f for f in FORMATS if f.pattern.fullmatch(text)]
    assert [f for f in fitting if len(text) not in f.lengths] == []
    recognise(text)


@given(st.sampled_from([text for text, formats, _ in CASES if formats]))
def test_blanks_dashes_and_lower_case_change_nothing(text: str) -> None:
    assert recognise("\u2011 ".join(text.lower())) == recognise(text)


@pytest.mark.parametrize("text", ["0" * 1_000_000, "1Z" * 500_000, "9" * 41 + "A"])
def test_a_long_text_is_refused_at_once(text: str) -> None:
    start = time.perf_counter()
    assert recognise(text) == []
    assert time.perf_counter() - start < 0.05


@pytest.mark.skipif(not _SHARED.exists(), reason="the shared samples are not here")
def test_all_published_samples_get_the_published_answer() -> None:
    wrong = []
    for courier, name, number, valid in json.loads(_SHARED.read_text())["rows"]:
        found = {(match.carrier, match.format_name) for match in recognise(number)}
        if ((courier, name) in found) is not valid:
            wrong.append((number, courier, name, valid, found))
    assert wrong == []


def test_a_number_of_our_own_is_no_carriers_though_it_looks_like_one() -> None:
    number = "006141410000000012"
    assert parcel_of(number).carrier == "FedEx"
    assert parcel_of(number, is_ours=True) == Parcel(number, "", "")
    assert parcel_of("1Z999AA10123456784", is_ours=True).carrier == "UPS"
