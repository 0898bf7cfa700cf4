"""The push logic without a database, and the same contract for both outboxes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from retour_core.domain.wire import FieldProblem, OrderResult
from retour_shop.client import RetourClient
from retour_shop.errors import ErrorKind
from retour_shop.outbox import fingerprint, push_batch
from retour_shop.testing import FakeRetour, InMemoryOutbox, InMemoryPlatform, Trouble
from tests.shop_plugin import orders, wire

NOON = wire.NOON


class Shop:
    def __init__(self, server: FakeRetour) -> None:
        self.server = server
        self.outbox = InMemoryOutbox()
        self.platform = InMemoryPlatform()
        self.client = RetourClient(base_url=server.url, token=server.token)
        self.now = NOON

    def change(self, *keys: str) -> None:
        for key in keys:
            self.platform.orders.setdefault(key, wire.order(key))
            self.outbox.mark_dirty(key)

    def push(self, **kwargs: Any) -> Any:
        return push_batch(
            self.outbox, self.platform, self.client, clock=lambda: self.now, **kwargs
        )


@pytest.fixture
def shop() -> Iterator[Shop]:
    with FakeRetour() as server:
        shop = Shop(server)
        yield shop
        shop.client.close()


def test_dirty_orders_arrive_and_are_clean(shop: Shop) -> None:
    shop.change("1", "2")

    report = shop.push()

    assert (report.claimed, report.pushed, report.error) == (2, 2, None)
    assert sorted(shop.server.orders) == ["1", "2"]
    assert shop.push().claimed == 0


def test_a_change_in_mid_push_stays_dirty(shop: Shop) -> None:
    shop.change("1")
    shop.server.before_answer = lambda: shop.change("1")

    shop.push()
    shop.server.before_answer = lambda: None
    shop.now += timedelta(seconds=1)

    assert shop.push().pushed == 1
    assert shop.server.statuses == ["created", "unchanged"]


def test_one_bad_order_does_not_hold_up_the_others(shop: Shop) -> None:
    shop.change("1", "2", "3")
    problem = FieldProblem(pointer="/lines/0", code="bad", message="No.")
    shop.server.rejects = lambda order: (
        OrderResult(id=order.id, status="rejected", errors=[problem])
        if order.id == "2"
        else None
    )

    report = shop.push()

    assert (report.pushed, report.rejected) == (2, 1)
    assert shop.outbox.rows["2"].problems == (problem,)
    assert shop.push().claimed == 0


def test_a_request_refused_as_a_whole_is_halved_until_the_culprit_is_alone(
    shop: Shop,
) -> None:
    shop.change("1", "2", "3", "4")
    # The whole, the first half, and of it the first order are refused.
    shop.server.troubles.extend([Trouble(status=413)] * 3)

    report = shop.push()

    assert (report.pushed, report.rejected) == (3, 1)
    assert sorted(shop.server.orders) == ["2", "3", "4"]


def test_trouble_gives_every_lease_back(shop: Shop) -> None:
    shop.change("1", "2")
    shop.server.troubles.append(Trouble(status=500))

    report = shop.push()

    assert report.error.kind is ErrorKind.TEMPORARY
    assert [row.lease for row in shop.outbox.rows.values()] == ["", ""]
    assert [row.attempts for row in shop.outbox.rows.values()] == [0, 0]
    assert shop.push().pushed == 2


def test_a_lost_answer_doubles_nothing(shop: Shop) -> None:
    shop.change("1")
    shop.server.troubles.append(Trouble(reset=True, taken=True))
    shop.push()
    shop.now += timedelta(seconds=1)

    assert shop.push().pushed == 1
    assert shop.server.statuses == ["created", "unchanged"]


def test_a_stale_answer_is_tried_again_later(shop: Shop) -> None:
    shop.change("1")
    later = wire.order("1", changed_at=NOON + timedelta(hours=1))
    shop.server.orders["1"] = later

    report = shop.push()

    assert (report.pushed, report.postponed) == (0, 1)
    assert shop.push().claimed == 0
    shop.now += timedelta(hours=2)
    assert shop.push().pushed == 1


def test_an_order_that_is_gone_is_set_aside(shop: Shop) -> None:
    shop.change("1")
    del shop.platform.orders["1"]

    assert shop.push().rejected == 1
    assert [p.code for p in shop.outbox.rows["1"].problems] == ["order_gone"]


def test_the_fingerprint_does_not_depend_on_when_it_was_read() -> None:
    later = wire.order(changed_at=NOON + timedelta(days=1))
    other = wire.order(email="mia@example.com")

    assert fingerprint(later) == fingerprint(wire.order())
    assert fingerprint(other) != fingerprint(wire.order())


@pytest.fixture(params=["memory", "database"])
def outbox(request: pytest.FixtureRequest) -> tuple[Any, str, Any]:
    """An outbox with one dirty order; its key; and a way to mark it again."""
    if request.param == "memory":
        memory = InMemoryOutbox(lease_seconds=60)
        memory.mark_dirty("1")
        return memory, "1", lambda: memory.mark_dirty("1")
    request.getfixturevalue("db")
    from retour_shop.platforms.oscar.database_outbox import DatabaseOutbox
    from retour_shop.platforms.oscar.models import PushState
    from retour_shop.platforms.oscar.operations import mark_dirty

    order = orders.place()
    PushState.objects.update(dirty=1, available_at=NOON)

    def mark() -> None:
        mark_dirty([order.pk])
        PushState.objects.update(available_at=NOON)

    return DatabaseOutbox(lease_seconds=60), str(order.pk), mark


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_leased_order_is_not_leased_again_before_its_time(outbox: Any) -> None:
    box, key, _ = outbox

    first = box.claim(10, now=later(0))

    assert [claim.order_id for claim in first] == [key]
    assert box.claim(10, now=later(59)) == []
    assert [claim.order_id for claim in box.claim(10, now=later(61))] == [key]


def test_a_lost_lease_settles_nothing(outbox: Any) -> None:
    box, _, _ = outbox
    [slow] = box.claim(10, now=later(0))
    [second] = box.claim(10, now=later(61))

    box.mark_pushed(slow, fingerprint="x", now=later(62))
    assert box.claim(10, now=later(62)) == []
    box.release([second])

    assert len(box.claim(10, now=later(63))) == 1


def test_a_mark_during_the_lease_survives_its_end(outbox: Any) -> None:
    box, _key, mark = outbox
    [claim] = box.claim(10, now=later(0))

    mark()
    box.mark_pushed(claim, fingerprint="x", now=later(1))

    assert [c.seen for c in box.claim(10, now=later(2))] == [claim.seen + 1]


def test_a_mark_during_the_lease_outlives_a_refusal(outbox: Any) -> None:
    box, _, mark = outbox
    [claim] = box.claim(10, now=later(0))

    mark()
    box.mark_rejected(claim, [], now=later(1))

    assert len(box.claim(10, now=later(2))) == 1


def test_read_times_grow_even_if_the_clock_is_set_back(outbox: Any) -> None:
    box, _, _ = outbox
    [first] = box.claim(10, now=later(0))
    box.release([first])

    [second] = box.claim(10, now=later(0))

    assert second.read_at == first.read_at + timedelta(microseconds=1)


def test_only_the_orders_asked_for_are_leased(outbox: Any) -> None:
    box, key, _ = outbox

    assert box.claim(10, now=later(0), only=["999999"]) == []
    assert len(box.claim(10, now=later(0), only=[key])) == 1


def test_a_postponed_order_waits(outbox: Any) -> None:
    box, _, _ = outbox
    [claim] = box.claim(10, now=later(0))

    box.postpone(claim, until=later(30), reason="Not yet.")

    assert box.claim(10, now=later(29)) == []
    assert [c.attempts for c in box.claim(10, now=later(31))] == [1]
