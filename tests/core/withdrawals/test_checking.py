"""A long chain is read in steps, and what a step remembers hides nothing."""

from __future__ import annotations

from typing import Any

import pytest

from retour_core.brands.models import Brand
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.withdrawals import checking
from retour_core.withdrawals.check_models import ChainCheck
from retour_core.withdrawals.checking import begin_check, check_given_up, look
from retour_core.withdrawals.models import Withdrawal, WithdrawalRecord
from retour_core.withdrawals.tasks import check_chains
from tests.core.withdrawals.conftest import Withdraw
from tests.factories import NOW, make_brand


@pytest.fixture(autouse=True)
def _short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_STEP", 2)
    monkeypatch.setattr(checking, "ON_SIGHT", 2)


@pytest.fixture
def made(withdraw: Withdraw) -> list[Withdrawal]:
    return [withdraw(f"NW-{number}") for number in range(5)]


def _waiting() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="withdrawal_check", done_at=None))


def _checked(brand: Brand) -> ChainCheck:
    check = begin_check(brand, now=NOW)
    while waiting := _waiting():
        for message in waiting:
            deliver(message.pk)
    check.refresh_from_db()
    return check


def _forge(sequence: int) -> None:
    WithdrawalRecord.objects.filter(sequence=sequence).update(content={"name": "X"})


def test_a_chain_is_read_in_steps(brand: Brand, made: list[Withdrawal]) -> None:
    check = _checked(brand)
    assert (check.total, check.count, check.breaks) == (5, 5, [])
    assert (check.sequence, check.hash) == (5, made[-1].record.hash)
    assert OutboxMessage.objects.filter(kind="withdrawal_check").count() == 3


def test_a_step_taken_twice_counts_once(brand: Brand, made: list[Withdrawal]) -> None:
    payload = {"check_id": begin_check(brand, now=NOW).pk}
    steps = [checking.take_step(payload, message_id=1) for _ in range(2)]
    for step in steps:
        assert step is not None
        step()
    assert [row.count for row in ChainCheck.objects.all()] == [2]
    assert len(_waiting()) == 2


@pytest.mark.parametrize("forged", range(1, 6))
def test_what_is_changed_after_a_check_is_found_by_the_next(
    forged: int, brand: Brand, made: list[Withdrawal]
) -> None:
    assert _checked(brand).breaks == []
    _forge(forged)
    assert _checked(brand).breaks == [[forged, "content"]]


def test_a_seal_is_followed_over_the_end_of_a_step(
    brand: Brand, made: list[Withdrawal]
) -> None:
    WithdrawalRecord.objects.filter(sequence=2).update(hash="0" * 64)
    assert _checked(brand).breaks == [[2, "seal"], [3, "link"]]


def test_last_records_that_are_gone_show_against_the_check_before(
    brand: Brand, made: list[Withdrawal]
) -> None:
    _checked(brand)
    Withdrawal.objects.filter(pk__in=[case.pk for case in made[1:]]).delete()
    WithdrawalRecord.objects.filter(sequence__gt=1).delete()
    assert _checked(brand).breaks == [[5, "head"]]
    # Those that were found once are found until they are back, also on sight.
    assert _checked(brand).breaks == [[5, "head"]]
    assert look(made[0].record).breaks == [(5, "head")]


@pytest.mark.parametrize(
    ("forged", "breaks"), [(1, []), (2, [2]), (3, [3]), (4, [4]), (5, [])]
)
def test_of_a_long_chain_a_look_reads_what_is_beside_a_record(
    forged: int, breaks: list[int], made: list[Withdrawal]
) -> None:
    _forge(forged)
    seen = look(made[2].record)
    assert (seen.is_whole, [number for number, _kind in seen.breaks]) == (False, breaks)


def test_a_record_that_is_missing_beside_it_shows(made: list[Withdrawal]) -> None:
    Withdrawal.objects.filter(pk=made[1].pk).delete()
    WithdrawalRecord.objects.filter(sequence=2).delete()
    assert (3, "sequence") in look(made[2].record).breaks


def test_a_look_tells_what_the_last_check_did_not_read(
    brand: Brand, made: list[Withdrawal], withdraw: Withdraw
) -> None:
    assert (look(made[0].record).last, look(made[0].record).newer) == (None, 5)
    check = _checked(brand)
    withdraw("NW-5")
    running = begin_check(brand, now=NOW)
    seen = look(made[0].record)
    assert (seen.count, seen.newer) == (6, 1)
    assert (seen.last, seen.running) == (check, running)


@pytest.mark.parametrize("more", [0, 2])
def test_a_look_costs_the_same_however_long_the_chain(
    more: int,
    made: list[Withdrawal],
    withdraw: Withdraw,
    django_assert_num_queries: Any,
) -> None:
    for number in range(more):
        withdraw(f"NW-1{number}")
    record = WithdrawalRecord.objects.select_related("brand").get(sequence=3)
    with django_assert_num_queries(4):
        look(record)


def test_one_check_of_a_chain_goes_on_at_a_time(
    brand: Brand, made: list[Withdrawal]
) -> None:
    first = begin_check(brand, now=NOW)
    assert begin_check(brand, now=NOW) == first
    check_given_up({"check_id": first.pk}, "no more attempts")
    assert begin_check(brand, now=NOW) != first


def test_each_night_every_chain_is_checked(
    brand: Brand, made: list[Withdrawal]
) -> None:
    make_brand("without-any")
    check_chains()
    assert [check.brand for check in ChainCheck.objects.all()] == [brand]
