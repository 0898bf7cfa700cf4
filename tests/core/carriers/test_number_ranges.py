"""Postal numbers of an account: drawn in a row, no account's twice, told in time."""

from __future__ import annotations

from typing import Any

import pytest

from retour_core.carriers.accounts import adapter_for
from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.carriers.errors import SettingsInvalid
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.number_models import NumberRange
from retour_core.carriers.operations import save_account
from retour_core.domain.identifiers import InvalidS10, is_valid_s10, s10
from tests.carriers.contract import label_request

pytestmark = pytest.mark.django_db


def numbered(first: int, last: int, **options: Any) -> CarrierAccount:
    account = CarrierAccount(kind="own", name="Post")
    save_account(account, settings(first, last, **options), [])
    return account


def settings(first: int, last: int, **options: Any) -> dict[str, Any]:
    return {
        "numbers": "s10",
        "service_indicator": "rr",
        "country": "de",
        "first_serial": f"{first:08}",
        "last_serial": f"{last:08}",
        **options,
    }


def drawn(account: CarrierAccount, reference: str) -> str:
    request = label_request(reference=reference)
    return adapter_for(account, "own").buy(request).tracking_number


def test_numbers_are_drawn_one_after_the_other_and_again_for_the_same_label() -> None:
    account = numbered(47312482, 47312491)

    numbers = [drawn(account, name) for name in ("a", "b", "a", "c")]

    assert numbers[:3] == ["RR473124829DE", "RR473124832DE", "RR473124829DE"]
    assert [is_valid_s10(number) for number in numbers] == [True] * 4
    assert NumberRange.objects.get().left == 7


def test_an_empty_range_refuses_and_one_that_grew_goes_on() -> None:
    account = numbered(1, 1)
    drawn(account, "a")

    with pytest.raises(CarrierFault, match="All 1 numbers of RR00000001") as caught:
        drawn(account, "b")
    save_account(account, settings(1, 2), [])

    assert caught.value.kind is FaultKind.PERMANENT
    assert drawn(account, "b") == s10("RR", 2, "DE")


def test_nine_tenths_are_told() -> None:
    account = numbered(0, 9)
    told = []
    for name in "abcdefghi":
        drawn(account, name)
        told.append(NumberRange.objects.get().is_low)

    assert told == [False] * 8 + [True]


@pytest.mark.parametrize(
    ("first", "last", "options", "fields"),
    [
        (5, 20, {}, {"first_serial": "numbers_of_another"}),
        (10, 10, {}, {"first_serial": "numbers_of_another"}),
        (9, 8, {}, {"last_serial": "less_than_first"}),
        (20, 29, {"country": "XX"}, {"country": "not_a_country"}),
        (20, 29, {"service_indicator": ""}, {"service_indicator": "missing"}),
        (
            *(20, 29),
            {"service_indicator": "JR"},
            {"service_indicator": "string_pattern_mismatch"},
        ),
    ],
)
def test_a_range_that_cannot_be_is_refused_and_nothing_is_saved(
    first: int, last: int, options: Any, fields: Any
) -> None:
    numbered(1, 10)

    with pytest.raises(SettingsInvalid) as caught:
        numbered(first, last, **options)

    assert caught.value.context["fields"] == fields
    assert CarrierAccount.objects.count() == 1


@pytest.mark.parametrize(
    "other", [{"service_indicator": "LX"}, {"country": "AT"}, {"first_serial": "11"}]
)
def test_ranges_beside_one_another_are_taken(other: Any) -> None:
    numbered(1, 10)
    numbered(1, 20, **other)

    assert NumberRange.objects.count() == 2


def test_printed_numbers_stay_taken_when_an_account_changes_its_range() -> None:
    account = numbered(1, 10)
    drawn(account, "a")
    drawn(account, "b")
    for first, last, field in [(1, 1, "last_serial"), (2, 20, "first_serial")]:
        with pytest.raises(SettingsInvalid) as caught:
            save_account(account, settings(first, last), [])
        assert caught.value.context["fields"] == {field: "numbers_printed"}

    save_account(account, settings(3, 20), [])

    assert drawn(account, "c") == s10("RR", 3, "DE")
    with pytest.raises(SettingsInvalid):
        numbered(1, 2)


@pytest.mark.parametrize("parts", [("RR", 10**8, "DE"), ("SR", 1, "DE"), ("RR", 1, "")])
def test_a_number_that_cannot_be_is_not_made(parts: Any) -> None:
    with pytest.raises(InvalidS10):
        s10(*parts)
