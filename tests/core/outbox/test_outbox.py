from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from retour_core.brands.models import Brand
from retour_core.outbox import operations, registry
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import claim, deliver, forget, put, revive
from retour_core.outbox.registry import TryLater, Undeliverable, register
from tests.factories import NOW, make_brand


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A kind “parcel” whose deliveries are written down; a payload may ask to fail."""
    delivered: list[Any] = []
    monkeypatch.setattr(registry, "_DELIVERIES", dict(registry._DELIVERIES))
    monkeypatch.setattr(registry, "_ON_DEATH", dict(registry._ON_DEATH))

    def carry(payload: dict[str, Any], *, message_id: int) -> Callable[[], None] | None:
        delivered.append(message_id)
        match payload:
            case {"later": seconds}:
                raise TryLater("busy", after=timedelta(seconds=seconds))
            case {"later_somehow": _}:
                raise TryLater("busy")
            case {"never": reason}:
                raise Undeliverable(reason)
            case {"crash": text}:
                raise RuntimeError(text)
            case {"brand": slug}:
                return lambda: _write(slug, broken=bool(payload.get("broken")))
        return None

    register("parcel", carry, on_death=lambda _payload, reason: _write(reason))
    return delivered


def _write(slug: str, *, broken: bool = False) -> None:
    make_brand(slug)
    if broken:
        raise RuntimeError("broken after writing")


def leased(payload: dict[str, Any]) -> OutboxMessage:
    message = put("parcel", payload)
    assert claim(10, now=timezone.now()) == [message.pk]
    return message


@pytest.mark.django_db
def test_a_message_is_claimed_once_until_its_lease_ends(settings: Any) -> None:
    settings.RETOUR_OUTBOX_LEASE_SECONDS = 60
    message = put("parcel", {})
    now = timezone.now()

    assert claim(10, now=now) == [message.pk]
    assert claim(10, now=now + timedelta(seconds=59)) == []
    assert claim(10, now=now + timedelta(seconds=60)) == [message.pk]


@pytest.mark.django_db
def test_a_message_that_waited_long_in_the_queue_has_all_its_attempts(
    post: list[Any],
) -> None:
    message = put("parcel", {"later_somehow": 1})
    now = timezone.now()
    for lease in range(operations.MAX_ATTEMPTS + 1):
        assert claim(1, now=now + timedelta(hours=lease)) == [message.pk]

    before = timezone.now()
    deliver(message.pk)

    message.refresh_from_db()
    assert (message.attempts, message.dead_at) == (1, None)
    assert message.available_at - before < timedelta(seconds=5)


@pytest.mark.django_db
def test_a_message_that_kills_every_worker_is_given_up(
    post: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    message = leased({"killed": 1})
    tries = 0

    def kill(_payload: dict[str, Any], *, message_id: int) -> None:
        nonlocal tries
        tries += 1
        raise SystemExit(message_id)

    monkeypatch.setitem(registry._DELIVERIES, "parcel", kill)
    for _ in range(operations.MAX_ATTEMPTS + 5):
        with suppress(SystemExit):
            deliver(message.pk)

    message.refresh_from_db()
    assert tries == operations.MAX_ATTEMPTS
    assert message.dead_at is not None
    assert message.last_error == ("No worker lived to say why.")


@pytest.mark.django_db
@pytest.mark.parametrize("payload", [{"crash": "no\0street"}, {"never": "no\0street"}])
def test_a_reason_with_a_nul_in_it_is_kept_without(
    post: list[Any], payload: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    message = leased({})
    carry = registry._DELIVERIES["parcel"]
    monkeypatch.setitem(
        registry._DELIVERIES,
        "parcel",
        lambda _none, *, message_id: carry(payload, message_id=message_id),
    )

    deliver(message.pk)

    message.refresh_from_db()
    assert message.last_error.removeprefix("RuntimeError: ") == "nostreet"


@pytest.mark.django_db
def test_a_claim_takes_the_longest_waiting_first_and_no_more_than_asked() -> None:
    messages = [put("parcel", {}) for _ in range(4)]
    OutboxMessage.objects.filter(pk=messages[2].pk).update(
        available_at=timezone.now() - timedelta(hours=1)
    )

    first = claim(2, now=timezone.now())

    assert first == [messages[2].pk, messages[0].pk]
    assert claim(10, now=timezone.now()) == [messages[1].pk, messages[3].pk]


@pytest.mark.django_db
def test_a_key_makes_a_message_once() -> None:
    first = put("parcel", {"n": 1}, dedupe_key="k")

    assert put("parcel", {"n": 2}, dedupe_key="k") == first
    assert OutboxMessage.objects.get().payload == {"n": 1}
    assert put("parcel", {}) != put("parcel", {})


@pytest.mark.django_db
def test_a_message_is_delivered_once_however_often_it_is_handed_out(
    post: list[Any],
) -> None:
    message = leased({"brand": "one"})

    deliver(message.pk)
    deliver(message.pk)

    message.refresh_from_db()
    assert post == [message.pk]
    assert message.done_at is not None
    assert Brand.objects.count() == 1


@pytest.mark.django_db
def test_a_message_that_is_gone_is_no_error(post: list[Any]) -> None:
    deliver(12345)

    assert post == []


@pytest.mark.django_db(transaction=True)
def test_an_effect_that_breaks_leaves_neither_itself_nor_a_done_message(
    post: list[Any],
) -> None:
    message = leased({"brand": "one", "broken": True})

    deliver(message.pk)

    message.refresh_from_db()
    assert (message.done_at, message.dead_at) == (None, None)
    assert message.last_error == "RuntimeError: broken after writing"
    assert not Brand.objects.exists()


@pytest.mark.django_db
def test_a_message_waits_as_long_as_the_other_side_asked(post: list[Any]) -> None:
    message = leased({"later": 300})

    before = timezone.now()
    deliver(message.pk)

    message.refresh_from_db()
    assert message.last_error == "TryLater: busy"
    wait = message.available_at - before
    assert timedelta(seconds=300) <= wait < timedelta(seconds=310)


@pytest.mark.django_db
@pytest.mark.parametrize("payload", [{"later_somehow": 1}, {"crash": "oops"}])
@pytest.mark.parametrize(
    ("attempts", "least", "most"), [(1, 2, 4), (3, 8, 16), (12, 1800, 3600)]
)
def test_waits_grow_to_an_hour_with_jitter(
    post: list[Any], payload: dict[str, Any], attempts: int, least: int, most: int
) -> None:
    message = leased(payload)
    OutboxMessage.objects.update(attempts=attempts - 1)

    before = timezone.now()
    deliver(message.pk)

    message.refresh_from_db()
    wait = (message.available_at - before).total_seconds()
    assert least <= wait < most + 1
    assert message.dead_at is None


@pytest.mark.django_db
def test_what_cannot_be_delivered_dies_at_once_and_says_so(post: list[Any]) -> None:
    message = leased({"never": "no-such-street"})

    deliver(message.pk)
    deliver(message.pk)

    message.refresh_from_db()
    assert message.dead_at is not None
    assert message.last_error == "no-such-street"
    assert [brand.slug for brand in Brand.objects.all()] == ["no-such-street"]
    assert post == [message.pk]
    assert claim(10, now=timezone.now() + timedelta(days=9)) == []


@pytest.mark.django_db
def test_the_last_allowed_failure_is_the_last(post: list[Any]) -> None:
    message = leased({"crash": "x"})
    OutboxMessage.objects.update(attempts=operations.MAX_ATTEMPTS - 1)

    deliver(message.pk)

    message.refresh_from_db()
    assert message.dead_at is not None
    assert Brand.objects.get().slug == "RuntimeError: x"


@pytest.mark.django_db
def test_all_attempts_together_take_more_than_a_day() -> None:
    waits = [operations._back_off(n) for n in range(1, operations.MAX_ATTEMPTS)]

    assert sum(waits, timedelta()) > timedelta(hours=24)
    assert max(waits) <= timedelta(hours=1)


@pytest.mark.django_db
def test_a_kind_nobody_delivers_is_given_up_with_a_reason() -> None:
    message = put("unheard-of", {})

    deliver(message.pk)

    message.refresh_from_db()
    assert message.dead_at is not None
    assert message.last_error == "nothing delivers messages of kind 'unheard-of'"


@pytest.mark.django_db
def test_a_dead_message_can_be_revived(post: list[Any]) -> None:
    message = leased({"never": "x"})
    deliver(message.pk)

    revive(message.pk)

    message.refresh_from_db()
    assert (message.dead_at, message.attempts) == (None, 0)
    assert claim(10, now=timezone.now()) == [message.pk]


@pytest.mark.django_db
def test_a_delivered_message_is_not_revived(post: list[Any]) -> None:
    message = leased({})
    deliver(message.pk)

    revive(message.pk)

    assert claim(10, now=timezone.now() + timedelta(days=1)) == []


def test_two_deliveries_cannot_claim_one_kind(post: list[Any]) -> None:
    with pytest.raises(RuntimeError, match="two deliveries claim the kind 'parcel'"):
        register("parcel", operations.put)  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_a_message_of_a_fact_that_was_rolled_back_does_not_exist() -> None:
    with transaction.atomic():
        put("parcel", {})
        transaction.set_rollback(True)

    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_what_is_done_is_forgotten_and_announced_no_second_time() -> None:
    put("parcel", {"to": "stranger@example.org"})
    put("parcel", {"to": "stranger@example.org"}, dedupe_key="once")
    OutboxMessage.objects.update(done_at=NOW)
    dead = put("parcel", {"to": "dead@example.org"})
    OutboxMessage.objects.filter(pk=dead.pk).update(dead_at=NOW)
    put("parcel", {"to": "waiting@example.org"})

    assert forget(before=NOW) == 0
    assert forget(before=NOW + timedelta(seconds=1)) == 2
    assert forget(before=NOW + timedelta(seconds=1)) == 0

    kept = OutboxMessage.objects.order_by("pk").values_list("dedupe_key", "payload")
    assert list(kept) == [
        ("once", {}),
        (None, {"to": "dead@example.org"}),
        (None, {"to": "waiting@example.org"}),
    ]
    put("parcel", {"to": "again"}, dedupe_key="once")
    assert OutboxMessage.objects.count() == 3


@pytest.mark.django_db
def test_what_is_forgotten_is_deleted_in_parts(
    post: list[Any], monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(operations, "_FORGOTTEN_AT_ONCE", 2)
    for number in range(5):
        put("parcel", {"to": number})
        put("parcel", {"to": number}, dedupe_key=str(number))
    OutboxMessage.objects.update(done_at=NOW)
    # Three parts of each kind, and a look that finds no more; who deletes reads first.
    with django_assert_num_queries(17):
        assert forget(before=NOW + timedelta(seconds=1)) == 10
    assert list(OutboxMessage.objects.values_list("payload")) == [({},)] * 5


def _database_for_threads(folder: Path) -> str:
    """The test database's name; one in memory is copied into a file first."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        return name
    with closing(sqlite3.connect(folder / "outbox.sqlite3")) as copy:
        copy.execute("PRAGMA journal_mode=WAL")
        connection.connection.backup(copy)
    return str(folder / "outbox.sqlite3")


def _claim_all(database: str, start: Barrier) -> list[int]:
    mine = connections["default"]
    mine.settings_dict = {**mine.settings_dict, "NAME": database}
    claimed: list[int] = []
    try:
        mine.ensure_connection()
        start.wait()
        while ids := claim(3, now=timezone.now()):
            claimed += ids
    finally:
        mine.close()
    return claimed


@pytest.mark.django_db(transaction=True)
def test_drains_that_claim_at_once_never_share_a_message(tmp_path: Path) -> None:
    ids = [put("parcel", {}).pk for _ in range(60)]
    database = _database_for_threads(tmp_path)
    start = Barrier(4)

    with ThreadPoolExecutor(4) as threads:
        drains = [threads.submit(_claim_all, database, start) for _ in range(4)]
        claimed = [drain.result(timeout=30) for drain in drains]

    assert sorted(pk for mine in claimed for pk in mine) == ids
