"""Postal numbers of an account: drawn in a row, no account's twice, told in time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from retour_core.brands.models import Brand
from retour_core.carriers.accounts import adapter_for
from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.carriers.errors import SettingsInvalid
from retour_core.carriers.models import CarrierAccount
from retour_core.carriers.number_models import NumberRange
from retour_core.carriers.operations import save_account
from retour_core.domain.identifiers import InvalidS10, is_valid_s10, s10
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from tests.carriers.contract import label_request
from tests.factories import make_brand

pytestmark = pytest.mark.django_db


def numbered(
    first: int, last: int, *, brands: Sequence[Brand] = (), **options: Any
) -> CarrierAccount:
    account = CarrierAccount(kind="own", name="Post")
    save_account(account, settings(first, last, **options), brands)
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


def all_told() -> list[str]:
    """The mails' subjects, after what waits has been carried out."""
    for message in OutboxMessage.objects.filter(kind="number_range_low", done_at=None):
        deliver(message.pk)
    return [str(sent.subject) for sent in mail.outbox]


def test_the_merchant_is_told_by_one_mail_a_range() -> None:
    brand = make_brand()
    account = numbered(0, 19, brands=[brand])
    for name in "abcdefghijklmnopq":
        drawn(account, name)
    assert all_told() == []

    drawn(account, "r")
    drawn(account, "r")
    assert all_told() == ["Nordwand: numbers for labels run out"]
    drawn(account, "s")
    assert len(all_told()) == 1

    [sent] = mail.outbox
    assert sent.to == [brand.support_email]
    assert "2 of 20 numbers of the range RR00000000–00000019DE are left" in sent.body
    assert f"/admin/carriers/inspect/{account.pk}/" in sent.body


def test_a_range_that_grew_is_told_of_again_and_another_has_its_own_mail() -> None:
    brand = make_brand()
    account = numbered(0, 9, brands=[brand])
    for name in "abcdefghi":
        drawn(account, name)
    assert len(all_told()) == 1

    save_account(account, settings(0, 19), [brand])
    for name in "jklmnopqr":
        drawn(account, name)
    assert len(all_told()) == 2
    save_account(account, settings(30, 39), [brand])
    for name in "ABCDEFGHI":
        drawn(account, name)
    assert len(all_told()) == 3


def test_a_warning_that_is_no_longer_true_is_not_sent() -> None:
    brand = make_brand()
    account = numbered(0, 9, brands=[brand])
    for name in "abcdefghi":
        drawn(account, name)

    save_account(account, settings(0, 99), [brand])

    assert all_told() == []


@pytest.mark.django_db(transaction=True)
def test_drawn_by_many_at_once_one_mail_is_written() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer; a test's database in memory even one user")
    account = numbered(0, 19, brands=[make_brand()])
    start = Barrier(10)

    def draw_two(worker: int) -> list[str]:
        start.wait(30)
        try:
            return [drawn(account, f"{worker}-{count}") for count in (1, 2)]
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as workers:
        numbers = [one for two in workers.map(draw_two, range(10)) for one in two]

    assert len(set(numbers)) == 20
    assert OutboxMessage.objects.filter(kind="number_range_low").count() == 1


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
