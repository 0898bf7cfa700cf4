from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.errors import DomainError
from retour_core.domain.identifiers import (
    InvalidDigits,
    InvalidSscc,
    gs1_check_digit,
    is_valid_gtin,
    is_valid_s10,
    is_valid_sscc,
    s10_check_digit,
    sscc,
)

digit_strings = st.text("0123456789", min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("digits", "check"),
    [
        ("629104150021", "3"),  # GS1's own example of the calculation
        ("400638133393", "1"),
        ("03600029145", "2"),  # UPC-A
        ("7351353", "7"),  # GTIN-8
        ("978030640615", "7"),  # ISBN-13
        ("37610425002123456", "9"),  # SSCC
        ("0", "0"),
        ("5", "5"),
        ("7", "9"),
        ("0" * 17, "0"),
    ],
)
def test_the_gs1_check_digit_of_known_numbers(digits, check):
    assert gs1_check_digit(digits) == check


@pytest.mark.parametrize(
    "digits", ["", "12a", " 12", "12\n", "-1", "1²", "١٢", "１２", 12]
)
def test_a_gs1_check_digit_needs_ascii_digits(digits):
    with pytest.raises(InvalidDigits) as refused:
        gs1_check_digit(digits)

    assert isinstance(refused.value, DomainError)
    assert isinstance(refused.value, ValueError)


@given(digit_strings, st.data())
def test_every_single_wrong_digit_changes_the_gs1_check_digit(digits, data):
    place = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(
        st.sampled_from("0123456789").filter(lambda d: d != digits[place])
    )

    mistyped = digits[:place] + other + digits[place + 1 :]

    assert gs1_check_digit(mistyped) != gs1_check_digit(digits)


@given(digit_strings)
def test_a_weighted_sum_with_the_check_digit_ends_in_zero(digits):
    whole = digits + gs1_check_digit(digits)

    ones, threes = whole[::-2], whole[-2::-2]
    assert (sum(map(int, ones)) + 3 * sum(map(int, threes))) % 10 == 0


@pytest.mark.parametrize(
    ("serial", "check"),
    [
        ("47312482", 9),  # the example of UPU S10
        (47312482, 9),
        ("12345678", 5),
        ("00000000", 5),  # 11 becomes 5
        (0, 5),
        ("00071759", 5),
        (71759, 5),
        ("96633102", 0),  # 10 becomes 0
    ],
)
def test_the_s10_check_digit_of_known_serials(serial, check):
    assert s10_check_digit(serial) == check


@pytest.mark.parametrize(
    "serial",
    [
        "",
        "1234567",
        "123456789",
        "1234567a",
        "1234567²",
        "１２３４５６７８",
        -1,
        10**8,
        True,
        1.0,
        None,
    ],
)
def test_an_s10_serial_of_another_shape_is_refused(serial):
    with pytest.raises(InvalidDigits):
        s10_check_digit(serial)


@given(st.integers(0, 10**8 - 1), st.integers(0, 7), st.integers(1, 9))
def test_a_wrong_digit_seldom_keeps_the_s10_check_digit(serial, place, step):
    # 10 and 11 are folded onto 0 and 5, so only those two results are shared.
    digits = f"{serial:08d}"
    other = str((int(digits[place]) + step) % 10)

    mistyped = digits[:place] + other + digits[place + 1 :]

    if s10_check_digit(digits) not in {0, 5}:
        assert s10_check_digit(mistyped) != s10_check_digit(digits)


@pytest.mark.parametrize(
    "text",
    [
        "RB123456785GB",
        "RB123456785US",
        "RB123456785CV",
        "RB123456785CF",
        "RR473124829DE",
        "rr473124829de",
        " RR 4731 2482 9 DE ",
        "RR\xa0473124829\xa0DE\n",
        "EB000717595HK",
        "CZ123456785FR",
        "QA473124829NL",
        "UA000000005SG",
    ],
)
def test_s10_numbers_are_recognised(text):
    assert is_valid_s10(text)


@pytest.mark.parametrize(
    "text",
    [
        "RB123456786GB",  # wrong check digit
        "RB123456785XX",  # no such country
        "RB123456785ZZ",
        "RB123456785EU",
        "RB123456785UK",  # the country is GB
        "RB123456785XK",  # not assigned by ISO 3166-1
        "JA473124829DE",  # reserved by UPU S10
        "KZ473124829DE",
        "SA473124829DE",
        "TA473124829DE",
        "WA473124829DE",
        "R1473124829DE",
        "1R473124829DE",
        "RR47312482DE",
        "RR4731248299DE",
        "RR473124829D1",
        "RR473124829D",
        "RR-473124829-DE",
        "RR47312482９DE",
        "RR٤٧٣١٢٤٨٢٩DE",
        "ſR473124829DE",
        "RR473124829ıE",
        "",
        "   ",
    ],
)
def test_what_is_no_s10_number(text):
    assert not is_valid_s10(text)


@given(st.integers(0, 10**8 - 1))
def test_every_serial_with_its_check_digit_is_an_s10_number(serial):
    check = s10_check_digit(serial)

    assert is_valid_s10(f"RR{serial:08d}{check}DE")
    assert not is_valid_s10(f"RR{serial:08d}{(check + 1) % 10}DE")


@pytest.mark.parametrize(
    ("extension", "prefix", "serial", "number"),
    [
        (3, "7610425", 2123456, "376104250021234569"),
        (0, "0012345", 1, "000123450000000010"),
        (9, "123456789012", 9999, "912345678901299999"),
        (0, "0000", 0, "0" * 18),
    ],
)
def test_an_sscc_is_built_from_its_parts(extension, prefix, serial, number):
    assert sscc(extension, prefix, serial) == number
    assert is_valid_sscc(number)


@pytest.mark.parametrize(
    ("extension", "prefix", "serial"),
    [
        (10, "4012345", 1),
        (-1, "4012345", 1),
        (True, "4012345", 1),
        ("3", "4012345", 1),
        (3, "401", 1),
        (3, "4012345678901", 1),
        (3, "40123a5", 1),
        (3, "401234²", 1),
        (3, "", 1),
        (3, 4012345, 1),
        (3, "4012345", -1),
        (3, "4012345", 10**9),
        (3, "401234567890", 10**4),
        (3, "4012345", 1.0),
        (3, "4012345", False),
    ],
)
def test_an_sscc_from_parts_that_do_not_fit_is_refused(extension, prefix, serial):
    with pytest.raises(InvalidSscc):
        sscc(extension, prefix, serial)


@given(st.integers(0, 9), st.text("0123456789", min_size=4, max_size=12), st.data())
def test_every_sscc_is_valid_and_holds_its_parts(extension, prefix, data):
    room = 16 - len(prefix)
    serial = data.draw(st.integers(0, 10**room - 1))

    number = sscc(extension, prefix, serial)

    assert len(number) == 18
    assert number[:-1] == f"{extension}{prefix}{serial:0{room}d}"
    assert is_valid_sscc(number)


@pytest.mark.parametrize(
    "text",
    [
        "376104250021234568",
        "37610425002123456",
        "00376104250021234569",
        "(00)376104250021234569",
        "37610425002123456９",
        "",
    ],
)
def test_what_is_no_sscc(text):
    assert not is_valid_sscc(text)


@pytest.mark.parametrize(
    "text",
    [
        "4006381333931",
        "036000291452",
        "73513537",
        "10012345000017",
        "9780306406157",
        "4 006381 333931",
    ],
)
def test_gtins_of_all_lengths_are_recognised(text):
    assert is_valid_gtin(text)


@pytest.mark.parametrize(
    "text",
    [
        "4006381333932",
        "400638133393",
        "40063813339310",
        "006381333931",
        "12345670 9",
        "400638133393１",
        "400638133393¹",
        "4006381333931a",
        "",
        " ",
        "0",
    ],
)
def test_what_is_no_gtin(text):
    assert not is_valid_gtin(text)
